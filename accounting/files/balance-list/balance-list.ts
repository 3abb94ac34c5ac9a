/**
 * Reads a balance list: rows of invoices with what is unpaid, as CSV.
 *
 * Encoding, separator, number form and date order are one reading for the whole file: proven by it,
 * or asked. Only then are rows read, each one to a staged row or to a refusal with its physical line.
 * A total that differs from what was read refuses the file. Nothing is guessed cell by cell.
 */
import { ok, type Result, refuse } from '../../../domain/result';
import { NumberForm, plainText, readWrittenAmount } from '../../reading/amounts';
import { decode, type Decoded, type Encoding } from '../../reading/decode';
import { DateOrder, readWrittenDate } from '../../reading/dates';
import { type Decision, decideReading, type Evidence } from '../../reading/proof';
import { type FileRefusal, fileRefusal } from '../refusal';
import type { RefusedRow, StagedBalance } from '../staged-row';
import { writtenAsOf, type WrittenAsOf } from './as-of';
import { type ColumnId, isOurTitle, titleOf } from './columns';
import { type Gathered, invoiceKey, stagedRow } from './gathered';
import { clientOfTotal, Groups } from './groups';
import {
  type ChosenColumns,
  describedTable,
  noHeader,
  separatorOf,
  type Table,
  tableOf,
} from './layout';
import {
  LIST_BYTES_MAX,
  type ListRecord,
  readRecords,
  type Separator,
  withPlainLineBreaks,
} from './records';
import { cellText, readRow, type RowReading } from './row';
import { kindOfRow } from './row-kind';
import { seenTable, type TableSeen } from './seen-table';
import { RunningTotals } from './totals';

export type ListReading = Readonly<{
  encoding: Encoding;
  separator: Separator;
  numberForm: NumberForm;
  dateOrder: DateOrder;
  /** Which title is which column, where a person described the table; else null. */
  columns: ChosenColumns | null;
  /** The currency of every row, where no column says it; else null. */
  currency: string | null;
  /** What a new invoice was for, where no column says it; else null. */
  total: TotalWithoutColumn | null;
}>;

/** The balance of the day is taken for the total, or new invoices are refused and known ones read. */
export type TotalWithoutColumn = 'balance' | 'unknown';

/** What a person may say of a reading: nothing in it is empty. */
export type SaidReading = {
  [Key in keyof ListReading]?: NonNullable<ListReading[Key]> | undefined;
};

export type ReadingSaid = Readonly<{
  /** What a person said for this file. It decides. */
  chosen?: SaidReading;
  /** What a person said for this source before. It answers only what the file leaves open. */
  remembered?: SaidReading;
}>;

/** A question that the file leaves open, with what each answer would make of one of its cells. */
export type ReadingQuestion = Readonly<{
  about: 'numberForm' | 'dateOrder' | 'columns' | 'currency' | 'total';
  because: 'unproven' | 'contradictory' | 'missing';
  /** The titles and first rows of a table whose columns are not known. */
  table?: TableSeen;
  choices: readonly Readonly<{
    value: NumberForm | DateOrder;
    line: number;
    column: string;
    text: string;
    /** The cell in this reading: a plain decimal or `YYYY-MM-DD`; null when it would be refused. */
    meaning: string | null;
  }>[];
}>;

export type BalanceList = Readonly<{
  reading: ListReading;
  /** What the file says of its own instant, if anything: a proposal. */
  asOf: WrittenAsOf | null;
  /** Titles that are no column of ours. */
  ignoredColumns: readonly string[];
  /** One per invoice, in the order of their first rows. */
  rows: readonly (StagedBalance | RefusedRow)[];
  /** How many totals of the file agreed with what was read. */
  totalsChecked: number;
}>;

export type BalanceListOutcome =
  | Readonly<{ kind: 'read'; list: BalanceList }>
  | Readonly<{ kind: 'asks'; questions: readonly ReadingQuestion[] }>
  | Readonly<{ kind: 'refused'; refusal: FileRefusal }>;

const AMOUNT_COLUMNS: readonly ColumnId[] = ['total', 'balance', 'quantity', 'price', 'itemAmount'];
const DATE_COLUMNS: readonly ColumnId[] = ['issued', 'due'];

