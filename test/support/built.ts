/** What `npm run build` makes, for suites that run it: built once in a run, when it is not up to date. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { checkout, oncePerRun } from './run';

const run = promisify(execFile);

const BUILD_LIMIT_MS = 240_000;

/** The folder `dist`, up to date. */
export function built(): Promise<string> {
  return oncePerRun('build', async () => {
    const options = { cwd: checkout, timeout: BUILD_LIMIT_MS };
    await run(process.execPath, [join(checkout, 'bin/build.mjs')], options);
    return join(checkout, 'dist');
  });
}

/** The workflows as workers load them. */
export const builtWorkflows = async () => ({ codePath: join(await built(), 'workflow-bundle.js') });
