import { useRef } from 'react';
import { extended, type RowSelection, toggled } from './row-selection';

/** Choosing by click, Shift-click and key: keeps the anchor of a range between them. */
export function useRowChoice<Row>(
  selection: RowSelection<Row> | undefined,
  rows: readonly Row[],
  idOf: (row: Row) => string,
) {
  const anchor = useRef<string | null>(null);
  const choosable = selection ? rows.filter(selection.canChoose).map(idOf) : [];
  const choose = (id: string, isRange: boolean) => {
    if (!selection || !choosable.includes(id)) return;
    selection.onChange(
      isRange
        ? extended(selection.chosen, choosable, anchor.current, id)
        : toggled(selection.chosen, id),
    );
    anchor.current = id;
  };
  return { choosable, choose };
}
