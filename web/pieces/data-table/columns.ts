import type { CSSProperties, ReactNode } from 'react';
import type { TableWidth } from '../narrow';

export type Column<Row> = Readonly<{
  key: string;
  /** Words of the head; the currency once, in the first amount column: `Balance, USD`. */
  head: ReactNode;
  /** Of the whole column in CSS px, padding included. The one without takes the rest. */
  width?: number;
  /** Right-aligned, tabular figures, never wrapped. */
  isNumber?: boolean;
  /** Space before the content, 8 unless said; status begins 28 after the last amount, 20 compact. */
  startsAfter?: number;
  canSort?: boolean;
  /** Under 1360 px, where others have left. */
  tightWidth?: number;
  /** Leaves the table in a window that is narrower, so that names are not cut for it. */
  leavesUnder?: TableWidth;
  cell: (row: Row) => ReactNode;
  /** Under the column, in the row of sums. */
  sum?: ReactNode;
  /** Widths of the bars that stand for it while loading, `chip` as high as a chip. */
  skeleton?: Readonly<{ widths: readonly number[]; shape?: 'chip' }>;
}>;

/** Space before the content, in the head and in every row alike. */
export function startOf<Row>({ startsAfter }: Column<Row>): CSSProperties | undefined {
  return startsAfter === undefined ? undefined : { paddingInlineStart: startsAfter };
}

/** The columns there is room for, each with its width there. */
export function columnsFor<Row>(
  columns: readonly Column<Row>[],
  isUnder: (width: TableWidth) => boolean,
): readonly Column<Row>[] {
  return columns
    .filter(({ leavesUnder }) => leavesUnder === undefined || !isUnder(leavesUnder))
    .map((column) => {
      const width = isUnder(1360) ? (column.tightWidth ?? column.width) : column.width;
      return width === undefined ? column : { ...column, width };
    });
}

export type Sort = Readonly<{ key: string; direction: 'ascending' | 'descending' }>;

/** The other direction on the same column, ascending on another one. */
export function nextSort(sort: Sort | undefined, key: string): Sort {
  const isTurned = sort?.key === key && sort.direction === 'ascending';
  return { key, direction: isTurned ? 'descending' : 'ascending' };
}

export type TableBody<Row> =
  | Readonly<{
      kind: 'rows';
      rows: readonly Row[];
      /** Old rows stay while they are read again. */
      isRefetching?: boolean;
    }>
  /** First load: so many rows of final height. */
  | Readonly<{ kind: 'loading'; rowCount: number }>
  /** `EmptyState` or `ErrorState` under the head that stays. */
  | Readonly<{ kind: 'message'; content: ReactNode }>;
