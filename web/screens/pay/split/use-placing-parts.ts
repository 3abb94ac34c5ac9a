import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemError } from '../../../../contracts/client';
import type { PutPaymentBody } from '../../../../contracts/payment-request';
import type { PlacedPayment } from '../../../../contracts/payments';
import { useApi } from '../../../api/api';
import { useSending } from '../../../api/use-sending';
import { readAgain } from '../../../live/read-again';

export type PartToPlace = Readonly<{ id: string; body: PutPaymentBody }>;
type Placed = ReadonlyMap<string, PlacedPayment>;

type PlacingParts = Readonly<{
  /** Every part that was to be placed is there. */
  onPlaced: () => void;
  /** Somebody changed the plan: the part under way is not placed, nor are those after it. */
  onPlanChanged: () => void;
}>;

/**
 * Places payments one after the other, each under the id it came with, and stops at the first that is
 * not placed. What the server has said stays, so that placing again goes on where it stopped, and a
 * part whose answer was lost is sent again under its own id.
 */
export function usePlacingParts({ onPlaced, onPlanChanged }: PlacingParts) {
  const api = useApi();
  const queries = useQueryClient();
  const [placed, setPlaced] = useState<Placed>(new Map());
  const [underWayId, setUnderWayId] = useState<string | null>(null);
  const { send, isPending, error, reset } = useSending<readonly PartToPlace[]>({
    mutationFn: async (parts) => {
      for (const { id, body } of parts) {
        setUnderWayId(id);
        const payment = await api.putPayment({ params: { id }, body }).catch(earlierSending);
        setPlaced((now) => new Map(now).set(id, payment));
      }
    },
    onSuccess: onPlaced,
    onError: (failure) => {
      if (failure instanceof ProblemError && failure.problem.code === 'PLAN_CHANGED') {
        onPlanChanged();
      }
    },
    onSettled: () => {
      void readAgain(queries, [
        { topic: 'payment', id: null },
        { topic: 'invoice', id: null },
      ]);
    },
  });
  return { place: send, placed, underWayId, isPending, error, reset };
}

/** Only we know the id: an earlier sending of ours got through, and its answer was lost. */
function earlierSending(failure: unknown): PlacedPayment {
  if (failure instanceof ProblemError && failure.problem.code === 'PAYMENT_ID_USED') {
    if (failure.problem.payment) return failure.problem.payment;
  }
  throw failure;
}
