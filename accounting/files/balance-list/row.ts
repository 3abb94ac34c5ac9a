/**
 * One row of a balance list: from cells to values, in the reading of its file. What the reading does
 * not allow refuses the row; nothing becomes today, 0 or somebody's default.
 */
import { ok, type Result, refuse } from '../../../domain/result';
import { type NumberForm, plainText, readWrittenAmount, toMinor } from '../../reading/amounts';
import { comparable } from '../../reading/comparable';
import { currencyDigits } from '../../reading/currency';
import { type DateOrder, readWrittenDate } from '../../reading/dates';
import { restored } from '../../../domain/csv-text';
import { quoted } from '../refusal';
import type { RefusedRow, RowRefusalCode } from '../staged-row';
import { DocumentKind } from '../type-codes';
import { type ColumnId, type Header, titleOf } from './columns';
import type { ListRecord } from './records';

/** Fields that autopay criteria look at. */
export type Criteria = Readonly<{
  agreement: string | null;
  agreementType: string | null;
  terms: string | null;
  invoiceType: string | null;
  purchaseOrderNumber: string | null;
  location: string | null;
}>;

/** A line item. Quantity and price are plain decimals as text: shown, not calculated with. */
export type ListLine = Readonly<{
  item: string | null;
  description: string | null;
  quantity: string | null;
  price: string | null;
  amountMinor: number | null;
}>;

/** What all rows of one invoice must agree on. `balanceMinor` and `totalMinor` keep their signs. */
export type RowHead = Readonly<{
  client: Readonly<{ id: string | null; name: string | null }>;
  sourceId: string | null;
  number: string;
  kind: DocumentKind;
  issuedOn: string | null;
  dueOn: string | null;
  currency: string;
  totalMinor: number | null;
  balanceMinor: number;
  status: string | null;
  criteria: Criteria;
}>;

export type RowValues = Readonly<{ head: RowHead; line: ListLine | null }>;
export type RowRefusal = RefusedRow['refusal'];

export type RowReading = Readonly<{
  numberForm: NumberForm;
  dateOrder: DateOrder;
}>;

const KIND_WORDS: ReadonlyMap<string, DocumentKind> = new Map([
  ['invoice', DocumentKind.invoice],
  ['credit note', DocumentKind.creditNote],
  ['credit memo', DocumentKind.creditNote],
  ['credit', DocumentKind.creditNote],
  ['sales invoice', DocumentKind.invoice],
  ['sales credit note', DocumentKind.creditNote],
]);

/** The text of a cell of a known column; empty where the file has no such column. */
export function cellText(record: ListRecord, header: Header, id: ColumnId): string {
  const position = header.positions.get(id);
  if (position === undefined) return '';
  const text = restored((record.cells[position] ?? '').trim());
  return header.format?.hasCurrencySigns && AMOUNTS.has(id) ? text.replace(SIGN, '') : text;
}

