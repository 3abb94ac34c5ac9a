/** `node deployment/healthy.mjs ADDRESS`: ends with 0 when the address answers well. */
const address = process.argv[2] ?? '';
const isWell = await fetch(address, { signal: AbortSignal.timeout(3_000) }).then(
  (response) => response.ok,
  () => false,
);
process.exit(isWell ? 0 : 1);