/** Reads one file. Never throws on any bytes. */
export async function readBalanceList(
  file: Readonly<{ name: string; bytes: Uint8Array }>,
  said: ReadingSaid = {},
): Promise<BalanceListOutcome> {
  const decoded = decodedList(file.bytes, said);
  if (!decoded.ok) return refused(decoded.refusal);
  const { text, encoding } = decoded.value;
  const separator = said.chosen?.separator ?? separatorOf(text) ?? said.remembered?.separator;
  if (separator === undefined) return refused(noHeader());
  const records = await readRecords(text, separator);
  if (!records.ok) return refused(records.refusal);
  const found = foundTable(records.value, said);
  if (found.kind !== 'found') return found;
  const { table, columns } = found;

  const { numberForm, dateOrder } = decideForms(table, said);
  const isCurrencyOpen = !table.header.positions.has('currency') && table.header.currency === null;
  const total = table.header.positions.has('total')
    ? null
    : (said.chosen?.total ?? said.remembered?.total);
  if (
    numberForm.kind === 'ask' ||
    dateOrder.kind === 'ask' ||
    isCurrencyOpen ||
    total === undefined
  ) {
    const questions = [
      question('numberForm', numberForm),
      question('dateOrder', dateOrder),
      isCurrencyOpen ? WHICH_CURRENCY : null,
      total === undefined ? WHICH_TOTAL : null,
    ];
    return { kind: 'asks', questions: questions.flatMap((asked) => asked ?? []) };
  }
  const reading = {
    encoding,
    separator,
    numberForm: numberForm.reading,
    dateOrder: dateOrder.reading,
    columns,
    currency: table.header.currency,
    total,
  };
  return readTable(file.name, table, reading);
}

const WHICH_CURRENCY: ReadingQuestion = { about: 'currency', because: 'missing', choices: [] };
/** A report of what is open may say the balance alone, and a new invoice wants a total. */
const WHICH_TOTAL: ReadingQuestion = { about: 'total', because: 'missing', choices: [] };

type Unread = Exclude<BalanceListOutcome, { kind: 'read' }>;
type Found = Readonly<{ kind: 'found'; table: Table; columns: ChosenColumns | null }>;

/**
 * What a person says of this file decides; then titles that are known; then what was said of the
 * source before, where it fits. A table that may be a list under other titles is asked about.
 */
function foundTable(records: readonly ListRecord[], said: ReadingSaid): Found | Unread {
  const currency = said.chosen?.currency ?? said.remembered?.currency ?? null;
  const found = (table: Table, columns: ChosenColumns | null): Found => ({
    kind: 'found',
    table: table.header.positions.has('currency')
      ? table
      : { ...table, header: { ...table.header, currency } },
    columns,
  });
  const chosen = said.chosen?.columns;
  if (chosen) {
    const described = describedTable(records, chosen);
    return described.ok ? found(described.value, chosen) : refused(described.refusal);
  }
  const known = tableOf(records);
  if (known.ok) return found(known.value, null);
  if (known.refusal.code === 'COLUMN_REPEATED') return refused(known.refusal);
  const remembered = said.remembered?.columns;
  const described = remembered && describedTable(records, remembered);
  if (described?.ok) return found(described.value, remembered ?? null);
  const table = seenTable(records);
  // Where every title is known, no column is left that could be the missing one.
  if (table === null || table.titles.every(isOurTitle)) return refused(known.refusal);
  return {
    kind: 'asks',
    questions: [{ about: 'columns', because: 'missing', choices: [], table }],
  };
}

type DecodedList = Readonly<{ text: string; encoding: Encoding }>;

function decodedList(bytes: Uint8Array, said: ReadingSaid): Result<DecodedList, FileRefusal> {
  if (bytes.length === 0) return refuse(fileRefusal('FILE_EMPTY', 'The file is empty.'));
  if (bytes.length > LIST_BYTES_MAX) {
    return refuse(fileRefusal('FILE_TOO_LARGE', 'The list is larger than 64 MB.'));
  }
  const decoded = decodeList(bytes, said);
  if (decoded.ok) {
    return ok({ text: withPlainLineBreaks(decoded.text), encoding: decoded.encoding });
  }
  const sentence = `Line ${decoded.line} is not written in ${decoded.encoding}. Choose the encoding of the program that wrote the file.`;
  return refuse(fileRefusal('ENCODING_UNREADABLE', sentence, { line: decoded.line }));
}

/**
 * As chosen for this file, else as UTF-8, else as its source was read before. That comes last: nearly
 * any bytes are Windows-1252, and a source that has changed over would bring its clients under names
 * that nobody bears.
 */
