import type { ImportRow } from '../../../contracts/import-row';
import type { Column } from '../../pieces/data-table/columns';
import { NarrowRowLines } from '../../pieces/data-table/narrow-row';
import { StatusChip } from '../../pieces/status-chip';
import { useWords, type Words } from '../../words/business';
import styles from './import.module.css';
import { decisionLabel, outcomeChip, rowName } from './import-words';

type OnDecide = ((position: number) => void) | undefined;

/** The currency stands in the head when all rows share it, else beside each amount. */
export function rowColumns(
  words: Words,
  rows: readonly ImportRow[],
  onDecide: OnDecide,
): readonly Column<ImportRow>[] {
  const currencies = new Set(
    rows.flatMap(({ before, after }) => [before, after].flatMap((given) => given?.currency ?? [])),
  );
  const [shared] = currencies.size === 1 ? [...currencies] : [];
  const amount = (given: ImportRow['after']) => {
    if (given === null) return null;
    const text = words.amount(given.amountMinor, given.currency);
    return shared === undefined ? `${text} ${given.currency}` : text;
  };
  return [
    {
      key: 'line',
      head: 'Row',
      width: 64,
      isNumber: true,
      cell: ({ line }) => <span className="hr-dim">{line ?? '–'}</span>,
      skeleton: { widths: [24] },
    },
    {
      key: 'number',
      head: 'Invoice',
      width: 110,
      cell: ({ number, file }) => (
        <span className={`${styles['number']} ${styles['ellipsis']}`} title={number ?? file}>
          {number ?? '–'}
        </span>
      ),
      skeleton: { widths: [64] },
    },
    {
      key: 'client',
      head: 'Client',
      width: 184,
      cell: ({ client, organization, file }) => (
        <span
          className={styles['ellipsis']}
          title={[organization?.name ?? client, file].filter(Boolean).join(' · ')}
        >
          {organization?.name ?? client ?? <span className="hr-dim">{file}</span>}
        </span>
      ),
      skeleton: { widths: [150] },
    },
    {
      key: 'outcome',
      head: 'What happened',
      width: 184,
      cell: (row) => <OutcomeChip row={row} />,
      skeleton: { widths: [70], shape: 'chip' },
    },
    {
      key: 'before',
      head: shared === undefined ? 'Before' : `Before, ${shared}`,
      width: shared === undefined ? 128 : 104,
      isNumber: true,
      cell: ({ before }) => <span className={styles['before']}>{amount(before)}</span>,
      skeleton: { widths: [56] },
    },
    {
      key: 'arrow',
      head: <span className="hr-unseen">Becomes</span>,
      width: 32,
      cell: ({ before, after }) =>
        before !== null && after !== null ? (
          <span className={styles['arrow']} aria-hidden>
            →
          </span>
        ) : null,
    },
    {
      key: 'after',
      head: 'After',
      width: shared === undefined ? 128 : 88,
      isNumber: true,
      cell: ({ after }) => <span className={styles['number']}>{amount(after)}</span>,
      skeleton: { widths: [56] },
    },
    {
      key: 'why',
      head: 'Why',
      startsAfter: 28,
      cell: ({ reason }) => (
        <span className={`${styles['why']} ${styles['ellipsis']}`} title={reason ?? undefined}>
          {reason}
        </span>
      ),
      skeleton: { widths: [180] },
    },
    {
      key: 'decide',
      head: <span className="hr-unseen">Decision</span>,
      width: 116,
      isNumber: true,
      cell: (row) => <DecideButton row={row} onDecide={onDecide} />,
    },
  ];
}

function OutcomeChip({ row }: Readonly<{ row: ImportRow }>) {
  const [kind, name] = outcomeChip(row);
  return <StatusChip kind={kind}>{name}</StatusChip>;
}

function DecideButton({ row, onDecide }: Readonly<{ row: ImportRow; onDecide: OnDecide }>) {
  const label = decisionLabel(row);
  if (label === null || !onDecide) return null;
  return (
    <button
      className={styles['decide']}
      type="button"
      aria-label={`${label}: ${rowName(row)}`}
      onClick={() => onDecide(row.position)}
    >
      {label}
    </button>
  );
}

/** A row on a phone. */
export function RowLines({
  row,
  onDecide,
}: Readonly<{ row: ImportRow; onDecide?: (position: number) => void }>) {
  const words = useWords();
  const { before, after, client, organization, file, reason } = row;
  const money = (given: ImportRow['after']) =>
    given === null ? null : words.amount(given.amountMinor, given.currency);
  return (
    <NarrowRowLines
      name={rowName(row)}
      figure={after && words.money(after.amountMinor, after.currency)}
      second={organization?.name ?? client ?? file}
      {...(before && { secondFigure: `before ${money(before)}` })}
      chips={
        <>
          <OutcomeChip row={row} /> <DecideButton row={row} onDecide={onDecide} />
        </>
      }
      {...(reason !== null && { reason })}
    />
  );
}
