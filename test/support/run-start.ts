import { openRun } from './run';

/** Before the first suite. Starts no server: suites that need one ask for it. */
export default function start(): void {
  openRun();
}