const AMOUNTS: ReadonlySet<ColumnId> = new Set(['total', 'balance', 'price', 'itemAmount']);
/** One sign of a currency in front of the digits or behind them. */
const SIGN = /\p{Sc}\s?(?=[-−\d(.])|(?<=\d)\s?\p{Sc}/u;

/**
 * Reads one row. `group` is the client that a row above names for all that follow; the row's own
 * client comes first.
 */
export function readRow(
  record: ListRecord,
  header: Header,
  reading: RowReading,
  group: string | null,
): Result<RowValues, RowRefusal> {
  const cells = new RowCells(record, header, reading);
  const client = clientOf(cells, group);
  const named = kindOf(cells, header);
  const number = cells.required('number', 'NUMBER_MISSING');
  const currency = cells.currency();
  const balance = cells.balance();
  const kind = named ?? (balance?.isCredit ? DocumentKind.creditNote : DocumentKind.invoice);
  const head: RowHead = {
    client,
    sourceId: cells.text('sourceId'),
    number,
    kind,
    issuedOn: cells.date('issued'),
    dueOn: cells.date('due'),
    currency,
    totalMinor: cells.amount('total')?.minor ?? null,
    balanceMinor: balance?.minor ?? 0,
    status: cells.text('status'),
    criteria: {
      agreement: cells.text('agreement'),
      agreementType: cells.text('agreementType'),
      terms: cells.text('terms'),
      invoiceType: cells.text('invoiceType'),
      purchaseOrderNumber: cells.text('purchaseOrderNumber'),
      location: cells.text('location'),
    },
  };
  refuseDraft(cells);
  const line = lineOf(cells);
  return cells.refusal ? refuse(cells.refusal) : ok({ head, line });
}

/** What a row adds to a total. */
export type RowAmounts = Readonly<{
  currency: string;
  balanceMinor: number;
  totalMinor: number | null;
}>;

/** The amounts of a row, also of one that is refused for another reason. Null when they are at fault. */
export function amountsOfRow(
  record: ListRecord,
  header: Header,
  reading: RowReading,
): RowAmounts | null {
  const cells = new RowCells(record, header, reading);
  const currency = cells.currency();
  const balanceMinor = cells.balance()?.minor ?? 0;
  const totalMinor = cells.amount('total')?.minor ?? null;
  return cells.refusal ? null : { currency, balanceMinor, totalMinor };
}

/** Reads cells and remembers the first refusal; a filler after that never leaves `readRow`. */
class RowCells {
  refusal: RowRefusal | null = null;
  private digits = 0;

  constructor(
    private readonly record: ListRecord,
    private readonly header: Header,
    private readonly reading: RowReading,
  ) {
    const surplus = record.cells.slice(header.titles.length);
    if (record.cells.length < header.titles.length || surplus.some((cell) => cell.trim() !== '')) {
      const sentence = `The row has ${record.cells.length} cells, the header ${header.titles.length}.`;
      this.refuse('CELLS_MISALIGNED', null, null, sentence);
    }
  }

  text(id: ColumnId): string | null {
    const text = cellText(this.record, this.header, id);
    return text === '' ? null : text;
  }

  required(id: ColumnId, code: RowRefusalCode): string {
    const text = this.text(id);
    if (text === null) this.refuse(code, id, null, `The cell “${titleOf(id)}” is empty.`);
    return text ?? '';
  }

  currency(): string {
    const text = (
      this.header.currency ?? this.required('currency', 'CURRENCY_MISSING')
    ).toUpperCase();
    const digits = currencyDigits(text);
    if (digits === null) {
      const sentence = `${quoted(text)} is no currency that is known.`;
      this.refuse('CURRENCY_UNKNOWN', 'currency', text, sentence);
    }
    this.digits = digits ?? 0;
    return text;
  }

  balance(): Readonly<{ minor: number; isCredit: boolean }> | null {
    this.required('balance', 'BALANCE_EMPTY');
    return this.amount('balance');
  }

  /** Null when the cell is empty. */
  amount(id: ColumnId): Readonly<{ minor: number; isCredit: boolean }> | null {
    const text = this.text(id);
    if (text === null) return null;
    const written = readWrittenAmount(text, this.reading.numberForm);
    const minor = written && toMinor(written.decimal, this.digits);
    if (written && minor !== null) return { minor, isCredit: written.isCredit };
    this.refuse('AMOUNT_UNREADABLE', id, text, `${quoted(text)} is no amount here.`);
    return null;
  }

  /** A number that is shown only, in the one spelling. Null when the cell is empty. */
  decimal(id: ColumnId): string | null {
    const text = this.text(id);
    if (text === null) return null;
    const written = readWrittenAmount(text, this.reading.numberForm);
    if (written) return plainText(written.decimal);
    this.refuse('AMOUNT_UNREADABLE', id, text, `${quoted(text)} is no number here.`);
    return null;
  }

  /** Null when the cell is empty. */
  date(id: ColumnId): string | null {
    const text = this.text(id);
    if (text === null) return null;
    const date = readWrittenDate(text, this.reading.dateOrder);
    if (date === null) {
      this.refuse('DATE_UNREADABLE', id, text, `${quoted(text)} is no date here.`);
    }
    return date;
  }

  refuse(code: RowRefusalCode, id: ColumnId | null, value: string | null, sentence: string): void {
    const field = id && titleOf(id);
    this.refusal ??= {
      code,
      sentence,
      field,
      value,
      line: this.record.firstLine,
    };
  }
}

function clientOf(cells: RowCells, group: string | null): RowHead['client'] {
  const [id, name] = [cells.text('clientId'), cells.text('client')];
  if (id !== null || name !== null) return { id, name };
  if (group === null) cells.refuse('CLIENT_MISSING', 'client', null, 'The row names no client.');
  return { id: null, name: group };
}

/** What the row says it is; null when it does not say. */
function kindOf(cells: RowCells, header: Header): DocumentKind | null {
  const text = cells.text('kind');
  if (text === null) return header.format?.kind ?? null;
  const kind = KIND_WORDS.get(comparable(text)) ?? null;
  if (kind === null) {
    const sentence = `${quoted(text)} is neither an invoice nor a credit note.`;
    cells.refuse('KIND_UNKNOWN', 'kind', text, sentence);
  }
  return kind;
}

const DRAFT_WORDS = new Set(['draft', 'submitted', 'awaiting approval', 'deleted']);

/** What the client was never sent, or what was taken back, is nothing to pay. */
function refuseDraft(cells: RowCells): void {
  const text = cells.text('status');
  if (text === null || !DRAFT_WORDS.has(comparable(text))) return;
  cells.refuse('NOT_ISSUED', 'status', text, `${quoted(text)} is not an issued invoice.`);
}

function lineOf(cells: RowCells): ListLine | null {
  const line: ListLine = {
    item: cells.text('item'),
    description: cells.text('itemDescription'),
    quantity: cells.decimal('quantity'),
    price: cells.decimal('price'),
    amountMinor: cells.amount('itemAmount')?.minor ?? null,
  };
  return Object.values(line).every((value) => value === null) ? null : line;
}
