import type { ImportRow } from '../../../contracts/import-row';
import { useWords } from '../../words/business';
import styles from './decide-dialog.module.css';

/** What is known, what came in, and the change, in one column each. */
export function BalanceEffect({ row: { before, after } }: Readonly<{ row: ImportRow }>) {
  const words = useWords();
  if (before === null || after === null || before.currency !== after.currency) return null;
  const change = after.amountMinor - before.amountMinor;
  const { currency } = after;
  return (
    <dl className={styles['effect']} aria-label="Unpaid, before and after">
      <div>
        <dt>Unpaid now, {currency}</dt>
        <dd>{words.amount(before.amountMinor, currency)}</dd>
      </div>
      <div>
        <dt>Comes in</dt>
        <dd>{words.amount(after.amountMinor, currency)}</dd>
      </div>
      <div>
        <dt>Change</dt>
        <dd>
          {change > 0 ? '+' : ''}
          {words.amount(change, currency)}
        </dd>
      </div>
    </dl>
  );
}
