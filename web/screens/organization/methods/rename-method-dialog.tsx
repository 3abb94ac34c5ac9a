import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import type { PaymentMethod } from '../../../../contracts/payment-methods';
import { useApi } from '../../../api/api';
import { changingTrouble } from '../../../api/changing-trouble';
import { Dialog } from '../../../pieces/dialog';
import { Note } from '../../../pieces/note';
import { methodWords } from '../../../words/methods';
import styles from './methods.module.css';

type RenameMethodDialogProps = Readonly<{ method: PaymentMethod; onClose: () => void }>;

/** The name by which colleagues know a method. It changes nothing at the gateway. */
export function RenameMethodDialog({ method, onClose }: RenameMethodDialogProps) {
  const api = useApi();
  const queries = useQueryClient();
  const form = useId();
  const [name, setName] = useState(method.friendlyName ?? '');
  // The version it was opened on: a change made meanwhile is not written over.
  const [{ id, version }] = useState(method);
  const rename = useMutation({
    mutationFn: () =>
      api.changePaymentMethod({
        params: { id },
        body: { version, friendlyName: name.trim() || null },
      }),
    onSuccess: async () => {
      onClose();
      await queries.invalidateQueries({ queryKey: ['listPaymentMethods'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    rename.mutate();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Rename ${methodWords(method)}`}
      width={480}
      foot={{
        back: (
          <Button variant="quiet" onClick={onClose}>
            Back
          </Button>
        ),
        acts: (
          <Button type="submit" form={form} variant="filled" loading={rename.isPending}>
            Save the name
          </Button>
        ),
      }}
    >
      <form id={form} className={styles['form']} onSubmit={submit}>
        {rename.isError && (
          <Note tone="bad" isAlert headline="The name is not saved.">
            {changingTrouble(rename.error)}
          </Note>
        )}
        <TextInput
          label="Name for it"
          description="Empty: it goes by its brand and last four."
          maxLength={60}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </form>
    </Dialog>
  );
}
