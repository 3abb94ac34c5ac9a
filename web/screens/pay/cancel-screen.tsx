import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import type { PaymentDetails } from '../../../contracts/payment-details';
import type { PlacedPayment } from '../../../contracts/payments';
import { useApi } from '../../api/api';
import { useSending } from '../../api/use-sending';
import { readAgain } from '../../live/read-again';
import { Dialog } from '../../pieces/dialog';
import { Note } from '../../pieces/note';
import { showToast } from '../../pieces/toast';
import { useWords, type Words } from '../../words/business';
import { paymentStateWords } from '../../words/payment-states';
import { listWords } from '../../words/plural';
import { canBe } from '../payment/can-be';
import styles from './pay.module.css';
import { OfPayment } from './of-payment';
import { PaymentMeanwhile, usePaymentLookedAt } from './payment-meanwhile';
import { placingTrouble } from './placing-trouble';

type CancelScreenProps = Readonly<{ paymentId: string; onClose: () => void }>;

/**
 * Drops a payment that was not charged, after saying what that gives back. One that waits for the client is
 * stopped at the gateway first.
 */
export function CancelScreen({ paymentId, onClose }: CancelScreenProps) {
  return (
    <OfPayment
      paymentId={paymentId}
      onClose={onClose}
      ask={(payment) => <Question payment={payment} onClose={onClose} />}
    />
  );
}

type Cancelled = Readonly<{ version: number; why: string }>;

type QuestionProps = Readonly<{ payment: PaymentDetails; onClose: () => void }>;

function Question({ payment, onClose }: QuestionProps) {
  const api = useApi();
  const queries = useQueryClient();
  const words = useWords();
  const form = useId();
  const [reason, setReason] = useState('');
  const { id, number } = payment;
  const isPossible = canBe(payment, 'cancel');
  const tell = () =>
    readAgain(queries, [
      { topic: 'payment', id },
      { topic: 'invoice', id: null },
    ]);
  const { send, isPending, isSuccess, error, reset } = useSending<Cancelled, PlacedPayment>({
    mutationFn: ({ version, why }) =>
      api.cancelPayment({ params: { id }, body: { version, reason: why || null } }),
    onSuccess: ({ state }) => {
      void tell();
      const isOver = state === 'cancelled';
      showToast({
        tone: 'done',
        words: isOver
          ? `${number} is cancelled. No money moved.`
          : `${number} is given up. The gateway is asked to stop it.`,
      });
      onClose();
    },
    // What is shown may be old, and a lost answer may have been yes.
    onError: () => void tell(),
  });
  const meanwhile = usePaymentLookedAt(payment, isPending || isSuccess);
  const isClosed = !isPossible && !isPending && !isSuccess;
  const trouble = error === null ? null : placingTrouble(error, words, 'cancel');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { version } = meanwhile.looked;
    if (!isClosed && !meanwhile.hasChanged) send({ version, why: reason.trim() });
  };
  return (
    <Dialog
      isOpen
      isBusy={isPending}
      onClose={onClose}
      title={`Cancel ${number}`}
      subtitle={payment.organization.name}
      width={480}
      foot={{
        back: (
          <Button variant="quiet" disabled={isPending} onClick={onClose}>
            {isClosed ? 'Close' : 'Keep it'}
          </Button>
        ),
        ...(meanwhile.hasChanged &&
          !isClosed && { sentence: 'Look first at what was changed meanwhile' }),
        acts: isClosed ? null : (
          <Button
            variant="filled"
            type="submit"
            form={form}
            disabled={meanwhile.hasChanged}
            loading={isPending}
          >
            {trouble?.isUnknown ? 'Send it again' : 'Cancel payment'}
          </Button>
        ),
      }}
    >
      {isClosed ? (
        <p className={styles['plain']}>
          {number} can no longer be cancelled. {paymentStateWords(payment).sentence}
        </p>
      ) : (
        <form id={form} className={styles['body']} onSubmit={submit}>
          <PaymentMeanwhile
            meanwhile={meanwhile}
            onLook={() => {
              meanwhile.lookAgain();
              reset();
            }}
          />
          <p className={styles['plain']}>{consequence(meanwhile.looked, words)}</p>
          <TextInput
            label="Why, for the history"
            maxLength={300}
            data-autofocus
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          {trouble !== null && (
            <Note tone={trouble.isUnknown ? 'warn' : 'bad'} headline={trouble.headline} isAlert>
              {trouble.sentence}
            </Note>
          )}
        </form>
      )}
    </Dialog>
  );
}

/** What will not be charged, and what gets its amount back. */
function consequence(
  { amount, lines, caused, runOn, state }: PaymentDetails,
  words: Words,
): string {
  const sum = words.money(amount.amountMinor, amount.currency);
  const day = runOn === null ? '' : ` on ${words.dateWithWeekday(runOn)}`;
  const numbers = listWords(lines.map(({ invoice }) => invoice.number));
  const held = caused.flatMap((each) => (each.state === 'held' && each.other ? [each.other] : []));
  // It may have lowered several lines of one payment.
  const back = [...new Set(held.map(({ payment }) => payment.number))];
  const gives =
    back.length === 0
      ? 'No other planned payment changes.'
      : `${listWords(back)} ${back.length === 1 ? 'gets its amount' : 'get their amounts'} back.`;
  if (state === 'actionRequired') {
    return `The gateway is asked to stop the charge of ${sum} for ${numbers}. If the client confirms it before that, it is charged all the same. If not, no money moves. ${gives}`;
  }
  return `${sum} for ${numbers} will not be charged${day}. ${gives}`;
}
