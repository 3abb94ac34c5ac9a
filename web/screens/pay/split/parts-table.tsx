import type { ReactNode } from 'react';
import { useWords } from '../../../words/business';
import styles from './split.module.css';
import type { SplitPart } from './use-split';

type PartsTableProps = Readonly<{
  parts: readonly SplitPart[];
  currency: string;
  /** Head and cells of the last column. */
  last: Readonly<{ title: string; cell: (part: SplitPart) => ReactNode }>;
  /** Differs from what was seen. */
  isMarked?: (part: SplitPart) => boolean;
}>;

/** The payments of a split with their sum. */
export function PartsTable({ parts, currency, last, isMarked }: PartsTableProps) {
  const words = useWords();
  const sum = parts.reduce((total, { totalMinor }) => total + totalMinor, 0);
  return (
    <table className={styles['table']}>
      <caption className="hr-unseen">Payments of the split</caption>
      <thead>
        <tr>
          <th scope="col">Payment</th>
          <th scope="col">Runs</th>
          <th scope="col" data-number>
            Amount, {currency}
          </th>
          <th scope="col" data-number>
            {last.title}
          </th>
        </tr>
      </thead>
      <tbody>
        {parts.map((each) => (
          <tr key={each.part.id} data-marked={isMarked?.(each) || undefined}>
            <th scope="row">{each.position}</th>
            <td className="hr-number">{words.dateWithWeekday(runOnOf(each))}</td>
            <td data-number>{words.amount(each.totalMinor, currency)}</td>
            <td data-number>{last.cell(each)}</td>
          </tr>
        ))}
        <tr data-sum>
          <th scope="row" colSpan={2}>
            Together
          </th>
          <td data-number>{words.amount(sum, currency)}</td>
          <td />
        </tr>
      </tbody>
    </table>
  );
}

/** The day it runs, as far as that is known; else the day asked for. */
export function runOnOf({ part, preview, seen, placed }: SplitPart): string {
  if (placed?.runOn) return placed.runOn;
  const known = preview?.kind === 'possible' ? preview : seen;
  return known?.timing?.runOn ?? part.runOn ?? '';
}
