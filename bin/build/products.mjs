/** The four products, and how each is made. The packages are there by now; plain Node is enough no more. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ENTRIES } from './entries.mjs';

const run = promisify(execFile);

/**
 * The database client, from the schema. Its generator insists on a native engine that it never
 * uses for this, and would download one; any executable satisfies it.
 *
 * @param {string} root
 */
export async function makeClient(root) {
  await run(process.execPath, [join(root, 'node_modules/prisma/build/index.js'), 'generate'], {
    cwd: root,
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
  });
}

/**
 * The programs of the server. Packages stay outside: they are installed beside.
 *
 * @param {string} root
 */
export async function makeServer(root) {
  const { build } = await import('esbuild');
  const missing = Object.values(ENTRIES).filter((entry) => !existsSync(join(root, entry)));
  if (missing.length > 0) console.log(`not there yet, skipped: ${missing.join(', ')}`);
  await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(
      Object.entries(ENTRIES).filter(([, entry]) => existsSync(join(root, entry))),
    ),
    outdir: 'dist',
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20.19',
    format: 'cjs',
    jsx: 'automatic',
    sourcemap: 'linked',
    logLevel: 'warning',
  });
}

/**
 * The workflows as Temporal's sandbox loads them. Bundled once here, so that workers start at once.
 *
 * @param {string} root
 */
export async function makeWorkflows(root) {
  const { bundleWorkflowCode } = await import('@temporalio/worker');
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(root, 'workflows/index.ts'),
    logger: silentLogger(),
  });
  const file = join(root, 'dist/workflow-bundle.js');
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(`${file}.new`, code);
  renameSync(`${file}.new`, file);
}

/** The bundler reports sizes as news; only its complaints matter, and those it throws. */
function silentLogger() {
  const nothing = () => undefined;
  return {
    log: nothing,
    trace: nothing,
    debug: nothing,
    info: nothing,
    warn: nothing,
    error: nothing,
  };
}

/**
 * The staff page.
 *
 * @param {string} root
 */
export async function makePage(root) {
  const { build } = await import('vite');
  await build({ configFile: join(root, 'web/vite.config.ts'), logLevel: 'warn' });
}
