/**
 * Goal: every start brings the business up to date, and makes none before the demo data do.
 * Method: the sequence itself, with a supervisor that only notes what it is asked to run.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { portPlan } from '../../bin/ports.mjs';
import { bringUp } from '../../bin/start/sequence.mjs';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'headroom-sequence-'));
  mkdirSync(join(root, 'dist'));
  writeFileSync(join(root, 'dist/seed.js'), '');
  writeFileSync(join(root, 'demo-data.log'), '');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** How the seed was run, in order. */
async function seedsOf(hasDemo: boolean): Promise<string[][]> {
  const seeds: string[][] = [];
  const given = { DATABASE_URL: 'postgresql://of.yours/', TEMPORAL_ADDRESS: 'of.yours:7233' };
  const start = {
    ...{ root, ports: portPlan(4700), given, environment: given, options: { hasDemo } },
    folders: { root, data: root, logs: root },
    print: { line: () => undefined },
    supervisor: {
      isStopping: () => false,
      runTool: async (_: string, { args: [script, ...flags] }: { args: string[] }) => {
        if (script?.endsWith('seed.js')) seeds.push(flags);
      },
    },
  };
  await bringUp(start as unknown as Parameters<typeof bringUp>[0]);
  return seeds;
}

it('the first start with the demo loads it once; later ones only bring the business up to date', async () => {
  expect(await seedsOf(true)).toEqual([[]]);
  expect(await seedsOf(true)).toEqual([['--no-demo']]);
});

it('a start without the demo does the same each time', async () => {
  expect(await seedsOf(false)).toEqual([['--no-demo']]);
  expect(await seedsOf(false)).toEqual([['--no-demo']]);
});
