import type { PaymentDetails } from '../../../contracts/payment-details';
import { useWords } from '../../words/business';
import { methodWords } from '../../words/methods';
import { plural } from '../../words/plural';
import { isNotCharged } from './outcome';
import styles from './pay.module.css';

/** What was placed, as the server keeps it: the aside once there is an outcome. */
export function PlacedTotal({ payment }: Readonly<{ payment: PaymentDetails }>) {
  const words = useWords();
  const { state, amount, lines, timing, progress, method, reference } = payment;
  const sum = words.amount(amount.amountMinor, amount.currency);
  const isStruck = isNotCharged(payment);
  return (
    <div>
      <div className="hr-small hr-dim">
        {isStruck ? 'Not charged' : state === 'settled' ? 'Charged' : 'Placed'}
      </div>
      <div className={styles['great']}>
        {isStruck ? <s className="hr-number">{sum}</s> : <b>{sum}</b>} {amount.currency}
      </div>
      <div className="hr-small hr-dim">{plural(lines.length, 'invoice')}</div>
      <dl className={styles['asideLines']}>
        {lines.map((line) => (
          <div key={line.invoice.id}>
            <dt>{line.invoice.number}</dt>
            <dd className="hr-number">{words.amount(line.amount.amountMinor, amount.currency)}</dd>
          </div>
        ))}
      </dl>
      <dl className={styles['asideFacts']}>
        <dt>When</dt>
        <dd>
          {timing ? words.dateWithWeekday(timing.runOn) : words.fullDateAndTime(progress.placedAt)}
        </dd>
        <dt>From</dt>
        <dd>
          {methodWords(method)}
          {method.friendlyName && <div className="hr-small hr-dim">{method.friendlyName}</div>}
        </dd>
        {reference !== null && (
          <>
            <dt>Reference</dt>
            <dd>{reference}</dd>
          </>
        )}
      </dl>
    </div>
  );
}
