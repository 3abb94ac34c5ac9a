import { followingBankingDay } from '../../../domain/banking-days';
import { addDays, later } from '../../../domain/calendar';
import type { PaymentDetails } from '../../../contracts/payment-details';
import { useApi } from '../../api/api';
import { useWords } from '../../words/business';
import { DayQuestion } from './day-question';
import { OfPayment } from './of-payment';

type RescheduleScreenProps = Readonly<{ paymentId: string; onClose: () => void }>;

/** Another day for a planned payment, and nothing else of it: one look, one click. */
export function RescheduleScreen({ paymentId, onClose }: RescheduleScreenProps) {
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
  const { id, number, runOn: plannedOn } = payment;
  const tomorrow = followingBankingDay(addDays(words.today, 1));
  return (
    <DayQuestion
      payment={payment}
      act="change"
      title={`Reschedule ${number}`}
      firstRunOn={later(plannedOn ?? tomorrow, tomorrow)}
      labelOf={(runOn) =>
        runOn === null ? 'Move it' : `Move it to ${words.shortDateWithWeekday(runOn)}`
      }
      obstacleOf={(runOn) => (runOn === plannedOn ? 'It runs on this day already' : null)}
      send={({ version, runOn, fingerprint }) =>
        api.changePayment({
          params: { id },
          body: { version, ...(runOn !== null && { runOn }), fingerprint },
        })
      }
      done={`${number} is rescheduled.`}
      onClose={onClose}
    />
  );
}
