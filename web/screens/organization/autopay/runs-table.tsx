import { useState } from 'react';
import type { PreviewInvoice } from '../../../../contracts/autopay-preview';
import type { Amount } from '../../../../contracts/fields';
import { outcomeWords } from '../../../words/autopay-rules';
import { useWords, type Words } from '../../../words/business';
import { InvoiceLink } from '../../invoice/invoice-link';
import styles from './runs.module.css';

/** As many as are taken in at a glance. */
const SHOWN = 8;

type RunsTableProps = Readonly<{
  label: string;
  items: readonly PreviewInvoice[];
  /** The sum row, named; absent where the sum is said elsewhere. */
  sum?: Readonly<{ label: string; total: Amount }>;
  /** Past days are told with their year. */
  isPast?: boolean;
}>;

/** Invoices with the day of their run, what is taken of each, and why one is not taken. */
export function RunsTable({ label, items, sum, isPast = false }: RunsTableProps) {
  const words = useWords();
  const [isWhole, setIsWhole] = useState(false);
  const currency = items.find(({ amount }) => amount !== null)?.amount?.currency;
  const shown = isWhole ? items : items.slice(0, SHOWN);
  return (
    <>
      <table className={styles['table']} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">Invoice</th>
            <th scope="col">Runs</th>
            <th scope="col" data-number>
              {isPast ? 'Amount' : 'Takes'}
              {currency !== undefined && `, ${currency}`}
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((item) => (
            <Run key={item.invoice.id} item={item} isPast={isPast} />
          ))}
        </tbody>
        {sum && (
          <tfoot>
            <tr>
              <td colSpan={2}>{sum.label}</td>
              <td data-number>{words.amount(sum.total.amountMinor, sum.total.currency)}</td>
            </tr>
          </tfoot>
        )}
      </table>
      {items.length > SHOWN && (
        <button
          className={styles['more']}
          type="button"
          aria-expanded={isWhole}
          onClick={() => setIsWhole(!isWhole)}
        >
          {isWhole ? 'Show fewer' : `Show all ${words.count(items.length)}`}
        </button>
      )}
    </>
  );
}

function Run({ item, isPast }: Readonly<{ item: PreviewInvoice; isPast: boolean }>) {
  const words = useWords();
  const { invoice, runOn, amount, outcome } = item;
  const reason = outcomeWords(outcome);
  return (
    <tr data-quiet={amount === null || undefined}>
      <td>
        <InvoiceLink id={invoice.id} isPlain>
          {invoice.number}
        </InvoiceLink>
      </td>
      <td>
        <span className={styles['day']}>
          {amount === null
            ? 'Not taken'
            : isPast
              ? words.date(runOn)
              : words.shortDateWithWeekday(runOn)}
        </span>
        <span className={styles['note']}>{reason ?? dueWords(item, words)}</span>
      </td>
      <td data-number>
        {amount === null ? '' : words.amount(amount.amountMinor, amount.currency)}
      </td>
    </tr>
  );
}

function dueWords({ dueOn, runOn }: PreviewInvoice, words: Words): string {
  if (dueOn === null) return 'Without a due date';
  return dueOn === runOn ? '' : `Due ${words.shortDateWithWeekday(dueOn)}`;
}
