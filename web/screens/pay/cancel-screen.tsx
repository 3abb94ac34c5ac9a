import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PaymentDetails } from '../../../contracts/payment-details';
import { useApi } from '../../api/api';
import { changingTrouble } from '../../api/changing-trouble';
import { readAgain } from '../../live/read-again';
import { Dialog } from '../../pieces/dialog';
import { Note } from '../../pieces/note';
import { showToast } from '../../pieces/toast';
import { useWords, type Words } from '../../words/business';
import { listWords } from '../../words/plural';
import styles from './pay.module.css';
import { OfPayment } from './of-payment';

type CancelScreenProps = Readonly<{ paymentId: string; onClose: () => void }>;

const REFUSALS = {
  PAYMENT_NOT_CHANGEABLE: 'It has gone to the gateway or has ended, so it cannot be cancelled.',
} as const;

/** Drops a payment that was not charged, after saying what that gives back. */
export function CancelScreen({ paymentId, onClose }: CancelScreenProps) {
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
  const queries = useQueryClient();
  const words = useWords();
  const [reason, setReason] = useState('');
  const { id, version, number, actions } = payment;
  const isPossible = actions.some((each) => each.action === 'cancel' && each.isPossible);
  const cancel = useMutation({
    mutationFn: () =>
      api.cancelPayment({ params: { id }, body: { version, reason: reason.trim() || null } }),
    onSuccess: () => {
      void readAgain(queries, [
        { topic: 'payment', id },
        { topic: 'invoice', id: null },
      ]);
      showToast({ tone: 'done', words: `${number} is cancelled. No money moved.` });
      onClose();
    },
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Cancel ${number}`}
      subtitle={payment.organization.name}
      width={480}
      foot={{
        back: (
          <Button variant="quiet" onClick={onClose}>
            Keep it
          </Button>
        ),
        acts: (
          <Button
            variant="filled"
            disabled={!isPossible}
            loading={cancel.isPending}
            onClick={() => cancel.mutate()}
          >
            Cancel payment
          </Button>
        ),
      }}
    >
      <div className={styles['body']}>
        {!isPossible && <p>It can no longer be cancelled: it was charged or has ended.</p>}
        {isPossible && <p>{consequence(payment, words)}</p>}
        <TextInput
          label="Why, for the history"
          maxLength={300}
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {cancel.error && (
          <Note tone="bad" headline="It was not cancelled" isAlert>
            {changingTrouble(cancel.error, REFUSALS)}
          </Note>
        )}
      </div>
    </Dialog>
  );
}

/** What will not be charged, and what gets its amount back. */
function consequence({ amount, lines, caused, runOn }: PaymentDetails, words: Words): string {
  const sum = words.money(amount.amountMinor, amount.currency);
  const day = runOn === null ? '' : ` on ${words.dateWithWeekday(runOn)}`;
  const numbers = listWords(lines.map(({ invoice }) => invoice.number));
  const back = caused.filter(({ state, other }) => state === 'held' && other !== null);
  const names = listWords([...new Set(back.map(({ other }) => other?.payment.number ?? ''))]);
  const gives =
    back.length === 0
      ? 'No other planned payment changes.'
      : `${names} ${back.length === 1 ? 'gets its amount' : 'get their amounts'} back.`;
  return `${sum} for ${numbers} will not be charged${day}. ${gives}`;
}
