import { Checkbox } from '@mantine/core';
import { type Column, nextSort, type Sort, startOf } from './columns';
import type { TableForm } from './data-table';
import styles from './data-table.module.css';
import { allOrNone } from './row-selection';

/** The head: sticks under the bars, sorts, and chooses all or none. */
export function TableHead<Row>({ form }: Readonly<{ form: TableForm<Row> }>) {
  const { selection, choice, shownColumns, body, sort, onSort } = form;
  const all = allOrNone(selection?.chosen ?? new Set(), choice.choosable);
  return (
    <thead className={styles['head']}>
      <tr>
        {selection && (
          <th className={styles['box']} scope="col">
            <Checkbox
              aria-label="Select all that can be chosen"
              checked={all.isAll}
              indeterminate={all.isSome}
              disabled={body.kind !== 'rows' || choice.choosable.length === 0}
              onChange={() => selection.onChange(all.next)}
            />
          </th>
        )}
        {shownColumns.map((column) => (
          <HeadCell
            key={column.key}
            column={column}
            direction={sort?.key === column.key ? sort.direction : undefined}
            {...(column.canSort && onSort && { onSort: () => onSort(nextSort(sort, column.key)) })}
          />
        ))}
      </tr>
    </thead>
  );
}

type HeadCellProps<Row> = Readonly<{
  column: Column<Row>;
  direction: Sort['direction'] | undefined;
  onSort?: () => void;
}>;

function HeadCell<Row>({ column, direction, onSort }: HeadCellProps<Row>) {
  const arrow = direction && (
    <span className={styles['arrow']} aria-hidden>
      {direction === 'ascending' ? '↑' : '↓'}
    </span>
  );
  return (
    <th
      scope="col"
      data-number={column.isNumber || undefined}
      style={startOf(column)}
      {...(direction && { 'aria-sort': direction })}
    >
      {onSort ? (
        <button className={styles['sort']} type="button" onClick={onSort}>
          {column.head}
          {arrow}
        </button>
      ) : (
        <>
          {column.head}
          {arrow}
        </>
      )}
    </th>
  );
}
