import { Checkbox, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { EmailAddress } from '../../../contracts/fields';
import type { PaymentDetails } from '../../../contracts/payment-details';
import { useApi } from '../../api/api';
import { changingTrouble } from '../../api/changing-trouble';
import { useSending } from '../../api/use-sending';
import { readAgain } from '../../live/read-again';
import { ActDialog } from '../../pieces/act-dialog';
import { showToast } from '../../pieces/toast';
import { listWords, plural } from '../../words/plural';

type SendReceiptDialogProps = Readonly<{ payment: PaymentDetails; onClose: () => void }>;

/** The receipt to further addresses, and again to those that it did not reach. */
export function SendReceiptDialog({ payment, onClose }: SendReceiptDialogProps) {
  const api = useApi();
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const [again, setAgain] = useState<readonly string[]>([]);
  const { id, number, messages } = payment;
  const failed = messages.filter(({ status, kind }) => status === 'failed' && kind === 'receipt');
  const addresses = text.split(/[\s,;]+/).filter((part) => part !== '');
  const wrong = addresses.filter((address) => !EmailAddress.safeParse(address).success);
  const count = addresses.length + again.length;
  const send = useSending({
    mutationFn: () =>
      api.sendReceipts({
        params: { id },
        body: { addresses, resendMessageIds: [...again] },
      }),
    onSuccess: () => {
      void readAgain(queries, [{ topic: 'payment', id }]);
      showToast({ tone: 'done', words: `The receipt of ${number} is on its way.` });
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
          label={`Again to ${message.address}, which it did not reach`}
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
