/**
 * Pages of a list that stay right while rows come and go: the next page starts after the sort key
 * and the id of the last row, never at a position.
 *
 * Invariant: (key, id) is a total order without nulls. A row without a value has one that comes
 * last in the direction asked, so one comparison of rows, which an index serves, is the whole rule.
 */
import type { Page, Sort } from '../../../contracts/paging';
import { isCivilDate } from '../../../domain/calendar';
import { CursorError, decodeCursor, encodeCursor } from '../cursor';

type KeyType = 'text' | 'bigint' | 'date' | 'timestamptz';

/** What a list is sorted by: SQL that is never null, with the value that comes last either way. */
export type SortKey = Readonly<{ type: KeyType; ascending: string; descending: string }>;

/** A column that always has a value. */
export const always = (type: KeyType, expression: string): SortKey => ({
  type,
  ascending: expression,
  descending: expression,
});

/** A date that may be missing; without one a row comes last in either direction. */
export const dateOrLast = (expression: string): SortKey => ({
  type: 'date',
  ascending: `coalesce(${expression}, 'infinity'::date)`,
  descending: `coalesce(${expression}, '-infinity'::date)`,
});

type Binds = Readonly<{ bind(value: unknown): string }>;

export type Keyset = Readonly<{
  /** SQL of the key; the row must be read with it as `sort_key`, in text. */
  key: string;
  /** Selects the key so. */
  column: string;
  orderBy: string;
  /** The same order of rows that were selected with `key AS sort_key` and an `id`. */
  orderOf(rows: string): string;
  /** Null for the first page. */
  after: string | null;
  pageOf<Row extends Keyed, Item>(
    rows: readonly Row[],
    limit: number,
    itemOf: (row: Row) => Item,
  ): Page<Item>;
}>;

type Keyed = Readonly<{ id: string; sort_key: string }>;

/**
 * `id` is the SQL of the id that breaks ties. Read `limit + 1` rows: the one too many says that
 * there is a next page.
 *
 * @throws CursorError when the cursor is of another list or another sort, or of nobody.
 */
export function keysetOf<Key extends string>(
  list: string,
  query: Readonly<{ sort: Sort<Key>; cursor?: string | undefined }>,
  keys: Readonly<Record<Key, SortKey>>,
  id: string,
  parameters: Binds,
): Keyset {
  const { sort } = query;
  const isDescending = sort.startsWith('-');
  const key = keys[(isDescending ? sort.slice(1) : sort) as Key];
  const expression = isDescending ? key.descending : key.ascending;
  const direction = isDescending ? 'DESC' : 'ASC';
  const origin = `${list}:${sort}`;
  let after: string | null = null;
  if (query.cursor !== undefined) {
    const from = readCursor(query.cursor, origin, key.type);
    const at = `${parameters.bind(from.key)}::${key.type}, ${parameters.bind(from.id)}::uuid`;
    after = `(${expression}, ${id}) ${isDescending ? '<' : '>'} (${at})`;
  }
  return {
    key: expression,
    column: `(${expression})::text AS sort_key`,
    orderBy: `${expression} ${direction}, ${id} ${direction}`,
    orderOf: (rows) => `${rows}.sort_key ${direction}, ${rows}.id ${direction}`,
    after,
    pageOf(rows, limit, itemOf) {
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      return {
        items: rows.slice(0, limit).map(itemOf),
        nextCursor: last === undefined ? null : encodeCursor(origin, [last.sort_key, last.id]),
      };
    },
  };
}

function readCursor(
  cursor: string,
  origin: string,
  type: KeyType,
): Readonly<{ key: string; id: string }> {
  const [key, id] = decodeCursor(origin, cursor, 2);
  const isWhole = typeof key === 'string' && typeof id === 'string';
  if (!isWhole || !IS_UUID.test(id) || !isKey(type, key)) throw new CursorError();
  return { key, id };
}

const IS_UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const IS_INSTANT = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d{1,3})?\+00$/;

/** Whether PostgreSQL takes the text as a value of the type: a forged key must not look like an outage. */
function isKey(type: KeyType, key: string): boolean {
  switch (type) {
    case 'text':
      return !key.includes('\0');
    case 'bigint':
      return /^-?\d{1,18}$/.test(key);
    case 'date':
      return key === 'infinity' || key === '-infinity' || isCivilDate(key);
    case 'timestamptz':
      return IS_INSTANT.test(key) && !Number.isNaN(Date.parse(key.replace(' ', 'T').slice(0, 19)));
  }
}
