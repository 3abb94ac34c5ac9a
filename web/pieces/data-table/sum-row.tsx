import type { TableForm } from './data-table';
import styles from './data-table.module.css';

/** The sums, each under its own column; the label reaches to the first of them. */
export function SumRow<Row>({ form }: Readonly<{ form: TableForm<Row> }>) {
  const { shownColumns, selection, sumLabel, sumNote } = form;
  const found = shownColumns.findIndex(({ sum }) => sum !== undefined);
  const first = found === -1 ? shownColumns.length : found;
  const last = shownColumns.findLastIndex(({ sum }) => sum !== undefined);
  const end = shownColumns[last + 1];
  return (
    <tfoot className={styles['sums']}>
      <tr>
        {selection && <td className={styles['box']} />}
        <td colSpan={first}>{sumLabel}</td>
        {shownColumns.slice(first, last + 1).map((column) => (
          <td key={column.key} data-number>
            {column.sum}
          </td>
        ))}
        {last !== -1 && end && (
          <td
            className={styles['sumNote']}
            colSpan={shownColumns.length - last - 1}
            style={{ paddingInlineStart: end.startsAfter }}
          >
            {sumNote}
          </td>
        )}
      </tr>
    </tfoot>
  );
}
