/** `npm test`. Only what any Node of the last years can read, so that an old one gets a sentence. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Headroom needs Node 20.19 or newer, and this is ${process.versions.node}. ` +
      'Install a newer Node and run npm test again.',
  );
  process.exit(1);
}

const { main } = await import('./test/main.mjs');
process.exit(await main(process.argv.slice(2)));
