import { closeRun } from './run';

/** After the last suite. */
export default async function end(): Promise<void> {
  await closeRun();
}
