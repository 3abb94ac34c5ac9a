/**
 * Goal: the table of rooms (docs/architecture.md 3) is kept by a rule that fails when it is broken.
 * Method: a small checkout with a file for each way to keep the rule and to break it, judged once by
 * the real rules.
 */
import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkout } from '../support/run';

const CRUISE = join(checkout, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const RULES = '.dependency-cruiser.cjs';

type Broken = Readonly<{ from: string; rule: Readonly<{ name: string }> }>;

/** What the others name. */
const ROOMS = {
  'domain/money.ts': 'export const cents = 1;',
  'contracts/fields.ts': 'export const field = 1; export type Field = number;',
  'activities/charge.ts': 'export const charge = 1; export type Charge = number;',
  'prisma/rows.ts': 'export const row = 1;',
};

const KEEPING = {
  'contracts/names-the-domain.ts': "export { cents } from '../domain/money';",
  'workflows/names-an-activity-as-type.ts': "export type { Charge } from '../activities/charge';",
  'prisma/answers-in-words-of-contracts.ts': "export type { Field } from '../contracts/fields';",
  'config/asks-the-domain.ts': "export { cents } from '../domain/money';",
  'workers/makes-the-real-things.ts':
    "export { row } from '../prisma/rows'; export { charge } from '../activities/charge';",
  'domain/needs-a-type.ts':
    "import type { typed } from './is-needed'; export const need = (of: typeof typed) => of;",
  'domain/is-needed.ts': "import { need } from './needs-a-type'; export const typed = () => need;",
};

const BREAKING = {
  'domain/names-a-contract.ts': [
    'domain-imports-inward',
    "export { field } from '../contracts/fields';",
  ],
  'domain/names-a-package.ts': ['domain-imports-inward', "export { z } from 'zod';"],
  'domain/needs-node.ts': ['domain-needs-no-node', "export { join } from 'node:path';"],
  'workflows/loads-an-activity.ts': [
    'workflows-takes-only-types',
    "export { charge } from '../activities/charge';",
  ],
  'workflows/loads-a-store.ts': [
    'workflows-imports-inward',
    "export { row } from '../prisma/rows';",
  ],
  'workflows/needs-node.ts': ['workflows-needs-no-node', "export { join } from 'node:path';"],
  'prisma/loads-a-contract.ts': [
    'prisma-takes-only-types',
    "export { field } from '../contracts/fields';",
  ],
  'prisma/loads-an-activity.ts': [
    'prisma-imports-inward',
    "export { charge } from '../activities/charge';",
  ],
  'api/loads-a-store.ts': ['api-imports-inward', "export { row } from '../prisma/rows';"],
  'web/loads-a-store.ts': ['web-imports-inward', "export { row } from '../prisma/rows';"],
  'web/names-express.ts': ['web-imports-inward', "export { default } from 'express';"],
  'emails/does-sums.ts': ['emails-imports-inward', "export { cents } from '../domain/money';"],
  'api/leads-nowhere.ts': ['nothing-unresolved', "export { cents } from '../domain/monies';"],
} as const;

const CYCLE = {
  'domain/goes-there.ts': "import { back } from './comes-back'; export const there = () => back;",
  'domain/comes-back.ts': "import { there } from './goes-there'; export const back = () => there;",
};

let folder: string;
let broken: readonly Broken[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'headroom-rooms-'));
  for (const name of [RULES, 'tsconfig.json', 'package.json']) {
    cpSync(join(checkout, name), join(folder, name));
  }
  symlinkSync(join(checkout, 'node_modules'), join(folder, 'node_modules'));
  for (const [file, text] of Object.entries({ ...ROOMS, ...KEEPING, ...CYCLE })) write(file, text);
  for (const [file, [, text]] of Object.entries(BREAKING)) write(file, text);
  broken = await cruise();
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

function cruise(): Promise<readonly Broken[]> {
  const rooms = readdirSync(folder).filter((name) => !/[.]|node_modules/.test(name));
  const args = [CRUISE, '--config', RULES, '--output-type', 'json', ...rooms];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 1e8 }, (_, stdout, stderr) => {
      if (stdout === '') reject(new Error(stderr));
      else
        resolve((JSON.parse(stdout) as { summary: { violations: Broken[] } }).summary.violations);
    });
  });
}

const rulesBrokenBy = (file: string) =>
  broken.filter(({ from }) => from === file).map(({ rule }) => rule.name);

it.each(Object.keys({ ...ROOMS, ...KEEPING }))('has nothing against %s', (file) => {
  expect(rulesBrokenBy(file)).toEqual([]);
});

const breaking = Object.entries(BREAKING).map(([file, [rule]]) => [file, rule] as const);

it.each(breaking)('says of %s: %s', (file, rule) => {
  expect(rulesBrokenBy(file)).toContain(rule);
});

it('says no-cycles of two files that need each other, at one of them', () => {
  expect(Object.keys(CYCLE).flatMap(rulesBrokenBy)).toEqual(['no-cycles']);
});
