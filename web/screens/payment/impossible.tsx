import type { PaymentDetails } from '../../../contracts/payment-details';
import { listWords } from '../../words/plural';
import styles from './payment.module.css';

type Action = PaymentDetails['actions'][number];

const NAMES: Readonly<Partial<Record<Action['action'], readonly string[]>>> = {
  cancel: ['Cancel'],
  change: ['Reschedule', 'Change amount or method'],
  sendReceipt: ['Send receipt'],
};

const REASONS: Readonly<Record<NonNullable<Action['reason']>, string>> = {
  alreadySubmitted: 'it has been sent to the gateway',
  isBeingStopped: 'the gateway is being asked to stop it',
  alreadyEnded: 'it has ended',
  notInReview: 'it is not in review',
  notFailed: 'it did not fail',
  notEnded: 'it has not ended',
  noOutcomeYet: 'it has no outcome yet',
  alreadyRetried: 'it was tried again already',
  alreadyRestored: 'it was placed again already',
};

/** Says why what a reader may look for is not offered: *Cancel: it has been sent to the gateway*. */
export function Impossible({ payment: { actions } }: Readonly<{ payment: PaymentDetails }>) {
  const byReason = new Map<string, string[]>();
  for (const { action, isPossible, reason } of actions) {
    const names = NAMES[action];
    if (isPossible || reason === null || names === undefined) continue;
    const why = REASONS[reason];
    byReason.set(why, [...(byReason.get(why) ?? []), ...names]);
  }
  if (byReason.size === 0) return null;
  return (
    <section>
      <h2 className="hr-section">Not possible now</h2>
      {[...byReason].map(([why, names]) => (
        <p className={styles['note']} key={why}>
          {listWords(names, 4)}: {why}.
        </p>
      ))}
    </section>
  );
}
