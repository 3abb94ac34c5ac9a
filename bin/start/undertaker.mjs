/**
 * Waits beside the starter, and when that was killed ends in order what it left running: a port that
 * still answers for nobody would be taken for a Headroom that runs. When the starter ended by
 * itself there is nothing left to do.
 *
 * Usage: node undertaker.mjs DATA_FOLDER STARTER_PID STARTER_START. The starter holds the other end
 * of its standard input; the system closes that however the starter goes.
 */
import { endThoseOf } from './record.mjs';

const [dataFolder = '', pid = '', startedAt = ''] = process.argv.slice(2);

// A hang-up or a Ctrl-C is meant for the starter, which then ends everything itself.
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => undefined);
}
await new Promise((resolve) => {
  process.stdin.once('end', resolve).once('error', resolve).resume();
});
await endThoseOf(dataFolder, { pid: Number(pid), startedAt });
process.exit(0);
