/** Imports against a real database without Temporal: the same steps in the same order, in process. */
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import type { Pool } from 'pg';
import type { Decision, Import, NewImport } from '../../contracts/imports';
import type { ImportRow } from '../../contracts/import-row';
import { createImportStore } from '../../prisma/stores/imports/import-store';
import { importSteps } from '../../workers/import-steps';

/** A step that fails on purpose needs no line in the log. */
const silent = new DefaultLogger('ERROR');

export const clerk = { kind: 'user', id: randomUUID(), name: 'Dana Whitfield' } as const;

export type GivenFile = Readonly<{ name: string; bytes: Uint8Array }>;

const SAMPLES = join(__dirname, '..', '..', 'prisma', 'demo', 'einvoices');

export const samplePdfs = (): GivenFile[] =>
  readdirSync(SAMPLES)
    .filter((name) => name.endsWith('.pdf'))
    .sort()
    .map(samplePdf);

export const samplePdf = (name: string): GivenFile => ({
  name,
  bytes: readFileSync(join(SAMPLES, name)),
});

export const csv = (name: string, ...lines: string[]): GivenFile => ({
  name,
  bytes: Buffer.from(`${lines.join('\n')}\n`, 'utf8'),
});

export const HEAD = 'Client,Invoice number,Issued,Due,Total,Balance,Currency,Status';

/** Rows as `[number, total, balance]` of one client. The dates prove their order by themselves. */
export function aList(
  client: string,
  rows: readonly (readonly [number: string, total: string, balance: string, status?: string])[],
  name = 'open.csv',
): GivenFile {
  const lines = rows.map(
    ([number, total, balance, status = '']) =>
      `${client},${number},2026-10-15,2026-11-14,${total},${balance},USD,${status}`,
  );
  return csv(name, HEAD, ...lines);
}

export type Imports = Readonly<{
  store: ReturnType<typeof createImportStore>;
  open(files: readonly GivenFile[], request?: Partial<NewImport>): Promise<Import>;
  /** Opens, gives, starts and runs to where a person is needed or nothing is left. */
  run(files: readonly GivenFile[], request?: Partial<NewImport>): Promise<Import>;
  /** As the workflow does; throws what a step throws. */
  goOn(importId: string): Promise<readonly string[]>;
  rows(importId: string): Promise<readonly ImportRow[]>;
  decide(importId: string, ...decisions: Decision[]): Promise<Import>;
}>;

/** @param stepsPool what the steps write through, where it differs. */
export function importsOn(pool: Pool, stepsPool: Pool = pool): Imports {
  const store = createImportStore({ pool });
  const steps = importSteps({ pool: stepsPool });
  const inActivity = <Answer>(
    step: (input: { importId: string }) => Promise<Answer>,
    importId: string,
  ) =>
    new MockActivityEnvironment({}, { logger: silent }).run(step, { importId }) as Promise<Answer>;

  async function open(files: readonly GivenFile[], request: Partial<NewImport> = {}) {
    const opened = await store.open(
      {
        source: 'The books',
        asOf: null,
        isComplete: false,
        scope: 'named',
        reading: {},
        ...request,
      },
      clerk,
    );
    if (!opened.ok) throw new Error(opened.refusal.code);
    for (const file of files) {
      const put = await store.putFile(opened.value.id, file);
      if (!put.ok) throw new Error(put.refusal.code);
    }
    const started = await store.start(opened.value.id, clerk);
    if (!started.ok) throw new Error(started.refusal.code);
    return started.value;
  }

  async function goOn(importId: string): Promise<readonly string[]> {
    const touched: string[] = [];
    while ((await inActivity(steps.readImportFile, importId)).isMore);
    for (;;) {
      const applied = await inActivity(steps.applyImportRows, importId);
      touched.push(...applied.touchedPaymentIds);
      if (applied.left === 0) break;
    }
    await inActivity(steps.finishImport, importId);
    return touched;
  }

  async function present(importId: string): Promise<Import> {
    const given = await store.read(importId);
    if (given === null) throw new Error('no such import');
    return given;
  }

  return {
    store,
    open,
    goOn,
    async run(files, request) {
      const { id } = await open(files, request);
      await goOn(id);
      return present(id);
    },
    async rows(importId) {
      const page = await store.rows(importId, {
        view: 'all',
        limit: 200,
        format: 'json',
      });
      return page?.items ?? [];
    },
    async decide(importId, ...decisions) {
      const decided = await store.decide(importId, decisions, clerk);
      if (!decided.ok) throw new Error(JSON.stringify(decided.refusal));
      await goOn(importId);
      return present(importId);
    },
  };
}
