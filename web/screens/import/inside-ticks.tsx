import { Checkbox } from '@mantine/core';
import type { ImportRow } from '../../../contracts/import-row';
import type { Decision } from '../../../contracts/imports';
import { useWords } from '../../words/business';
import styles from './decide-dialog.module.css';

export type PartProps = Readonly<{
  row: ImportRow;
  chosen: readonly Decision[];
  onChoose: (decision: Decision) => void;
}>;

/**
 * *List − not in it yet = unpaid*, with a tick for each of our payments. Proposed where the balance
 * fell by at least that much, and never taken by itself: until someone says so the smaller sum stands.
 */
export function InsideTicks({ row, chosen, onChoose }: PartProps) {
  const words = useWords();
  const { after, notInYet, position } = row;
  const isInside = (paymentId: string, known: boolean | null) => {
    const decision = chosen.find((each) => each.kind === 'inside' && each.paymentId === paymentId);
    return decision?.kind === 'inside' ? decision.isInside : known === true;
  };
  const outside = notInYet.filter(({ payment, isInside: known }) => !isInside(payment.id, known));
  const outsideMinor = outside.reduce((sum, { amount }) => sum + amount.amountMinor, 0);
  return (
    <fieldset className={styles['ticks']}>
      <legend className={styles['legend']}>
        Which of these payments does the list’s balance hold already?
      </legend>
      {notInYet.map(({ payment, settledOn, amount, isProposed, isInside: known }) => (
        <label className={styles['tick']} key={payment.id}>
          <Checkbox
            checked={isInside(payment.id, known)}
            onChange={(event) =>
              onChoose({
                kind: 'inside',
                position,
                paymentId: payment.id,
                isInside: event.currentTarget.checked,
              })
            }
          />
          <span>
            <span className="hr-id">{payment.number}</span>
            <span className="hr-small hr-dim">
              {' '}
              settled {words.date(settledOn)}
              {isProposed ? ' · the balance fell by at least this much' : ''}
            </span>
          </span>
          <span className={styles['figure']}>
            {words.amount(amount.amountMinor, amount.currency)}
          </span>
        </label>
      ))}
      {after && (
        <dl className={styles['sum']}>
          <div>
            <dt>The list says, {after.currency}</dt>
            <dd>{words.amount(after.amountMinor, after.currency)}</dd>
          </div>
          <div>
            <dt>Not in it yet</dt>
            <dd>{words.amount(-outsideMinor, after.currency)}</dd>
          </div>
          <div data-sum>
            <dt>Unpaid</dt>
            <dd>{words.amount(Math.max(0, after.amountMinor - outsideMinor), after.currency)}</dd>
          </div>
        </dl>
      )}
    </fieldset>
  );
}
