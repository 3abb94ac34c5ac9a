/**
 * Small balance lists; a test names only the cells it is about.
 */
import {
  type BalanceList,
  type BalanceListOutcome,
  type ReadingSaid,
  readBalanceList,
} from '../../accounting/files/balance-list/balance-list';
import type { RefusedRow, StagedBalance } from '../../accounting/files/staged-row';

const DEFAULTS = {
  Client: 'Acme',
  'Invoice number': 'INV-1',
  Issued: '2026-11-01',
  Due: '2026-12-01',
  Total: '100.00',
  Balance: '40.00',
  Currency: 'USD',
};

export type Row = Readonly<Record<string, string>>;

/** A list with a header and one line per row; cells are quoted only where they must be. */
export function aList(rows: readonly Row[], separator = ','): string {
  const titles = [...new Set([...Object.keys(DEFAULTS), ...rows.flatMap(Object.keys)])];
  const lines = rows.map((row) => titles.map((title) => row[title] ?? defaultOf(title)));
  return [titles, ...lines].map((cells) => cells.map(quote).join(separator)).join('\n');

  function quote(cell: string): string {
    return cell.includes(separator) || /["\n]/.test(cell)
      ? `"${cell.replaceAll('"', '""')}"`
      : cell;
  }
}

function defaultOf(title: string): string {
  return DEFAULTS[title as keyof typeof DEFAULTS] ?? '';
}

export function readList(
  content: string | Uint8Array,
  said?: ReadingSaid,
): Promise<BalanceListOutcome> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return readBalanceList({ name: 'list.csv', bytes }, said);
}

/** The list, or an error that shows why there is none. */
export async function theList(
  content: string | Uint8Array,
  said?: ReadingSaid,
): Promise<BalanceList> {
  const outcome = await readList(content, said);
  if (outcome.kind !== 'read') throw new Error(JSON.stringify(outcome));
  return outcome.list;
}

export async function theRows(
  content: string | Uint8Array,
  said?: ReadingSaid,
): Promise<readonly (StagedBalance | RefusedRow)[]> {
  return (await theList(content, said)).rows;
}

/** The code by which a file is refused, or what it became instead. */
export async function codeOf(content: string | Uint8Array, said?: ReadingSaid): Promise<string> {
  const outcome = await readList(content, said);
  return outcome.kind === 'refused' ? outcome.refusal.code : outcome.kind;
}
