import { Checkbox } from '@mantine/core';
import type { RefObject } from 'react';
import { RefetchLine, SkeletonBar } from '../skeleton';
import type { TableForm } from './data-table';
import styles from './data-table.module.css';

/** The table as rows of two or three lines, for a phone and for great zoom. */
export function NarrowList<Row>(form: TableForm<Row>) {
  const { label, body, rows, virtual, top } = form;
  if (body.kind === 'message') return <div className={styles['message']}>{body.content}</div>;
  if (body.kind === 'loading') {
    return (
      <div aria-busy aria-label={label} role="status">
        {Array.from({ length: body.rowCount }, (_, index) => (
          <div className={styles['narrowRow']} key={`skeleton ${index}`}>
            <span className={styles['narrowBars']}>
              <SkeletonBar width={88} />
              <SkeletonBar width={152} />
            </span>
            <SkeletonBar width={64} />
          </div>
        ))}
      </div>
    );
  }
  return (
    <>
      <RefetchLine isActive={body.isRefetching === true} />
      <ul
        className={styles['narrow']}
        ref={top as RefObject<HTMLUListElement | null>}
        aria-label={label}
        style={{ paddingBlock: `${virtual.before}px ${virtual.after}px` }}
      >
        {virtual.items.map(({ index }) => {
          const row = rows[index];
          return row === undefined ? null : (
            <NarrowRow key={form.idOf(row)} form={form} row={row} index={index} />
          );
        })}
      </ul>
      {form.sumLabel !== undefined && <NarrowSums form={form} />}
    </>
  );
}

type NarrowRowProps<Row> = Readonly<{ form: TableForm<Row>; row: Row; index: number }>;

function NarrowRow<Row>({ form, row, index }: NarrowRowProps<Row>) {
  const { idOf, selection, choice, virtual, changedIds, narrowRow, cursor } = form;
  const id = idOf(row);
  const isChosen = selection?.chosen.has(id) ?? false;
  return (
    <li
      className={styles['narrowRow']}
      ref={virtual.measure}
      data-index={index}
      data-row={id}
      data-chosen={isChosen || undefined}
      data-cursor={cursor.cursor === id || undefined}
      data-changed={changedIds?.has(id) || undefined}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === 'Enter') cursor.onEnter(event.target);
      }}
    >
      {selection && (
        <span className={styles['narrowBox']}>
          <Checkbox
            aria-label={`Select ${selection.nameOf(row)}`}
            checked={isChosen}
            disabled={!selection.canChoose(row)}
            onChange={() => choice.choose(id, false)}
          />
        </span>
      )}
      <div className={styles['narrowLines']}>{narrowRow(row)}</div>
    </li>
  );
}

function NarrowSums<Row>({ form }: Readonly<{ form: TableForm<Row> }>) {
  return (
    <div className={styles['narrowSums']}>
      <div>{form.sumLabel}</div>
      <dl>
        {form.columns
          .filter(({ sum }) => sum !== undefined)
          .map(({ key, head, sum }) => (
            <div key={key}>
              <dt>{head}</dt>
              <dd className="hr-number">{sum}</dd>
            </div>
          ))}
      </dl>
    </div>
  );
}
