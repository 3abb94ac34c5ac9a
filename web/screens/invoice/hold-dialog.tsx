import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { InvoiceDetails } from '../../../contracts/invoice-details';
import { useApi } from '../../api/api';
import { changingTrouble } from '../../api/changing-trouble';
import { useLookedAt } from '../../api/use-looked-at';
import { useSending } from '../../api/use-sending';
import { readAgain } from '../../live/read-again';
import { ActDialog } from '../../pieces/act-dialog';
import { GoOnFromHere, MeanwhileNote } from '../../pieces/meanwhile-note';
import { showToast } from '../../pieces/toast';

type HoldDialogProps = Readonly<{ invoice: InvoiceDetails; onClose: () => void }>;

/** Holds an invoice with a reason that its row will show, or lets it be paid again. */
export function HoldDialog({ invoice, onClose }: HoldDialogProps) {
  const api = useApi();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const { looked, changes, lookAgain } = useLookedAt(invoice, holdChanges);
  const { id, version, number, hold } = looked;
  const isHeld = hold !== null;
  const change = useSending({
    mutationFn: () =>
      api.changeInvoice({
        params: { id },
        body: isHeld ? { version, onHold: false } : { version, onHold: true, reason },
      }),
    onSuccess: () => {
      void readAgain(queries, [{ topic: 'invoice', id }]);
      showToast({ tone: 'done', words: `${number} is ${isHeld ? 'off hold' : 'on hold'}.` });
      onClose();
    },
    // What is shown may be old.
    onError: () => readAgain(queries, [{ topic: 'invoice', id }]),
  });
  const hasChanged = changes.length > 0 && !change.isPending && !change.isSuccess;
  return (
    <ActDialog
      title={isHeld ? `Take ${number} off hold` : `Put ${number} on hold`}
      onClose={onClose}
      back="Cancel"
      act={isHeld ? 'Take off hold' : 'Put on hold'}
      canAct={!hasChanged && (isHeld || reason.trim() !== '')}
      isActing={change.isPending}
      onAct={() => change.send()}
      trouble={
        change.error && {
          headline: 'It was not changed',
          sentence: changingTrouble(change.error),
        }
      }
    >
      {hasChanged && (
        <MeanwhileNote
          headline={`${number} was changed while you looked at it.`}
          changes={changes}
          choices={
            <GoOnFromHere
              onClick={() => {
                change.reset();
                lookAgain();
              }}
            />
          }
        />
      )}
      <p>
        {isHeld
          ? `${hold.by ?? 'Headroom'} held it: ${hold.reason}. Payments can be placed on it again.`
          : 'Nothing new can be placed on it until somebody takes it off hold. What is already in flight goes on.'}
      </p>
      {!isHeld && (
        <TextInput
          label="Why"
          placeholder="Hours in dispute"
          maxLength={300}
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
    </ActDialog>
  );
}

/** Whether it is held, by whom and why: what this question is about. */
function holdChanges({ hold: before }: InvoiceDetails, { hold }: InvoiceDetails): string[] {
  if (before?.reason === hold?.reason && (before === null) === (hold === null)) return [];
  return [
    hold === null
      ? 'It is not on hold any more.'
      : `${hold.by ?? 'Headroom'} put it on hold: ${hold.reason}.`,
  ];
}
