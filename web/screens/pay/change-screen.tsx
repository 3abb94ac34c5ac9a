import { useState } from 'react';
import { readingTrouble } from '../../api/trouble';
import { SkeletonBar } from '../../pieces/skeleton';
import { ErrorState } from '../../pieces/state-panel';
import { paymentStateWords } from '../../words/payment-states';
import { canBe } from '../payment/can-be';
import { PayFlow } from './pay-flow';
import { useMethods, useRows, Waiting } from './pay-screen';
import { usePaymentAskedAbout } from './use-payment';

type ChangeScreenProps = Readonly<{ paymentId: string; onClose: () => void }>;

/** Other amounts, another method or another day for a payment that was not charged yet. */
export function ChangeScreen({ paymentId, onClose }: ChangeScreenProps) {
  const [isOpened, setOpened] = useState(false);
  const payment = usePaymentAskedAbout(paymentId);
  const rows = useRows(payment.data?.lines.map(({ invoice }) => invoice.id) ?? []);
  const methods = useMethods(payment.data?.organization.id ?? null);
  const error = payment.error ?? rows.error ?? methods.error;
  const isRead = payment.data !== undefined && rows.data && methods.data;
  // What was opened stays open when it cannot be read again.
  if (error && !isRead) {
    const again = () => void Promise.all([payment.refetch(), rows.refetch(), methods.refetch()]);
    return (
      <Waiting onClose={onClose}>
        <ErrorState
          title="The payment could not be read"
          onRetry={again}
          {...readingTrouble(error)}
        />
      </Waiting>
    );
  }
  if (!payment.data || !rows.data || !methods.data) {
    return (
      <Waiting onClose={onClose}>
        <div role="status" aria-label="The payment is being read">
          <SkeletonBar width={420} />
        </div>
      </Waiting>
    );
  }
  const { organization, amount, runOn, number } = payment.data;
  // What was opened stays open: what was typed, or sent, is not forgotten when it goes on meanwhile.
  if (!isOpened && !canBe(payment.data, 'change')) {
    return (
      <Waiting onClose={onClose}>
        <p>
          {number} can no longer be changed. {paymentStateWords(payment.data).sentence}
        </p>
      </Waiting>
    );
  }
  if (!isOpened) setOpened(true);
  return (
    <PayFlow
      payCase={{
        organization,
        currency: amount.currency,
        invoices: rows.data.items,
        changes: payment.data,
        retryOf: null,
        restoredFrom: null,
      }}
      methods={methods.data.items}
      isScheduled={runOn !== null}
      runOn={runOn}
      before={null}
      onClose={onClose}
    />
  );
}
