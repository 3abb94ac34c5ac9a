/**
 * The books of the demonstration as a balance list: turns the tables of `receivables/` into the CSV
 * that anybody may import. `SOURCES.md` says what is theirs and what is ours.
 *
 * Amounts in the tables are whole dollars or have two decimals; they are carried over as text and
 * added up in cents.
 */
import { parse } from 'csv-parse/sync';
import { addDays, daysBetween } from '../../domain/calendar';

/** Contents of the tables, by name. */
export type DemoTables = Readonly<
  Record<'customers' | 'invoices' | 'invoiceLines' | 'payments' | 'paymentLines', string>
>;

/** The file of each table in `receivables/`. */
export const DEMO_TABLE_FILES: Readonly<Record<keyof DemoTables, string>> = {
  customers: 'customer_data.csv',
  invoices: 'invoice_data.csv',
  invoiceLines: 'invoice_line_data.csv',
  payments: 'payment_data.csv',
  paymentLines: 'payment_line_data.csv',
};

/** A client of the demonstration and the person who reads its invoices. */
export type DemoClient = Readonly<{
  id: string;
  name: string;
  contactName: string;
  email: string;
}>;

/** Later payments count as not yet received, so that there is something to collect. */
const RECEIVED_UNTIL = '2025-08-31';
/** The date of the youngest invoice in the tables. */
const LAST_ISSUED = '2025-12-15';

type TableRow = Readonly<Record<string, string>>;

type Item = Readonly<{ name: string; plan: string | null }>;

const ITEMS: Readonly<Record<string, Item>> = {
  '1': { name: 'Managed services, Standard', plan: 'Managed services' },
  '2': { name: 'Managed services, Plus', plan: 'Managed services' },
  '3': { name: 'Managed services, Enterprise', plan: 'Managed services' },
  '4': { name: 'On-site project work', plan: null },
  '5': { name: 'Door sensor', plan: null },
  '6': { name: 'ZorbSense HVAC Monitor', plan: null },
  '7': { name: 'Leak sensor', plan: null },
};

const TITLES = [
  'Client ID',
  'Client',
  'Invoice ID',
  'Invoice number',
  'Kind',
  'Issued',
  'Due',
  'Total',
  'Balance',
  'Currency',
  'Status',
  'Agreement',
  'Agreement type',
  'Terms',
  'Invoice type',
  'Item',
  'Item description',
  'Quantity',
  'Unit price',
  'Item amount',
];

/**
 * By how many days to move the dates so that the youngest invoice is at most a week old on `today`
 * (`YYYY-MM-DD`): a multiple of seven, so that weekdays stay.
 */
export function demoShiftDays(today: string): number {
  return Math.floor(daysBetween(LAST_ISSUED, today) / 7) * 7;
}

/** The clients of the demonstration, in the order of their ids. */
export function demoClients(tables: DemoTables): DemoClient[] {
  return rowsOf(tables.customers).map((row) => ({
    id: cell(row, 'id'),
    name: cell(row, 'display_name'),
    contactName: `${cell(row, 'given_name')} ${cell(row, 'family_name')}`.trim(),
    email: cell(row, 'email'),
  }));
}

/** The balance list as CSV, all dates moved by `shiftDays`. */
export function demoBalanceList(tables: DemoTables, shiftDays: number): string {
  const names = new Map(demoClients(tables).map(({ id, name }) => [id, name]));
  const received = receivedByInvoice(tables);
  const lines = groupBy(rowsOf(tables.invoiceLines), 'invoice_id');
  const rows: string[][] = [];
  let totalCents = 0;
  let balanceCents = 0;
  for (const invoice of rowsOf(tables.invoices)) {
    const client = names.get(cell(invoice, 'customer_id'));
    if (client === undefined) continue;
    const total = cents(cell(invoice, 'total_amount'));
    const balance = total - (received.get(cell(invoice, 'id')) ?? 0);
    totalCents += total;
    balanceCents += balance;
    rows.push(
      ...rowsOfInvoice(invoice, lines.get(cell(invoice, 'id')) ?? [], {
        client,
        total,
        balance,
        shiftDays,
      }),
    );
  }
  const sum = TITLES.map(
    (title) => ({ Total: dollars(totalCents), Balance: dollars(balanceCents) })[title] ?? '',
  );
  const all = [['Zorbly, receivables'], TITLES, ...rows, ['Total', ...sum.slice(1)]];
  return all.map(csvLine).join('');
}

