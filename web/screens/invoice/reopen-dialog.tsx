import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { InvoiceDetails } from '../../../contracts/invoice-details';
import { useApi } from '../../api/api';
import { changingTrouble } from '../../api/changing-trouble';
import { useSending } from '../../api/use-sending';
import { readAgain } from '../../live/read-again';
import { ActDialog } from '../../pieces/act-dialog';
import { showToast } from '../../pieces/toast';
import { useWords } from '../../words/business';

type ReopenDialogProps = Readonly<{ invoice: InvoiceDetails; onClose: () => void }>;

const REFUSALS = {
  AUTOPAY_NOT_CLOSED: 'Somebody opened it already.',
  VERSION_CONFLICT: 'The invoice changed a moment ago. Look at it, then try again.',
} as const;

/** Opens an invoice to autopay once more, with a reason that its timeline keeps. */
export function ReopenDialog({ invoice, onClose }: ReopenDialogProps) {
  const api = useApi();
  const queries = useQueryClient();
  const words = useWords();
  const [reason, setReason] = useState('');
  const { id, version, number } = invoice;
  const read = () => readAgain(queries, [{ topic: 'invoice', id }]);
  const reopen = useSending({
    mutationFn: () =>
      api.reopenAutopay({
        params: { id },
        body: { version, reason: reason.trim() === '' ? null : reason.trim() },
      }),
    onSuccess: async ({ notBefore }) => {
      onClose();
      await read();
      showToast({
        tone: 'done',
        words: `${number} is open to autopay, from ${words.shortDateWithWeekday(notBefore)} on`,
      });
    },
    onError: read,
  });
  return (
    <ActDialog
      title={`Open ${number} to autopay again`}
      onClose={onClose}
      back="Cancel"
      sentence="Nothing is charged yet"
      act="Open again"
      isActing={reopen.isPending}
      onAct={() => reopen.send()}
      trouble={
        reopen.error && {
          headline: 'It was not opened',
          sentence: changingTrouble(reopen.error, REFUSALS),
        }
      }
    >
      <p>
        The first rule that matches may take it once more, on its day and not before the client was
        told.
      </p>
      <TextInput
        label="Why"
        description="Kept in its timeline. May stay empty."
        maxLength={300}
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </ActDialog>
  );
}
