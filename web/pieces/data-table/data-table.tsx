import { type ReactNode, useEffect, useRef } from 'react';
import { useIsNarrow, useTableWidth } from '../narrow';
import { type Column, columnsFor, type Sort, type TableBody } from './columns';
import { NarrowList } from './narrow-list';
import type { RowSelection } from './row-selection';
import { useRowChoice } from './use-row-choice';
import { useRowCursor } from './use-row-cursor';
import { useVirtualRows } from './use-virtual-rows';
import { WideTable } from './wide-table';

export type DataTableProps<Row> = Readonly<{
  /** Accessible name: `Open invoices of Northwind Dental Group`. */
  label: string;
  columns: readonly Column<Row>[];
  body: TableBody<Row>;
  idOf: (row: Row) => string;
  /** 40 usual, 32 compact, 37 organizations. */
  rowHeight?: number;
  /** The same row in two or three lines, for a phone. */
  narrowRow: (row: Row) => ReactNode;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  selection?: RowSelection<Row>;
  /** Enter on the row under the keyboard's cursor. */
  onOpen?: (id: string) => void;
  /** Words at the start of the row of sums: `12 open invoices`. */
  sumLabel?: ReactNode;
  /** Under the columns without a sum, at the end: `Sums of all 1,284, USD`. */
  sumNote?: ReactNode;
  /** Rows that have just changed: tinted for a moment. */
  changedIds?: ReadonlySet<string>;
  /** How many there are in all, when not all are here yet. */
  totalCount?: number;
  /** The last rows come into view: time to read more. */
  onNearEnd?: () => void;
  /** A bar sticks under the top bar, and the head under it. */
  hasBarAbove?: boolean;
}>;

/** What the two forms of the table share. */
export type TableForm<Row> = DataTableProps<Row> &
  Readonly<{
    rows: readonly Row[];
    virtual: ReturnType<typeof useVirtualRows>;
    choice: ReturnType<typeof useRowChoice<Row>>;
    cursor: ReturnType<typeof useRowCursor>;
    top: React.RefObject<HTMLElement | null>;
    shownColumns: readonly Column<Row>[];
  }>;

/** Guess of a row of three lines; the rest is measured. */
const NARROW_HEIGHT = 84;
/** Read on when so many rows are left. */
const NEAR_END = 20;

/**
 * The table of this page: virtual rows, selection with ranges, keyboard, sorting, sums, and the same
 * as rows of lines on a phone. Heights do not change with its state.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { body, idOf, rowHeight = 40, columns, selection, onOpen, onNearEnd } = props;
  const isNarrow = useIsNarrow();
  const isUnder = useTableWidth();
  const top = useRef<HTMLElement>(null);
  const rows = body.kind === 'rows' ? body.rows : [];
  const virtual = useVirtualRows({
    count: rows.length,
    rowHeight: isNarrow ? NARROW_HEIGHT : rowHeight,
    isMeasured: isNarrow,
    top,
  });
  const choice = useRowChoice(selection, rows, idOf);
  const cursor = useRowCursor({
    ids: rows.map(idOf),
    isActive: rows.length > 0,
    reveal: virtual.reveal,
    choose: choice.choose,
    open: onOpen,
  });
  const lastIndex = virtual.items.at(-1)?.index ?? -1;
  const isNearEnd = rows.length > 0 && lastIndex >= rows.length - NEAR_END;
  useEffect(() => {
    if (isNearEnd) onNearEnd?.();
  }, [isNearEnd, onNearEnd]);

  const shownColumns = columnsFor(columns, isUnder);
  const form = { ...props, rowHeight, rows, virtual, choice, cursor, top, shownColumns };
  return isNarrow ? <NarrowList {...form} /> : <WideTable {...form} />;
}
