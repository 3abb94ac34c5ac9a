import { Table } from '@mantine/core';
import { IconCalendarEvent, IconRepeat } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useWords } from '../words/business';
import styles from './before-after-table.module.css';
import { useIsNarrow } from './narrow';
import { type StrategyChoice, StrategyRadios } from './strategy-radios';

/** One planned amount that a placement touches. Amounts in minor units of one currency. */
export type PlannedChange = Readonly<{
  key: string;
  runOn: string;
  kind: 'scheduled' | 'autopay';
  /** Link to the payment or rule. */
  link: ReactNode;
  invoiceNumber: string;
  beforeMinor: number;
  afterMinor: number;
  /** After `PLAN_CHANGED`: what the reader saw last time; null when it was not there. */
  sawMinor?: number | null;
}>;

type BeforeAfterTableProps = Readonly<{
  /** *What this changes*, when it is not said otherwise. */
  title?: string;
  currency: string;
  changes: readonly PlannedChange[];
  /** `Planned on these four` */
  sumLabel: string;
  /** What will not run, what stays, and that nothing else changes. */
  notes: ReactNode;
  /** Absent where it is not to be chosen any more. */
  strategy?: StrategyChoice;
  /** After `PLAN_CHANGED`: the last column tells what the reader saw, changed rows are marked. */
  comparesWithSeen?: boolean;
}>;

/** What a payment does to what was planned: every amount before and after, and their sums. */
export function BeforeAfterTable(props: BeforeAfterTableProps) {
  const isNarrow = useIsNarrow();
  const { title = 'What this changes', changes, strategy, notes } = props;
  return (
    <section>
      <div className={styles['head']}>
        <h2 className="hr-section">{title}</h2>
        {changes.length > 0 && strategy && <StrategyRadios {...strategy} />}
      </div>
      {changes.length > 0 && (isNarrow ? <NarrowRows {...props} /> : <WideTable {...props} />)}
      <p className={styles['notes']}>{notes}</p>
    </section>
  );
}

const KINDS = {
  scheduled: { word: 'Scheduled', icon: IconCalendarEvent },
  autopay: { word: 'Autopay', icon: IconRepeat },
} as const;

const isChanged = ({ sawMinor, afterMinor }: PlannedChange) =>
  sawMinor !== undefined && sawMinor !== afterMinor;

function WideTable({ currency, changes, sumLabel, comparesWithSeen }: BeforeAfterTableProps) {
  const words = useWords();
  const sums = sumsOf(changes);
  const amount = (minor: number) => words.amount(minor, currency);
  return (
    <Table className={styles['table'] ?? ''}>
      <colgroup>
        <col width={136} />
        <col width={182} />
        <col width={92} />
        <col width={84} />
        <col width={28} />
        <col width={84} />
        <col />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">Runs</th>
          <th scope="col">Planned</th>
          <th scope="col">Invoice</th>
          <th scope="col" data-number>
            Before
          </th>
          <th aria-hidden />
          <th scope="col" data-number>
            After
          </th>
          <th scope="col" data-number>
            {comparesWithSeen ? 'You saw' : 'Change'}
          </th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => {
          const { word, icon: Icon } = KINDS[change.kind];
          return (
            <tr key={change.key} className={isChanged(change) ? styles['changed'] : undefined}>
              <td className="hr-number">{words.dateWithWeekday(change.runOn)}</td>
              <td>
                <span className={styles['planned']}>
                  <Icon size={16} stroke={1.75} aria-hidden />
                  <span className={styles['named']}>
                    {word} <span className="hr-id">{change.link}</span>
                  </span>
                </span>
              </td>
              <td>{change.invoiceNumber}</td>
              <td data-number data-quiet>
                {amount(change.beforeMinor)}
              </td>
              <Arrow />
              <td data-number className={styles['after']}>
                {amount(change.afterMinor)}
              </td>
              <td data-number data-quiet>
                {comparesWithSeen ? (
                  <Seen change={change} amount={amount} />
                ) : (
                  amount(change.afterMinor - change.beforeMinor)
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
      <tfoot>
        <tr>
          <td colSpan={3}>{sumLabel}</td>
          <td data-number>{amount(sums.before)}</td>
          <Arrow />
          <td data-number>{amount(sums.after)}</td>
          <td data-number>
            {comparesWithSeen
              ? sums.saw !== sums.after && <s className={styles['saw']}>{amount(sums.saw)}</s>
              : amount(sums.after - sums.before)}
          </td>
        </tr>
      </tfoot>
    </Table>
  );
}

function NarrowRows({ currency, changes, sumLabel, comparesWithSeen }: BeforeAfterTableProps) {
  const words = useWords();
  const sums = sumsOf(changes);
  const amount = (minor: number) => words.amount(minor, currency);
  return (
    <ul className={styles['rows']}>
      {changes.map((change) => (
        <li
          className={styles['row']}
          key={change.key}
          data-changed={isChanged(change) || undefined}
        >
          <div>
            <div className={styles['first']}>
              {words.shortDateWithWeekday(change.runOn)} · {KINDS[change.kind].word}
            </div>
            <div className={styles['second']}>
              {change.link} · {change.invoiceNumber}
              {change.afterMinor === 0 && ' · will not run'}
            </div>
          </div>
          <div className={styles['figures']}>
            <div className="hr-number">
              <span className={styles['before']}>{amount(change.beforeMinor)} →</span>{' '}
              <b>{amount(change.afterMinor)}</b>
            </div>
            <div className={`${styles['second']} hr-number`}>
              {comparesWithSeen ? (
                <Seen change={change} amount={amount} />
              ) : (
                amount(change.afterMinor - change.beforeMinor)
              )}
            </div>
          </div>
        </li>
      ))}
      <li className={styles['row']}>
        <span>{sumLabel}</span>
        <span className="hr-number">
          {amount(sums.before)} → {amount(sums.after)}
        </span>
      </li>
    </ul>
  );
}

function Arrow() {
  return (
    <td className={styles['arrow']}>
      <span aria-hidden>→</span>
    </td>
  );
}

type SeenProps = Readonly<{ change: PlannedChange; amount: (minor: number) => string }>;

function Seen({ change, amount }: SeenProps) {
  if (!isChanged(change)) return 'same';
  if (change.sawMinor === null || change.sawMinor === undefined) return 'not there';
  return <s className={styles['saw']}>{amount(change.sawMinor)}</s>;
}

function sumsOf(changes: readonly PlannedChange[]) {
  const sum = (pick: (change: PlannedChange) => number) =>
    changes.reduce((total, change) => total + pick(change), 0);
  return {
    before: sum(({ beforeMinor }) => beforeMinor),
    after: sum(({ afterMinor }) => afterMinor),
    saw: sum(({ sawMinor, afterMinor }) => (sawMinor === undefined ? afterMinor : (sawMinor ?? 0))),
  };
}
