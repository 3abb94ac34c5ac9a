/** Brings the books of the demonstration in as anybody would: an import opened, given files, started. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '../../contracts/client';
import type { Import } from '../../contracts/imports';
import { instantOf } from '../../domain/instants';
import {
  DEMO_TABLE_FILES,
  type DemoTables,
  demoBalanceList,
  demoShiftDays,
} from './demo-balance-list';

export type Say = (line: string) => void;

type File = Readonly<{ name: string; bytes: Uint8Array }>;

/** Some hundred rows, on a machine that builds and starts everything else at the same time. */
const PATIENCE_MS = 180_000;
const LOOK_AGAIN_MS = 250;

const LIST_SOURCE = 'Receivables of the books';
const DOCUMENTS_SOURCE = 'Sample e-invoices';

/** @throws Error when an import is refused, asks something, or does not end in time. */
export async function importBooks(
  api: Client,
  business: Readonly<{ today: string; zone: string }>,
  tables: DemoTables,
  say: Say,
): Promise<void> {
  const list = {
    name: 'receivables.csv',
    bytes: Buffer.from(demoBalanceList(tables, demoShiftDays(business.today)), 'utf8'),
  };
  // The books were closed last night: what is paid today is not in them.
  const asOf = instantOf(business.today, '00:00', business.zone);
  await importOnce(api, { source: LIST_SOURCE, asOf, files: [list] }, say);
  await importOnce(api, { source: DOCUMENTS_SOURCE, asOf: null, files: sampleInvoices() }, say);
}

/** The tables beside this file, read from the checkout, which is every program's working directory. */
export function readDemoTables(): DemoTables {
  const contents = Object.entries(DEMO_TABLE_FILES).map(([table, file]) => [
    table,
    readFileSync(join('prisma/demo/receivables', file), 'utf8'),
  ]);
  return Object.fromEntries(contents) as DemoTables;
}

function sampleInvoices(): File[] {
  const folder = 'prisma/demo/einvoices';
  return readdirSync(folder)
    .filter((name) => name.endsWith('.pdf'))
    .sort()
    .map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
}

/** A start that was ended in the middle left the import open, or running: it is gone on with. */
async function importOnce(
  api: Client,
  what: Readonly<{ source: string; asOf: string | null; files: readonly File[] }>,
  say: Say,
): Promise<void> {
  const { items } = await api.listImports({ query: { limit: '200' } });
  const known = items.find(({ source }) => source === what.source);
  const one = known ?? (await api.openImport({ body: { source: what.source, asOf: what.asOf } }));
  if (one.state === 'open') {
    for (const { name, bytes } of what.files) {
      const params = { id: one.id, name };
      await api.putImportFile({ params, body: new Blob([new Uint8Array(bytes)]) });
    }
    await api.startImport({ params: { id: one.id } });
  }
  const ended = await untilEnded(api, one.id);
  const { created, conflicting, refused, waiting } = ended.counts;
  if (known === undefined) {
    say(
      `${what.source}: ${created} new, ${conflicting} in conflict, ${refused} refused, ${waiting} waiting for a person`,
    );
  }
}

async function untilEnded(api: Client, id: string): Promise<Import> {
  for (let waitedMs = 0; ; waitedMs += LOOK_AGAIN_MS) {
    const one = await api.readImport({ params: { id } });
    if (one.state === 'done' || one.state === 'waiting') return one;
    if (one.state === 'refused' || one.state === 'question') {
      const asks = one.files.flatMap(({ name, refusal, questions }) =>
        refusal !== null || questions.length > 0
          ? [`${name}: ${refusal ?? questions.map(({ about }) => about).join(', ')}`]
          : [],
      );
      throw new Error(`${one.source} was not imported: ${[one.problem, ...asks].join('; ')}`);
    }
    if (waitedMs >= PATIENCE_MS) {
      throw new Error(`${one.source} is still ${one.state} after ${PATIENCE_MS / 1000} s`);
    }
    await pause(LOOK_AGAIN_MS);
  }
}
