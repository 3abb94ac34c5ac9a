/**
 * How a list would be read, shown before anything is: its beginning in the reading that a person has
 * said so far. Of a long file only the beginning is looked at, while the person waits.
 */
import { type ReadingQuestion, readBalanceList, type ReadingSaid } from './balance-list';
import type { RefusedRow, StagedBalance } from '../staged-row';

/** Invoices shown, and beside them so many of those that would be refused. */
const ROWS_SHOWN = 10;

type Amount = Readonly<{ amountMinor: number; currency: string }>;

type PreviewRow = Readonly<{
  line: number;
  number: string | null;
  client: string | null;
  issuedOn: string | null;
  dueOn: string | null;
  total: Amount | null;
  balance: Amount | null;
  /** Why it would be refused. */
  refusal: string | null;
}>;

type ListPreview = Readonly<{
  refusal: string | null;
  stillAsked: ReadingQuestion['about'][];
  isWhole: boolean;
  read: number;
  refused: number;
  rows: PreviewRow[];
}>;

/** `bytes` are the beginning of the file, or all of it. Never throws on any bytes. */
export async function previewBalanceList(
  file: Readonly<{ name: string; bytes: Uint8Array; isWhole: boolean }>,
  said: ReadingSaid,
): Promise<ListPreview> {
  const { name, isWhole } = file;
  const bytes = isWhole ? file.bytes : wholeRows(file.bytes);
  const outcome = await readBalanceList({ name, bytes }, said);
  const nothing = { refusal: null, stillAsked: [], isWhole, read: 0, refused: 0, rows: [] };
  if (outcome.kind === 'refused') return { ...nothing, refusal: outcome.refusal.sentence };
  if (outcome.kind === 'asks') {
    return { ...nothing, stillAsked: outcome.questions.map(({ about }) => about) };
  }
  const { rows } = outcome.list;
  const refused = rows.filter(({ kind }) => kind === 'refused');
  const first = new Set([...rows.slice(0, ROWS_SHOWN), ...refused.slice(0, ROWS_SHOWN)]);
  return {
    ...nothing,
    read: rows.length - refused.length,
    refused: refused.length,
    rows: rows.filter((row) => first.has(row)).map(shown),
  };
}

const QUOTE = 0x22;
const LINE_END = 0x0a;

/** Up to the last end of a line outside quotes; a UTF-16 line end has a zero beside it. */
function wholeRows(bytes: Uint8Array): Uint8Array {
  const isBigEndian = bytes[0] === 0xfe && bytes[1] === 0xff;
  const isLittleEndian = bytes[0] === 0xff && bytes[1] === 0xfe;
  let isQuoted = false;
  let end = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] === QUOTE) isQuoted = !isQuoted;
    if (bytes[at] === LINE_END && !isQuoted) end = isLittleEndian ? at + 2 : at + 1;
  }
  const whole = isBigEndian || isLittleEndian ? end - (end % 2) : end;
  return bytes.subarray(0, whole);
}

function shown(row: StagedBalance | RefusedRow): PreviewRow {
  const { line } = row.position;
  const nothing = { client: null, issuedOn: null, dueOn: null, total: null, balance: null };
  if (row.kind === 'refused') {
    return { line, number: row.number, ...nothing, refusal: row.refusal.sentence };
  }
  const { number, client, issuedOn, dueOn, currency, openMinor, unappliedMinor } = row;
  const amount = (amountMinor: number): Amount => ({ amountMinor, currency });
  const totalMinor = row.totalMinor ?? (row.isBalanceTheTotal ? openMinor : null);
  return {
    line,
    number,
    client: client.name ?? client.id,
    issuedOn,
    dueOn,
    total: totalMinor === null ? null : amount(totalMinor),
    // What is left of a credit note is below zero, as lists write it.
    balance: amount(unappliedMinor > 0 ? -unappliedMinor : openMinor),
    refusal: null,
  };
}
