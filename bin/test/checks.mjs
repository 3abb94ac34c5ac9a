/**
 * The checks that need no server: what each is called, which program judges, and what to do when it
 * complains.
 */

/** @typedef {{ name: string, program: readonly [string, ...string[]], hint: string }} Check */

/** The folders that the dependency rule is about. */
const ROOMS = [
  ...[
    'accounting',
    'activities',
    'api',
    'bench',
    'bin',
    'config',
    'contracts',
    'documents',
    'domain',
  ],
  ...['emails', 'gateways', 'mail', 'prisma', 'sandbox', 'test', 'web', 'workers', 'workflows'],
];

/** The slowest first, so that nothing waits for it at the end. @type {readonly Check[]} */
export const CHECKS = [
  {
    name: 'lint',
    program: ['oxlint/bin/oxlint', '--type-aware', '--format=unix'],
    hint: 'npx oxlint --type-aware shows each place with its reason',
  },
  {
    name: 'types of the server',
    program: ['typescript/bin/tsc', '--noEmit', '--project', '.'],
    hint: 'npx tsc --noEmit shows them again',
  },
  {
    name: 'types of the page',
    program: ['typescript/bin/tsc', '--noEmit', '--project', 'web'],
    hint: 'npx tsc --noEmit --project web shows them again',
  },
  {
    name: 'dependency rule',
    program: [
      'dependency-cruiser/bin/dependency-cruise.mjs',
      ...['--config', '.dependency-cruiser.cjs', '--output-type', 'err-long'],
      ...ROOMS,
    ],
    hint: 'docs/architecture.md section 3 says what each room may import; hand it in instead',
  },
  {
    name: 'nothing unused',
    program: [
      'knip/bin/knip.js',
      ...['--include', 'files,dependencies,unlisted,unresolved,binaries', '--no-config-hints'],
    ],
    hint: 'delete the file or the package, or name a new program in knip.json',
  },
  {
    name: 'formatting',
    program: ['@biomejs/biome/bin/biome', 'format', '--max-diagnostics=30', '.'],
    hint: 'npm run format writes it',
  },
];

/** The suite that compares the migrations with the schema: named on its own, since it is a promise. */
export const DRIFT = {
  name: 'schema drift',
  file: 'test/prisma/drift.test.ts',
};
