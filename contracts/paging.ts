/**
 * Lists: at most 200 rows at once, the next page by an opaque cursor, sorting by keys that each list
 * names. A cursor belongs to the sort it came from; with another one it is refused.
 */
import { z } from 'zod';

const LIMIT_MAX = 200;
const LIMIT_DEFAULT = 50;

/** Spread into the query of a list. `limit` is a text in the query, 1 to 200. */
export const pageFields = {
  limit: z
    .string()
    .regex(/^\d{1,3}$/)
    .default(String(LIMIT_DEFAULT))
    .transform(Number)
    .pipe(z.int().min(1).max(LIMIT_MAX)),
  cursor: z.string().max(1000).optional(),
  format: z.enum(['json', 'csv']).default('json'),
} as const;

/** A key in ascending order, or after a minus in descending. */
export type Sort<Key extends string> = Key | `-${Key}`;

/** `dueOn` or `-dueOn` for each key. */
export function sortBy<const Key extends string>(keys: readonly Key[], initial: Sort<Key>) {
  const both = keys.flatMap((key): Sort<Key>[] => [key, `-${key}`]);
  return z.enum(both).default(initial as never) as unknown as z.ZodDefault<
    z.ZodType<Sort<Key>, Sort<Key>>
  >;
}

/** A page of rows. `nextCursor` is null on the last one. */
export function pageOf<T extends z.ZodType>(row: T) {
  return z.strictObject({ items: z.array(row), nextCursor: z.string().nullable() });
}

/** What a reader of a list answers. */
export type Page<Row> = Readonly<{ items: readonly Row[]; nextCursor: string | null }>;

export const searchText = z.string().trim().min(1).max(200).optional();
