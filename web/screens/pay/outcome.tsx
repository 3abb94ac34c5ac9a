import type { PaymentDetails } from '../../../contracts/payment-details';
import { LiveList } from '../../pieces/live-list';
import { Note } from '../../pieces/note';
import { useWords, type Words } from '../../words/business';
import { declineWords } from '../../words/declines';
import { methodWords } from '../../words/methods';
import { paymentStateWords } from '../../words/payment-states';
import { PaymentLink } from '../payment/payment-link';
import { outcomeSteps } from './outcome-steps';
import styles from './pay.module.css';
import { StepHeadline } from './step-headline';
import { AfterDecline, AfterReview } from './what-next';

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
  const { number } = payment;
  return (
    <>
      <StepHeadline>{headlineOf(payment, words)}</StepHeadline>
      <p className={styles['lead']}>
        <Lead payment={payment} />
      </p>
      {isEarlier && (
        <Note tone="warn" headline={`${number} was placed when you sent it before.`} isAlert>
          Its amounts and its method are those of then. What you changed afterwards was not placed.
        </Note>
      )}
      <LiveList label="What has happened" steps={outcomeSteps(payment, words)} />
      {waitsForPerson(payment) && <AfterReview payment={payment} />}
      {isClosed(payment) ? (
        <AfterDecline onOtherMethod={onOtherMethod} onLater={onLater} />
      ) : (
        <Lines payment={payment} />
      )}
    </>
  );
}

type OfPaymentProps = Readonly<{ payment: PaymentDetails }>;

function Lead({ payment }: OfPaymentProps) {
  const { id, number, organization } = payment;
  const link = <PaymentLink id={id} number={number} />;
  if (waitsForPerson(payment)) {
    return (
      <>
        No money moved. Payment {link} keeps its amounts, and waits until somebody decides about it.
      </>
    );
  }
  if (isClosed(payment)) {
    return <>No money moved. Payment {link} is closed, and what it had changed was put back.</>;
  }
  return (
    <>
      Payment {link}, {organization.name}
    </>
  );
}

function Lines({ payment }: OfPaymentProps) {
  const words = useWords();
  const { lines, amount } = payment;
  return (
    <table className={styles['amounts']}>
      <caption className="hr-unseen">Invoices of this payment</caption>
      <thead>
        <tr>
          <th scope="col">Invoice</th>
          <th scope="col" data-number>
            {paidWords(payment)}
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
  );
}

function paidWords(payment: PaymentDetails): string {
  if (waitsForPerson(payment)) return 'Not paid';
  return payment.runOn === null ? 'Paid now' : 'Planned';
}

/** It came back, or was stopped, before it was charged: nothing goes on by itself. */
export function waitsForPerson({ state }: PaymentDetails): boolean {
  return state === 'inReview';
}

/** It ended, and no money moved. */
function isClosed({ state }: PaymentDetails): boolean {
  return state === 'failed' || state === 'cancelled' || state === 'superseded';
}

/** No money moved, and none does by itself. */
export function isNotCharged(payment: PaymentDetails): boolean {
  return isClosed(payment) || waitsForPerson(payment);
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
    case 'inReview':
      return `${sum} was not charged to ${name}`;
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
