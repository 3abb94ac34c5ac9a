/**
 * Runs one of the built programs with the environment of the Headroom that runs in this checkout:
 * `npm run invite -- ana@example.com "Ana Ruiz"`, `npm run db:migrate`, `npm run db:seed`.
 *
 * Usage: node bin/program.mjs NAME [arguments]
 */
import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_PORT, portPlan } from './ports.mjs';
import { givenEnvironment, processEnvironment } from './start/environment.mjs';
import { openFolders } from './start/folders.mjs';
import { readRecord } from './start/record.mjs';
import { openSecrets } from './start/secrets.mjs';

const root = realpathSync(join(import.meta.dirname, '..'));
const [name = '', ...args] = process.argv.slice(2);
const program = join(root, `dist/${name}.js`);
const given = givenEnvironment(root, process.env);
const running = readRecord(join(root, '.data'));

if (running === null && !given['DATABASE_URL']) {
  console.error(
    'Headroom does not run in this folder. Start it first, in another window: npm start',
  );
  process.exit(1);
}
if (!existsSync(program)) {
  console.error(`There is no ${program} yet. Run npm run build, then this again.`);
  process.exit(1);
}
const folders = openFolders(root);
const ports = portPlan(running?.port ?? DEFAULT_PORT);
const env = processEnvironment({ ports, folders, secrets: openSecrets(folders.data), given });
const { status } = spawnSync(process.execPath, [program, ...args], {
  cwd: root,
  env,
  stdio: 'inherit',
});
process.exit(status ?? 1);
