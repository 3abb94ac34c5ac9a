import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { Contact } from '../../../../contracts/contacts';
import { useApi } from '../../../api/api';
import { changingTrouble } from '../../../api/changing-trouble';
import { useSending } from '../../../api/use-sending';
import { Dialog } from '../../../pieces/dialog';
import { Note } from '../../../pieces/note';
import { showToast } from '../../../pieces/toast';
import styles from './contacts.module.css';

type RemoveContactDialogProps = Readonly<{ contact: Contact; onClose: () => void }>;

/** Asks once, and says what stays. */
export function RemoveContactDialog({ contact, onClose }: RemoveContactDialogProps) {
  const api = useApi();
  const queries = useQueryClient();
  const { id, version, name, receivesReceipts } = contact;
  const remove = useSending({
    mutationFn: () => api.removeContact({ params: { id }, query: { version: String(version) } }),
    onSuccess: async () => {
      showToast({ tone: 'done', words: `Removed ${name}` });
      onClose();
      await queries.invalidateQueries({ queryKey: ['listContacts'] });
    },
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Remove ${name}`}
      width={480}
      foot={{
        back: (
          <Button variant="quiet" data-autofocus onClick={onClose}>
            Back
          </Button>
        ),
        acts: (
          <Button variant="filled" loading={remove.isPending} onClick={() => remove.send()}>
            Remove {name}
          </Button>
        ),
      }}
    >
      <div className={styles['form']}>
        {remove.error && (
          <Note tone="bad" isAlert headline={`${name} is still there.`}>
            {changingTrouble(remove.error)}
          </Note>
        )}
        <p className={styles['truth']}>
          {receivesReceipts ? 'Receipts are not sent to this person any more. ' : ''}
          What was sent stays in the history of each payment.
        </p>
      </div>
    </Dialog>
  );
}
