import { Checkbox, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { EmailAddress } from '../../../contracts/fields';
import type { PaymentDetails, PaymentMessage } from '../../../contracts/payment-details';
import { saysPaid } from '../../../domain/outcome-mails';
import { useApi } from '../../api/api';
import { changingTrouble } from '../../api/changing-trouble';
import { useSending } from '../../api/use-sending';
import { readAgain } from '../../live/read-again';
import { ActDialog } from '../../pieces/act-dialog';
import { showToast } from '../../pieces/toast';
import { messageName } from '../../words/messages';
import { listWords, plural } from '../../words/plural';

type SendReceiptDialogProps = Readonly<{ payment: PaymentDetails; onClose: () => void }>;

/** The receipt to further addresses, and every mail again to those whom it did not reach. */
export function SendReceiptDialog({ payment, onClose }: SendReceiptDialogProps) {
  const api = useApi();
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const [again, setAgain] = useState<readonly string[]>([]);
  const { id, number } = payment;
  const failed = failedOf(payment);
  // A colleague may have sent one meanwhile: its box is gone, and its tick counts no more.
  const chosen = failed.filter((message) => again.includes(message.id));
  const addresses = text.split(/[\s,;]+/).filter((part) => part !== '');
  const wrong = addresses.filter((address) => !EmailAddress.safeParse(address).success);
  const { size: count } = new Set(
    [...addresses, ...chosen.map(({ address }) => address)].map((each) => each.toLowerCase()),
  );
  const send = useSending({
    mutationFn: () =>
      api.sendReceipts({
        params: { id },
        body: { addresses, resendMessageIds: chosen.map((message) => message.id) },
      }),
    onSuccess: () => {
      void readAgain(queries, [{ topic: 'payment', id }]);
      showToast({ tone: 'done', words: `The mail about ${number} is on its way.` });
      onClose();
    },
  });
  return (
    <ActDialog
      title={`Send the receipt of ${number}`}
      onClose={onClose}
      back="Cancel"
      act={count === 0 ? 'Send' : `Send to ${plural(count, 'address', 'addresses')}`}
      canAct={count > 0 && wrong.length === 0}
      isActing={send.isPending}
      onAct={() => send.send()}
      trouble={send.error && { headline: 'It was not sent', sentence: changingTrouble(send.error) }}
    >
      <TextInput
        label="Addresses"
        description="One or several, with commas between"
        data-autofocus
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={wrong.length > 0 && `Not an address: ${listWords(wrong)}`}
      />
      {failed.map((message) => (
        <Checkbox
          key={message.id}
          label={`${messageName(message.kind)} again to ${message.address}`}
          description={message.error ?? 'It did not arrive'}
          checked={again.includes(message.id)}
          onChange={({ currentTarget: { checked } }) =>
            setAgain((now) =>
              checked ? [...now, message.id] : now.filter((each) => each !== message.id),
            )
          }
        />
      ))}
    </ActDialog>
  );
}

/** What did not reach somebody, can still be said, and was not sent to the same address again since. */
function failedOf({ state, messages }: PaymentDetails): readonly PaymentMessage[] {
  const isMoneyBack = state === 'returned' || state === 'disputed';
  return messages.filter(
    (message, index) =>
      message.status === 'failed' &&
      !(isMoneyBack && saysPaid(message.kind)) &&
      !messages.slice(index + 1).some((later) => isSameAgain(message, later)),
  );
}

/** One that failed in its turn is offered in the place of the first: each is sent again only once. */
function isSameAgain({ kind, address }: PaymentMessage, later: PaymentMessage): boolean {
  return (
    later.status !== 'dropped' &&
    later.kind === kind &&
    later.address.toLowerCase() === address.toLowerCase()
  );
}
