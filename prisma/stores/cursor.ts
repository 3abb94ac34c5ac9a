/**
 * Where the next page of a list begins, as a text that callers hand back unread. It names the list
 * and the sort it came from, because in another order it would skip and repeat rows.
 */

/** A cursor that is not of this list in this order. The API knows it by its name. */
export class CursorError extends Error {
  override readonly name = 'CursorError';
}

export type CursorValue = string | number | null;

/** @param list the list with its sort, `tasks:open`. @param values those of the last row shown. */
export function encodeCursor(list: string, values: readonly CursorValue[]): string {
  return Buffer.from(JSON.stringify([list, ...values]), 'utf8').toString('base64url');
}

/** @throws CursorError when it was not made by `encodeCursor` for the same list and as many values. */
export function decodeCursor(list: string, cursor: string, count: number): readonly CursorValue[] {
  const [of, ...values] = parse(cursor);
  if (of !== list || values.length !== count || !values.every(isValue)) throw new CursorError();
  return values;
}

function parse(cursor: string): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}

function isValue(value: unknown): value is CursorValue {
  return value === null || typeof value === 'string' || typeof value === 'number';
}