function rowsOfInvoice(
  invoice: TableRow,
  lines: readonly TableRow[],
  of: Readonly<{ client: string; total: number; balance: number; shiftDays: number }>,
): string[][] {
  const [issued, due] = [cell(invoice, 'transaction_date'), cell(invoice, 'due_date')];
  const items = lines.map((line) => itemOf(line));
  const plan = items.find((item) => item.plan !== null)?.plan ?? '';
  const isProject = lines.some((line) => cell(line, 'sales_item_item_id') === '4');
  const head = [
    cell(invoice, 'customer_id'),
    of.client,
    cell(invoice, 'id'),
    cell(invoice, 'doc_number'),
    'Invoice',
    addDays(issued, of.shiftDays),
    addDays(due, of.shiftDays),
    dollars(of.total),
    dollars(of.balance),
    cell(invoice, 'currency_id'),
    of.balance > 0 ? 'Open' : 'Paid',
    plan,
    plan === '' ? 'One-time' : 'Recurring',
    daysBetween(issued, due) === 30 ? 'Net 30' : '',
    isProject ? 'Project' : 'Monthly',
  ];
  return lines.map((line, index) => [
    ...head,
    cell(line, 'sales_item_item_id'),
    items[index]?.name ?? '',
    cell(line, 'sales_item_quantity'),
    dollars(cents(cell(line, 'sales_item_unit_price'))),
    dollars(cents(cell(line, 'amount'))),
  ]);
}

/** Cents received on each invoice by the day after which payments are left out. */
function receivedByInvoice(tables: DemoTables): ReadonlyMap<string, number> {
  const paidOn = new Map(
    rowsOf(tables.payments).map((row) => [cell(row, 'id'), cell(row, 'transaction_date')]),
  );
  const received = new Map<string, number>();
  for (const line of rowsOf(tables.paymentLines)) {
    const date = paidOn.get(cell(line, 'payment_id'));
    if (date === undefined || date > RECEIVED_UNTIL) continue;
    const invoice = cell(line, 'invoice_id');
    received.set(invoice, (received.get(invoice) ?? 0) + cents(cell(line, 'amount')));
  }
  return received;
}

function itemOf(line: TableRow): Item {
  const id = cell(line, 'sales_item_item_id');
  const item = ITEMS[id];
  if (!item) throw new RangeError(`the tables name an item that has no name here: ${id}`);
  return item;
}

function rowsOf(table: string): TableRow[] {
  return parse(table, { columns: true, bom: true });
}

function groupBy(rows: readonly TableRow[], column: string): ReadonlyMap<string, TableRow[]> {
  const groups = new Map<string, TableRow[]>();
  for (const row of rows) {
    const group = groups.get(cell(row, column)) ?? [];
    group.push(row);
    groups.set(cell(row, column), group);
  }
  return groups;
}

function cell(row: TableRow, column: string): string {
  const text = row[column];
  if (text === undefined) throw new RangeError(`the table has no column ${column}`);
  return text;
}

function cents(text: string): number {
  const match = /^(\d+)(?:\.(\d{1,2}))?$/.exec(text);
  if (!match) throw new RangeError(`not an amount of dollars: ${text}`);
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}

function dollars(amountCents: number): string {
  return `${Math.floor(amountCents / 100)}.${String(amountCents % 100).padStart(2, '0')}`;
}

function csvLine(cells: readonly string[]): string {
  const quoted = cells.map((text) =>
    /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text,
  );
  return `${quoted.join(',')}\n`;
}
