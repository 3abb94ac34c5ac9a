/**
 * Choosing rows. A selection is a set of ids, never of positions: sorting, filtering and new rows do
 * not change what is chosen. Invariant: a row that cannot be chosen is never in the set.
 */
export type RowSelection<Row> = Readonly<{
  chosen: ReadonlySet<string>;
  onChange: (chosen: ReadonlySet<string>) => void;
  canChoose: (row: Row) => boolean;
  /** Accessible name of a row's box: `INV-1042`. */
  nameOf: (row: Row) => string;
}>;

/** The set with `id` taken in or out. */
export function toggled(chosen: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(chosen);
  if (!next.delete(id)) next.add(id);
  return next;
}

/**
 * Everything from `anchor` to `id`, in the order of `choosable`, gets what `id` would get alone: taken
 * in when it was out, out when it was in. Without an anchor in the list only `id` is touched.
 */
export function extended(
  chosen: ReadonlySet<string>,
  choosable: readonly string[],
  anchor: string | null,
  id: string,
): ReadonlySet<string> {
  const from = anchor === null ? -1 : choosable.indexOf(anchor);
  const to = choosable.indexOf(id);
  if (to === -1) return chosen;
  if (from === -1) return toggled(chosen, id);
  const isTakenIn = !chosen.has(id);
  const next = new Set(chosen);
  for (const each of choosable.slice(Math.min(from, to), Math.max(from, to) + 1)) {
    if (isTakenIn) next.add(each);
    else next.delete(each);
  }
  return next;
}

/** What the box in the head shows, and what a click on it makes of the set. */
export function allOrNone(chosen: ReadonlySet<string>, choosable: readonly string[]) {
  const count = choosable.filter((id) => chosen.has(id)).length;
  const isAll = count > 0 && count === choosable.length;
  const next = new Set(chosen);
  for (const id of choosable) {
    if (isAll) next.delete(id);
    else next.add(id);
  }
  return { isAll, isSome: count > 0 && !isAll, next: next as ReadonlySet<string> };
}
