import { Checkbox, Table } from '@mantine/core';
import type { CSSProperties, RefObject } from 'react';
import { RefetchLine, SkeletonBar } from '../skeleton';
import { startOf } from './columns';
import type { TableForm } from './data-table';
import styles from './data-table.module.css';
import { SumRow } from './sum-row';
import { TableHead } from './table-head';

/** The table as a table. */
export function WideTable<Row>(form: TableForm<Row>) {
  const { label, body, shownColumns, selection, rows, top, hasBarAbove, rowHeight = 40 } = form;
  const style = { '--row-height': `${rowHeight}px` } as CSSProperties;
  return (
    <div className={styles['frame']} data-bar={hasBarAbove || undefined} style={style}>
      <div className={styles['refetch']}>
        <RefetchLine isActive={body.kind === 'rows' && body.isRefetching === true} />
      </div>
      <Table
        className={styles['table'] ?? ''}
        aria-label={label}
        aria-rowcount={(form.totalCount ?? rows.length) + 1}
        aria-busy={body.kind === 'loading'}
      >
        <colgroup>
          {selection && <col width={40} />}
          {shownColumns.map(({ key, width }) => (
            <col key={key} {...(width !== undefined && { width })} />
          ))}
        </colgroup>
        <TableHead form={form} />
        <tbody
          ref={top as RefObject<HTMLTableSectionElement | null>}
          onKeyDown={(event) => {
            if (event.key === 'Enter') form.cursor.onEnter(event.target);
          }}
        >
          <WideBody form={form} />
        </tbody>
        {body.kind === 'rows' && form.sumLabel !== undefined && <SumRow form={form} />}
      </Table>
    </div>
  );
}

function WideBody<Row>({ form }: Readonly<{ form: TableForm<Row> }>) {
  const { body, shownColumns, selection, rows, virtual } = form;
  const span = shownColumns.length + (selection ? 1 : 0);
  if (body.kind === 'loading') {
    return Array.from({ length: body.rowCount }, (_, index) => (
      <SkeletonRow key={`skeleton ${index}`} form={form} index={index} />
    ));
  }
  if (body.kind === 'message') {
    return (
      <tr>
        <td className={styles['message']} colSpan={span}>
          {body.content}
        </td>
      </tr>
    );
  }
  return (
    <>
      <Spacer height={virtual.before} span={span} />
      {virtual.items.map(({ index }) => {
        const row = rows[index];
        return row === undefined ? null : (
          <WideRow key={form.idOf(row)} form={form} row={row} index={index} />
        );
      })}
      <Spacer height={virtual.after} span={span} />
    </>
  );
}

type WideRowProps<Row> = Readonly<{ form: TableForm<Row>; row: Row; index: number }>;

function WideRow<Row>({ form, row, index }: WideRowProps<Row>) {
  const { idOf, selection, choice, cursor, changedIds, shownColumns } = form;
  const id = idOf(row);
  const isChosen = selection?.chosen.has(id) ?? false;
  return (
    <tr
      className={styles['row']}
      data-row={id}
      data-chosen={isChosen || undefined}
      data-cursor={cursor.cursor === id || undefined}
      data-changed={changedIds?.has(id) || undefined}
      aria-rowindex={index + 2}
      tabIndex={-1}
      onFocus={(event) => {
        if (event.target === event.currentTarget) cursor.setCursor(id);
      }}
    >
      {selection && (
        <td className={styles['box']}>
          <Checkbox
            aria-label={`Select ${selection.nameOf(row)}`}
            checked={isChosen}
            disabled={!selection.canChoose(row)}
            onChange={(event) => {
              const { nativeEvent } = event;
              choice.choose(id, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey);
            }}
          />
        </td>
      )}
      {shownColumns.map((column) => (
        <td key={column.key} data-number={column.isNumber || undefined} style={startOf(column)}>
          {column.cell(row)}
        </td>
      ))}
    </tr>
  );
}

type SkeletonRowProps<Row> = Readonly<{ form: TableForm<Row>; index: number }>;

function SkeletonRow<Row>({ form, index }: SkeletonRowProps<Row>) {
  return (
    <tr className={styles['row']} aria-hidden>
      {form.selection && (
        <td className={styles['box']}>
          <SkeletonBar width={14} shape="box" />
        </td>
      )}
      {form.shownColumns.map((column) => (
        <td key={column.key} data-number={column.isNumber || undefined} style={startOf(column)}>
          <span className={styles['bars']}>
            {column.skeleton?.widths.map((width, position) => (
              <SkeletonBar
                key={`${position} ${width}`}
                width={Math.round(width * (SHARES[(index + position) % SHARES.length] ?? 1))}
                shape={column.skeleton?.shape ?? 'text'}
              />
            ))}
          </span>
        </td>
      ))}
    </tr>
  );
}

/** Real rows are not all of one width either. */
const SHARES = [1, 0.92, 1, 0.85, 0.95, 0.88, 1, 0.8] as const;

/** The rows that are left out, as one of their height. */
function Spacer({ height, span }: Readonly<{ height: number; span: number }>) {
  if (height === 0) return null;
  return (
    <tr aria-hidden>
      <td className={styles['spacer']} colSpan={span} style={{ height }} />
    </tr>
  );
}
