import { followingBankingDay } from '../../../domain/banking-days';
import { addDays, later } from '../../../domain/calendar';
import type { PaymentDetails } from '../../../contracts/payment-details';
import { useApi } from '../../api/api';
import { Note } from '../../pieces/note';
import { useWords } from '../../words/business';
import { DayQuestion } from './day-question';
import { OfPayment } from './of-payment';

type ApproveScreenProps = Readonly<{ paymentId: string; onClose: () => void }>;

/** Lets a payment in review go on, after showing what it would do now. */
export function ApproveScreen({ paymentId, onClose }: ApproveScreenProps) {
  return (
    <OfPayment
      paymentId={paymentId}
      onClose={onClose}
      ask={(payment) => <Question payment={payment} onClose={onClose} />}
    />
  );
}

type QuestionProps = Readonly<{ payment: PaymentDetails; onClose: () => void }>;

function Question({ payment, onClose }: QuestionProps) {
  const api = useApi();
  const words = useWords();
  const { id, number, isDraft, review, runOn: plannedOn, amount } = payment;
  const tomorrow = followingBankingDay(addDays(words.today, 1));
  const sum = words.amount(amount.amountMinor, amount.currency);
  return (
    <DayQuestion
      payment={payment}
      act="approve"
      title={`Let ${number} go on`}
      {...(review !== null && {
        lead: (
          <Note tone="warn" headline="It waits for a person.">
            {review.words}
          </Note>
        ),
      })}
      firstRunOn={isDraft ? null : later(review?.proposedRunOn ?? plannedOn ?? tomorrow, tomorrow)}
      labelOf={(runOn) =>
        isDraft
          ? `Charge ${sum} now`
          : `Let ${sum} run${runOn === null ? '' : ` on ${words.shortDate(runOn)}`}`
      }
      send={({ version, runOn, fingerprint }) =>
        api.approvePayment({ params: { id }, body: { version, runOn, fingerprint } })
      }
      done={`${number} goes on.`}
      onClose={onClose}
    />
  );
}