function decodeList(bytes: Uint8Array, { chosen, remembered }: ReadingSaid): Decoded {
  const decoded = decode(bytes, chosen?.encoding);
  if (decoded.ok || chosen?.encoding || !remembered?.encoding) return decoded;
  return decode(bytes, remembered.encoding);
}

function decideForms(
  table: Table,
  { chosen, remembered }: ReadingSaid,
): { numberForm: Decision<NumberForm>; dateOrder: Decision<DateOrder> } {
  return {
    numberForm: decideReading<NumberForm>(
      [NumberForm.point, NumberForm.comma],
      evidenceOf(table, AMOUNT_COLUMNS),
      (text, form) => {
        const written = readWrittenAmount(text, form);
        return written && plainText(written.decimal);
      },
      {
        chosen: chosen?.numberForm ?? null,
        remembered: remembered?.numberForm ?? null,
      },
    ),
    dateOrder: decideReading<DateOrder>(
      [DateOrder.yearFirst, DateOrder.monthFirst, DateOrder.dayFirst],
      evidenceOf(table, DATE_COLUMNS),
      readWrittenDate,
      {
        chosen: chosen?.dateOrder ?? null,
        remembered: remembered?.dateOrder ?? null,
      },
    ),
  };
}

/** All cells of these columns; what is no value in any reading says nothing. */
function* evidenceOf({ rows, header }: Table, columns: readonly ColumnId[]): Generator<Evidence> {
  for (const record of rows) {
    for (const id of columns) {
      const text = cellText(record, header, id);
      if (text !== '') yield { line: record.firstLine, column: titleOf(id), text };
    }
  }
}

function question(
  about: ReadingQuestion['about'],
  decision: Decision<NumberForm> | Decision<DateOrder>,
): ReadingQuestion | null {
  if (decision.kind === 'decided') return null;
  const choices = decision.choices.map(({ reading, example, value }) => ({
    value: reading,
    line: example.line,
    column: example.column,
    text: example.text,
    meaning: value,
  }));
  return { about, because: decision.because, choices };
}

function readTable(file: string, table: Table, reading: ListReading): BalanceListOutcome {
  const { header } = table;
  const totals = new RunningTotals(header, reading);
  const invoices = new Map<string, Gathered>();
  const groups = new Groups(totalledClients(table));
  for (const record of table.rows) {
    const row = kindOfRow(record, header);
    if (row.kind === 'group') {
      groups.begin(row.client, totals.length);
      totals.beginSection();
    } else if (row.kind === 'total') {
      const refusal = totals.check(record, row.label, groups.end(row.label));
      if (refusal) return refused(refusal);
    } else if (row.kind === 'invoice') {
      const key = gather(invoices, table, record, reading, groups.client);
      totals.add(key, record);
    }
  }
  const list: BalanceList = {
    reading,
    asOf: writtenAsOf(table.titles, reading.dateOrder),
    ignoredColumns: header.ignored,
    rows: [...invoices.values()].map((gathered) =>
      stagedRow(file, gathered, reading.total === 'balance'),
    ),
    totalsChecked: totals.checked,
  };
  return { kind: 'read', list };
}

function totalledClients({ rows, header }: Table): ReadonlySet<string> {
  const clients = rows.flatMap((record) => {
    const row = kindOfRow(record, header);
    return row.kind === 'total' ? (clientOfTotal(row.label) ?? []) : [];
  });
  return new Set(clients);
}

/** Puts a row with the others of its invoice, and gives their key. */
function gather(
  invoices: Map<string, Gathered>,
  { header }: Table,
  record: ListRecord,
  reading: RowReading,
  group: string | null,
): string {
  const [sourceId, clientId, client, number] = (
    ['sourceId', 'clientId', 'client', 'number'] as const
  ).map((id) => cellText(record, header, id)) as [string, string, string, string];
  const key = invoiceKey({ sourceId, clientId, client, number }, group, record);
  const gathered = invoices.get(key) ?? {
    number: number === '' ? null : number,
    lines: [],
    rows: [],
    refusal: null,
  };
  invoices.set(key, gathered);
  gathered.lines.push(record.firstLine);
  const row = readRow(record, header, reading, group);
  if (row.ok) gathered.rows.push(row.value);
  else gathered.refusal ??= row.refusal;
  return key;
}

function refused(refusal: FileRefusal): Unread {
  return { kind: 'refused', refusal };
}
