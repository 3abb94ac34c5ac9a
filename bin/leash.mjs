/**
 * Runs a program for as long as its owner lives, and not a moment longer: when the owner is gone,
 * however it went, the program's whole group is killed. For the servers of the test suites: a test
 * run that is killed must leave nothing behind.
 *
 * Usage: node leash.mjs OWNER_PID OWNER_START PID_FILE LAUNCH_JSON
 */
import { renameSync, writeFileSync } from 'node:fs';
import { startChild } from './child.mjs';
import { isRunning } from './process-identity.mjs';

/** How soon a program follows its owner. */
const LOOK_EVERY_MS = 300;

const [pid = '', startedAt = '', pidFile = '', text = ''] = process.argv.slice(2);
const owner = { pid: Number(pid), startedAt };
const { launch, logFile } = JSON.parse(text);

const child = await startChild(launch, logFile);
writeFileSync(`${pidFile}.new`, JSON.stringify(child.identity));
renameSync(`${pidFile}.new`, pidFile);

setInterval(() => {
  if (!isRunning(owner)) void child.kill();
}, LOOK_EVERY_MS);
const { code } = await child.exited;
process.exit(code ?? 1);
