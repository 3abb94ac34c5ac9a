import type { ReactNode } from 'react';
import type { PaymentDetails } from '../../../contracts/payment-details';
import { readingTrouble } from '../../api/trouble';
import { ErrorState } from '../../pieces/state-panel';
import { Waiting } from './pay-screen';
import { usePaymentAskedAbout } from './use-payment';

type OfPaymentProps = Readonly<{
  paymentId: string;
  onClose: () => void;
  /** What is asked once the payment is there. */
  ask: (payment: PaymentDetails) => ReactNode;
}>;

/** A question about a placed payment: reads it first, and says so when that fails. */
export function OfPayment({ paymentId, onClose, ask }: OfPaymentProps) {
  const { data, error, refetch } = usePaymentAskedAbout(paymentId);
  if (data) return ask(data);
  return (
    <Waiting onClose={onClose}>
      {error ? (
        <ErrorState
          title="The payment could not be read"
          onRetry={() => void refetch()}
          {...readingTrouble(error)}
        />
      ) : (
        <p role="status">The payment is being read.</p>
      )}
    </Waiting>
  );
}
