/**
 * Goal: the demonstration is made of what the readers give, without a surprise. Method: read its
 * files as anybody's, and make the list anew from its tables.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDocumentReader } from '../../accounting/files/document';
import { createPdfReader } from '../../accounting/files/pdf';
import {
  DEMO_TABLE_FILES,
  demoBalanceList,
  demoClients,
  demoShiftDays,
  type DemoTables,
} from '../../prisma/demo/demo-balance-list';
import { theList } from './a-list';

const FOLDER = join(__dirname, '..', '..', 'prisma', 'demo');
const read = (...path: string[]) => readFileSync(join(FOLDER, ...path), 'utf8');
const tables = Object.fromEntries(
  Object.entries(DEMO_TABLE_FILES).map(([table, file]) => [table, read('receivables', file)]),
) as DemoTables;

test('the committed list is the one that its script makes', () => {
  expect(demoBalanceList(tables, 343)).toBe(read('balance-list.csv'));
});

test('the list is read whole: no refusal, no conflict, no question, and its total agrees', async () => {
  const list = await theList(read('balance-list.csv'));
  expect(list.totalsChecked).toBe(1);
  expect(list.ignoredColumns).toEqual([]);
  expect(list.rows).toHaveLength(410);
  const balances = list.rows.flatMap((row) => (row.kind === 'balance' ? [row] : []));
  expect(balances).toHaveLength(410);
  expect(balances.filter(({ conflicts }) => conflicts.length > 0)).toEqual([]);

  const open = balances.filter(({ openMinor }) => openMinor > 0);
  expect(open).toHaveLength(154);
  expect(new Set(open.map(({ client }) => client.id)).size).toBe(37);
  for (const { items, totalMinor } of balances) {
    expect(items.reduce((sum, { amountMinor }) => sum + (amountMinor ?? 0), 0)).toBe(totalMinor);
  }
});

test('every client has a name and a person to write to, at an address that cannot exist', () => {
  const clients = demoClients(tables);
  expect(clients).toHaveLength(39);
  for (const { name, contactName, email } of clients) {
    expect(name).not.toBe('');
    expect(contactName).toMatch(/^\S+ \S+/);
    expect(email).toMatch(/^[^@\s]+@[^@\s]+\.invalid$/);
  }
});

test('dates move by whole weeks, to less than a week before the day', () => {
  expect(demoShiftDays('2025-12-15')).toBe(0);
  expect(demoShiftDays('2025-12-21')).toBe(0);
  expect(demoShiftDays('2025-12-22')).toBe(7);
  expect(demoShiftDays('2026-11-25')).toBe(343);
  expect(demoShiftDays('2025-12-14')).toBe(-7);
});

test('the PDFs are e-invoices, of which one is a conflict by itself', async () => {
  const pdf = createPdfReader();
  const documents = createDocumentReader({ pdf });
  const files = readdirSync(join(FOLDER, 'einvoices')).filter((name) => name.endsWith('.pdf'));
  const results = await Promise.all(
    files.map((name) =>
      documents.read({ name, bytes: readFileSync(join(FOLDER, 'einvoices', name)) }),
    ),
  );
  await pdf.close();
  const standings = results.map((result) =>
    result.ok && result.value.kind === 'document'
      ? result.value.invoice.standing.status
      : 'refused',
  );
  expect(standings.toSorted()).toEqual(['conflict', ...Array(8).fill('open')]);
});
