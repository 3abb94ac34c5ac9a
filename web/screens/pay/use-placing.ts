import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemError } from '../../../contracts/client';
import type { PossiblePreview } from '../../../contracts/payment-preview';
import { useApi } from '../../api/api';
import { useSending } from '../../api/use-sending';
import { readAgain } from '../../live/read-again';
import { type PayCase, type PayDraft, type PayRequest, putBodyOf } from './draft';

type Placing = Readonly<{
  payCase: PayCase;
  /** The payment is there, by this id; by an earlier sending with another body when `isEarlier`. */
  onPlaced: (id: string, isEarlier: boolean) => void;
  /** Somebody changed the plan: what it would do now. */
  onPlanChanged: (preview: PossiblePreview) => void;
}>;

type Asked = Readonly<{
  request: PayRequest;
  draft: PayDraft;
  seen: PossiblePreview;
  /** Of the placed payment as it was looked at; null for a new one. */
  version: number | null;
}>;

/**
 * Places the payment, or changes a placed one. The id of a new one is made once and kept through
 * refusals and lost answers: sending again can never place a second payment.
 */
export function usePlacing({ payCase, onPlaced, onPlanChanged }: Placing) {
  const api = useApi();
  const queries = useQueryClient();
  const [newId, setNewId] = useState(() => crypto.randomUUID());
  const { changes } = payCase;
  const id = changes?.id ?? newId;
  const { send, isPending, error, reset } = useSending<Asked>({
    mutationFn: ({ request, draft, seen, version }) => {
      const { fingerprint } = seen;
      if (version === null) {
        const body = putBodyOf(request, draft, payCase, fingerprint);
        return api.putPayment({ params: { id }, body });
      }
      const { lines, methodId, runOn, extraRecipients } = request;
      const day = runOn === null ? {} : { runOn };
      const body = {
        version,
        lines,
        methodId,
        ...day,
        extraRecipients,
        fingerprint,
      };
      return api.changePayment({ params: { id }, body });
    },
    onSuccess: () => {
      void readAgain(queries, [
        // Also that which is tried again or restored.
        { topic: 'payment', id: null },
        { topic: 'invoice', id: null },
      ]);
      onPlaced(id, false);
    },
    onError: (failure) => {
      // A change may have been made by somebody, or by this very sending, whose answer was lost.
      if (changes !== null) void readAgain(queries, [{ topic: 'payment', id }]);
      if (!(failure instanceof ProblemError)) return;
      const { code, preview, payment } = failure.problem;
      if (code === 'PLAN_CHANGED' && preview) onPlanChanged(preview);
      // Only we know the id: an earlier sending of ours got through, and its answer was lost.
      if (code === 'PAYMENT_ID_USED' && payment) onPlaced(payment.id, true);
    },
  });
  return {
    place: send,
    isPending,
    error,
    reset,
    /** The one before has ended without a charge: what comes next is another payment. */
    beginAnew: () => {
      reset();
      setNewId(crypto.randomUUID());
    },
  };
}
