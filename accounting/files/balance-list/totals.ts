/**
 * Totals of a list, used as what they are: a check of everything above them. A total that differs
 * from what was read refuses the file, because then a row was lost, doubled or misread.
 */
import { readWrittenAmount, toMinor, writeMinor } from '../../reading/amounts';
import { currencyDigits } from '../../reading/currency';
import { type FileRefusal, fileRefusal, quoted } from '../refusal';
import { type Header, titleOf } from './columns';
import type { ListRecord } from './records';
import { amountsOfRow, cellText, type RowAmounts, type RowReading } from './row';

const GRAND = /^(?:grand|overall)\s+total\b/i;
const BARE = /^(?:total|sum)\s*:?$/i;

type Entry = Readonly<{
  key: string;
  line: number;
  amounts: RowAmounts | null;
}>;

/**
 * Adds up a list as it is read. An invoice of several rows counts once; a section begins after each
 * group row and after each total of one.
 */
export class RunningTotals {
  /** How many totals agreed. */
  checked = 0;
  private readonly entries: Entry[] = [];
  private sectionStart = 0;

  constructor(
    private readonly header: Header,
    private readonly reading: RowReading,
  ) {}

  /**
   * Adds a row under the key of its invoice. One whose amounts cannot be read is kept too: no total
   * below it can be confirmed.
   */
  add(key: string, record: ListRecord): void {
    const amounts = amountsOfRow(record, this.header, this.reading);
    this.entries.push({ key, line: record.firstLine, amounts });
  }

  beginSection(): void {
    this.sectionStart = this.entries.length;
  }

  /** How many rows stand above: where the rows of a client begin. */
  get length(): number {
    return this.entries.length;
  }

  /**
   * Compares one total row with what stands above it. Null when it agrees.
   *
   * @param start where the rows of the client begin that the total is of; null when it is of none.
   */
  check(record: ListRecord, label: string, start: number | null): FileRefusal | null {
    const section = this.entries.slice(start ?? this.sectionStart);
    const scopes = GRAND.test(label)
      ? [this.entries]
      : BARE.test(label)
        ? [this.entries, section]
        : [section];
    const refusals = scopes.map((scope) => this.difference(record, scope));
    if (refusals.some((refusal) => refusal === null)) {
      this.checked += 1;
      this.beginSection();
      return null;
    }
    return refusals[0] ?? null;
  }

  private difference(record: ListRecord, scope: readonly Entry[]): FileRefusal | null {
    const line = record.firstLine;
    const wanted = cellText(record, this.header, 'currency').toUpperCase();
    const rows = amountsOf(scope).filter(({ currency }) => wanted === '' || currency === wanted);
    const currencies = [...new Set(rows.map(({ currency }) => currency))];
    if (currencies.length > 1) {
      const sentence = `The total on line ${line} adds up ${currencies.join(' and ')}.`;
      return fileRefusal('TOTAL_DIFFERS', sentence, { line });
    }
    const digits = currencyDigits(currencies[0] ?? wanted) ?? 0;
    for (const id of ['balance', 'total'] as const) {
      const text = cellText(record, this.header, id);
      if (text === '') continue;
      const sumMinor = rows.reduce((sum, row) => sum + (row[`${id}Minor`] ?? 0), 0);
      const written = readWrittenAmount(text, this.reading.numberForm);
      const unread = scope.filter(({ amounts }) => amounts === null).map((entry) => entry.line);
      if (written && toMinor(written.decimal, digits) === sumMinor && unread.length === 0) continue;
      const rest = unread.length === 0 ? '' : ` Not read: line ${unread.slice(0, 5).join(', ')}.`;
      const sentence = `The total on line ${line} says ${quoted(text)} where the rows above it add up to ${writeMinor(sumMinor, digits)}.${rest}`;
      return fileRefusal('TOTAL_DIFFERS', sentence, {
        line,
        field: titleOf(id),
        value: text,
      });
    }
    return null;
  }
}

/** The amounts of each invoice once, in order. */
function amountsOf(scope: readonly Entry[]): RowAmounts[] {
  const byInvoice = new Map<string, RowAmounts>();
  for (const { key, amounts } of scope) {
    if (amounts && !byInvoice.has(key)) byInvoice.set(key, amounts);
  }
  return [...byInvoice.values()];
}
