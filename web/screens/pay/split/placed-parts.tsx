import { Button } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import type { PaymentDetails } from '../../../../contracts/payment-details';
import { useApi } from '../../../api/api';
import { readingTrouble } from '../../../api/trouble';
import { Dialog } from '../../../pieces/dialog';
import { LiveList, type LiveStep } from '../../../pieces/live-list';
import { ErrorState } from '../../../pieces/state-panel';
import { useWords, type Words } from '../../../words/business';
import { paymentStateWords } from '../../../words/payment-states';
import { plural } from '../../../words/plural';
import { PaymentLink } from '../../payment/payment-link';
import payStyles from '../pay.module.css';
import { StepHeadline } from '../step-headline';
import { paymentQuery } from '../use-payment';

type PlacedPartsProps = Readonly<{ paymentIds: readonly string[]; onClose: () => void }>;

/** The payments of a schedule that was split, as they are now: by its address, after a reload. */
export function PlacedParts({ paymentIds, onClose }: PlacedPartsProps) {
  const api = useApi();
  const words = useWords();
  const read = useQueries({ queries: paymentIds.map((id) => paymentQuery(api, id)) });
  const payments = read.flatMap(({ data }) => (data === undefined ? [] : [data]));
  const error = read.find((each) => each.error !== null && each.data === undefined)?.error ?? null;
  const [first] = payments;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Schedule ${plural(paymentIds.length, 'payment')}`}
      {...(first && { subtitle: first.organization.name })}
      width={740}
      foot={{
        acts: (
          <Button variant="filled" onClick={onClose}>
            Done
          </Button>
        ),
      }}
    >
      <div className={payStyles['body']}>
        {error !== null ? (
          <ErrorState
            title="The payments could not be read"
            onRetry={() => void Promise.all(read.map(({ refetch }) => refetch()))}
            {...readingTrouble(error)}
          />
        ) : payments.length < paymentIds.length ? (
          <p role="status">The payments are placed, and are being read.</p>
        ) : (
          <>
            <StepHeadline>{plural(payments.length, 'payment')} were placed</StepHeadline>
            <LiveList
              label="What is placed"
              steps={payments.map((payment) => partStep(payment, words))}
            />
          </>
        )}
      </div>
    </Dialog>
  );
}

function partStep(payment: PaymentDetails, words: Words): LiveStep {
  const { id, number, state, runOn, amount } = payment;
  const isPlanned = state === 'scheduled' && runOn !== null;
  return {
    key: id,
    state: 'done',
    title: isPlanned
      ? `Placed for ${words.dateWithWeekday(runOn)}`
      : paymentStateWords(payment).words,
    sentence: <PaymentLink id={id} number={number} />,
    time: words.amount(amount.amountMinor, amount.currency),
  };
}
