/**
 * Rows of one invoice together. A list may have one row per line item, and then its rows must agree
 * on everything but the item: they stand or fall together, wherever in the file they are.
 */
import { comparable, comparableName } from '../../reading/comparable';
import { fileRefusal } from '../refusal';
import type { BalanceConflict, RefusedRow, StagedBalance } from '../staged-row';
import { DocumentKind } from '../type-codes';
import { titleOf, type ColumnId } from './columns';
import type { ListRecord } from './records';
import type { ListLine, RowHead, RowRefusal, RowValues } from './row';

/** All rows that bear the key of one invoice, in the order of the file. */
export type Gathered = {
  number: string | null;
  lines: number[];
  rows: RowValues[];
  refusal: RowRefusal | null;
};

const OPEN_WORDS = new Set([
  'open',
  'unpaid',
  'overdue',
  'past due',
  'outstanding',
  'partially paid',
  'partial',
  'awaiting payment',
  'authorised',
]);
const PAID_WORDS = new Set(['paid', 'closed', 'settled', 'paid in full']);
const VOID_WORDS = new Set(['void', 'voided', 'cancelled', 'canceled']);

/**
 * What makes two rows the same invoice: the id of the list's own system, else client and number. A
 * row that names neither is alone.
 */
export function invoiceKey(
  texts: Readonly<{
    sourceId: string;
    clientId: string;
    client: string;
    number: string;
  }>,
  group: string | null,
  record: ListRecord,
): string {
  if (texts.sourceId !== '') return JSON.stringify(['id', comparable(texts.sourceId)]);
  if (texts.number === '') return JSON.stringify(['line', record.firstLine]);
  const client = texts.clientId || texts.client || (group ?? '');
  return JSON.stringify(['number', comparableName(client), comparable(texts.number)]);
}

/** Turns the rows of one invoice into one staged row, or into one refusal for all of them. */
export function stagedRow(
  file: string,
  gathered: Gathered,
  isBalanceTheTotal: boolean,
): StagedBalance | RefusedRow {
  const { lines, rows, number } = gathered;
  const position = { file, line: lines[0] ?? 0, lines };
  const [first] = rows;
  const refusal = gathered.refusal ?? disagreement(rows, lines);
  if (refusal || !first) {
    return {
      kind: 'refused',
      position,
      number,
      refusal: refusal ?? nothingRead(position.line),
    };
  }
  return balanceOf(
    position,
    first.head,
    rows.flatMap(({ line }) => line ?? []),
    isBalanceTheTotal,
  );
}

function balanceOf(
  position: StagedBalance['position'],
  head: RowHead,
  items: readonly ListLine[],
  isBalanceTheTotal: boolean,
): StagedBalance {
  const isInvoice = head.kind === DocumentKind.invoice;
  // Lists write what a credit note is worth with either sign; its kind has said which way it goes.
  const balanceMinor = isInvoice ? head.balanceMinor : Math.abs(head.balanceMinor);
  const totalMinor =
    isInvoice || head.totalMinor === null ? head.totalMinor : Math.abs(head.totalMinor);
  return {
    kind: 'balance',
    position,
    client: head.client,
    sourceId: head.sourceId,
    number: head.number,
    documentKind: head.kind,
    issuedOn: head.issuedOn,
    dueOn: head.dueOn,
    currency: head.currency,
    totalMinor,
    isBalanceTheTotal,
    openMinor: isInvoice ? Math.max(0, balanceMinor) : 0,
    unappliedMinor: isInvoice ? 0 : balanceMinor,
    status: head.status,
    isVoid: VOID_WORDS.has(comparable(head.status ?? '')),
    criteria: head.criteria,
    items,
    conflicts: conflictsOf(head.status, balanceMinor, totalMinor),
  };
}

function conflictsOf(
  status: string | null,
  balanceMinor: number,
  totalMinor: number | null,
): BalanceConflict[] {
  const conflicts: BalanceConflict[] = [];
  const word = comparable(status ?? '');
  if (balanceMinor < 0) conflicts.push({ code: 'INVOICE_BELOW_ZERO', balanceMinor });
  if (status !== null && balanceMinor === 0 && OPEN_WORDS.has(word)) {
    conflicts.push({ code: 'ZERO_BUT_OPEN', status });
  }
  if (status !== null && balanceMinor > 0 && (PAID_WORDS.has(word) || VOID_WORDS.has(word))) {
    conflicts.push({ code: 'BALANCE_BUT_CLOSED', status, balanceMinor });
  }
  if (totalMinor !== null && balanceMinor > Math.max(0, totalMinor)) {
    conflicts.push({ code: 'BALANCE_ABOVE_TOTAL', balanceMinor, totalMinor });
  }
  return conflicts;
}

/** The columns of a head, for saying which one disagrees. */
const HEAD_COLUMNS: readonly (readonly [keyof RowHead, ColumnId])[] = [
  ['client', 'client'],
  ['number', 'number'],
  ['kind', 'kind'],
  ['issuedOn', 'issued'],
  ['dueOn', 'due'],
  ['currency', 'currency'],
  ['totalMinor', 'total'],
  ['balanceMinor', 'balance'],
  ['status', 'status'],
  ['criteria', 'agreement'],
];

function disagreement(rows: readonly RowValues[], lines: readonly number[]): RowRefusal | null {
  const [first, ...others] = rows;
  for (const { head } of others) {
    const differing = HEAD_COLUMNS.find(
      ([field]) => folded(field, head) !== folded(field, first?.head),
    );
    if (!differing) continue;
    const field = titleOf(differing[1]);
    const sentence = `The rows of one invoice on lines ${lines.join(', ')} do not agree on “${field}”.`;
    return {
      ...fileRefusal('FIELD_REPEATED', sentence, {
        field,
        line: lines[0] ?? null,
      }),
      code: 'ROWS_DISAGREE',
    };
  }
  return null;
}

/** Rows may spell one name in two ways; what is compared is trimmed and without case. */
function folded(field: keyof RowHead, head: RowHead | undefined): string {
  const fold = field === 'client' ? comparableName : comparable;
  return JSON.stringify(head?.[field], (_, part: unknown) =>
    typeof part === 'string' ? fold(part) : part,
  );
}

function nothingRead(line: number): RowRefusal {
  return {
    code: 'CELLS_MISALIGNED',
    sentence: 'The row is empty.',
    field: null,
    value: null,
    line,
  };
}
