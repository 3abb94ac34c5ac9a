/**
 * `npm run build`: the database client, the server's programs, the workflow bundle and the page,
 * each only when its sources have changed. `npm run build -- client` makes the client alone.
 */
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { SOURCES } from './build/entries.mjs';
import { makeClient, makePage, makeServer, makeWorkflows } from './build/products.mjs';
import { hashOf, makeIfChanged } from './build/stamps.mjs';

const root = realpathSync(join(import.meta.dirname, '..'));

/**
 * @param {keyof typeof SOURCES} name
 * @param {string} stampFile
 * @param {(root: string) => Promise<void>} make
 */
async function product(name, stampFile, make) {
  const startedMs = performance.now();
  const isNew = await makeIfChanged({
    stampFile: join(root, stampFile),
    hash: hashOf(root, SOURCES[name]),
    make: () => make(root),
  });
  if (isNew)
    console.log(`${name} built in ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
}

const isClientOnly = process.argv[2] === 'client';
await product('client', 'prisma/generated/.stamp', makeClient);
if (!isClientOnly) {
  // Each is tried to its end: one complaint should not hide another.
  const outcomes = await Promise.allSettled([
    product('server', 'dist/.stamps/server', makeServer),
    product('workflows', 'dist/.stamps/workflows', makeWorkflows),
    product('page', 'dist/.stamps/page', makePage),
  ]);
  const failures = outcomes.filter((outcome) => outcome.status === 'rejected');
  for (const { reason } of failures)
    console.error(reason instanceof Error ? reason.message : reason);
  if (failures.length > 0) process.exit(1);
}
// Bundlers may leave helper processes or timers behind; everything is written by now.
process.exit(0);
