import type { PaymentDetails } from '../../../contracts/payment-details';
import { useWords } from '../../words/business';
import { plural } from '../../words/plural';
import styles from './payment.module.css';

const OUTCOMES: Readonly<Record<string, string>> = {
  settled: 'Approved and settled',
  pending: 'Accepted, not settled yet',
  declined: 'Declined',
  refused: 'Refused before it was tried',
  duplicate: 'Looks like another charge',
  actionRequired: 'The client must confirm it',
  unknown: 'No answer',
  returned: 'Returned',
  voided: 'Voided',
  disputed: 'Disputed',
  disputeWon: 'Dispute won',
};

type Charge = NonNullable<PaymentDetails['charge']>;

/** What the gateway has said of the charge, and when it is asked again. */
export function ChargeHistory({ charge }: Readonly<{ charge: Charge }>) {
  const words = useWords();
  const { submittedAt, asked, nextAskAt, history } = charge;
  const next = nextAskAt === null ? '' : ` Asked again ${words.dateAndTime(nextAskAt)}.`;
  return (
    <section>
      <h2 className="hr-section">Charge</h2>
      <ul className={styles['attempts']}>
        {history.map(({ at, outcome, detail }) => (
          <li key={`${at} ${outcome}`}>
            <span>
              {OUTCOMES[outcome] ?? outcome}
              {detail !== null && <span className="hr-dim"> · {detail}</span>}
            </span>
            <time dateTime={at}>{words.fullDateAndTime(at)}</time>
          </li>
        ))}
        {history.length === 0 && (
          <li>
            <span>{submittedAt === null ? 'About to be sent' : 'Sent, no answer yet'}</span>
            {submittedAt !== null && (
              <time dateTime={submittedAt}>{words.fullDateAndTime(submittedAt)}</time>
            )}
          </li>
        )}
      </ul>
      {(asked > 0 || next !== '') && (
        <p className={styles['headNote']}>
          {asked > 0 && `The gateway was asked ${plural(asked, 'time')} for the outcome.`}
          {next}
        </p>
      )}
    </section>
  );
}
