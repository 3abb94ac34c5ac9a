import { IconCalendarEvent, IconCreditCard } from '@tabler/icons-react';
import type { PaymentDetails } from '../../../contracts/payment-details';
import { LiveList } from '../../pieces/live-list';
import { NextSteps } from '../../pieces/next-steps';
import { Note } from '../../pieces/note';
import { useWords, type Words } from '../../words/business';
import { declineWords } from '../../words/declines';
import { methodWords } from '../../words/methods';
import { paymentStateWords } from '../../words/payment-states';
import { PaymentLink } from '../payment/payment-link';
import { outcomeSteps } from './outcome-steps';
import styles from './pay.module.css';
import { StepHeadline } from './step-headline';

type OutcomeProps = Readonly<{
  payment: PaymentDetails;
  /** It is there by an earlier sending, and what was changed afterwards is not placed. */
  isEarlier: boolean;
  /** Back to the details with the amounts kept, as a new attempt. */
  onOtherMethod: () => void;
  onLater: () => void;
}>;

/** What the server has said so far of the placed payment; nothing here is ahead of it. */
export function Outcome({ payment, isEarlier, onOtherMethod, onLater }: OutcomeProps) {
  const words = useWords();
  const { id, number, organization, lines, amount } = payment;
  const isDeclined = isNotCharged(payment);
  return (
    <>
      <StepHeadline>{headlineOf(payment, words)}</StepHeadline>
      <p className={styles['lead']}>
        {isDeclined ? (
          <>
            No money moved. Payment <PaymentLink id={id} number={number} /> is closed, and what it
            had changed was put back.
          </>
        ) : (
          <>
            Payment <PaymentLink id={id} number={number} />, {organization.name}
          </>
        )}
      </p>
      {isEarlier && (
        <Note tone="warn" headline={`${number} was placed when you sent it before.`} isAlert>
          Its amounts and its method are those of then. What you changed afterwards was not placed.
        </Note>
      )}
      <LiveList label="What has happened" steps={outcomeSteps(payment, words)} />
      {isDeclined ? (
        <section className={styles['section']}>
          <h2 className="hr-section">What you can do next</h2>
          <NextSteps
            steps={[
              {
                key: 'method',
                icon: IconCreditCard,
                title: 'Choose another method',
                sentence: 'Your amounts are kept.',
                onClick: onOtherMethod,
              },
              {
                key: 'later',
                icon: IconCalendarEvent,
                title: 'Try it later',
                sentence:
                  'Schedule the same payment for another day. It is not tried again by itself.',
                onClick: onLater,
              },
            ]}
          />
        </section>
      ) : (
        <table className={styles['amounts']}>
          <caption className="hr-unseen">Invoices of this payment</caption>
          <thead>
            <tr>
              <th scope="col">Invoice</th>
              <th scope="col" data-number>
                {payment.runOn === null ? 'Paid now' : 'Planned'}
              </th>
              <th scope="col" data-number>
                Balance now
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.invoice.id}>
                <th scope="row" className="hr-id">
                  {line.invoice.number}
                </th>
                <td data-number>{words.amount(line.amount.amountMinor, amount.currency)}</td>
                <td data-number>{words.amount(line.balanceNow.amountMinor, amount.currency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

/** It ended, and no money moved. */
export function isNotCharged({ state }: PaymentDetails): boolean {
  return state === 'failed' || state === 'cancelled' || state === 'superseded';
}

function headlineOf(payment: PaymentDetails, words: Words): string {
  const { state, method, amount, timing } = payment;
  const sum = words.money(amount.amountMinor, amount.currency);
  const name = methodWords(method);
  switch (state) {
    case 'settled':
      return `${sum} was charged to ${name}`;
    case 'failed':
      return declineWords(payment, words).headline;
    case 'pending':
      return `${sum} is on its way from ${name}`;
    case 'scheduled':
      return timing === null
        ? `${sum} is scheduled`
        : `${sum} is scheduled for ${words.dateWithWeekday(timing.runOn)}`;
    case 'reserved':
    case 'submitting':
      return `${sum} is being charged to ${name}`;
    default:
      return paymentStateWords(payment).sentence;
  }
}
