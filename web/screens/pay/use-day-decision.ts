import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import type { PaymentDetails } from '../../../contracts/payment-details';
import { useSending } from '../../api/use-sending';
import { readAgain } from '../../live/read-again';
import { showToast } from '../../pieces/toast';
import { refusedBy } from './placing-trouble';
import type { Seen } from './use-changed-by';

/** `version` is that of the payment that was looked at. */
export type DayAnswer = Readonly<{ version: number; runOn: string | null; fingerprint: string }>;

type Deciding = Readonly<{
  payment: PaymentDetails;
  send: (answer: DayAnswer) => Promise<unknown>;
  done: string;
  onClose: () => void;
}>;

type Decided = Readonly<{ version: number; runOn: string | null; looked: Seen }>;

/**
 * Sends what was decided with the fingerprint of what was looked at. After `PLAN_CHANGED` that picture
 * is kept as `seen`, so that what differs can be marked, until another question is asked.
 */
export function useDayDecision({ payment, send, done, onClose }: Deciding) {
  const queries = useQueryClient();
  const [seen, setSeen] = useState<Seen | null>(null);
  const tell = () =>
    readAgain(queries, [
      { topic: 'payment', id: payment.id },
      { topic: 'invoice', id: null },
    ]);
  const {
    send: decide,
    isPending,
    isSuccess,
    error,
    reset,
  } = useSending<Decided>({
    mutationFn: ({ version, runOn, looked }) =>
      send({ version, runOn, fingerprint: looked.preview.fingerprint }),
    onSuccess: () => {
      void tell();
      showToast({ tone: 'done', words: done });
      onClose();
    },
    onError: (failure, { looked }) => {
      setSeen(refusedBy(failure)?.code === 'PLAN_CHANGED' ? looked : null);
      // What is shown may be old: read again what it would do.
      void tell();
    },
  });
  const forget = useCallback(() => {
    setSeen(null);
    reset();
  }, [reset]);
  return {
    decide,
    isPending,
    isDone: isSuccess,
    error,
    /** Sent, and nobody knows what became of it. */
    isUnknown: error !== null && refusedBy(error) === null,
    seen,
    forget,
  };
}
