import { useQueryClient } from '@tanstack/react-query';
import type { Contact } from '../../../../contracts/contacts';
import { useApi } from '../../../api/api';
import { changingTrouble } from '../../../api/changing-trouble';
import { useSending } from '../../../api/use-sending';
import { ActDialog } from '../../../pieces/act-dialog';
import { showToast } from '../../../pieces/toast';
import records from '../../../pieces/records.module.css';

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
    <ActDialog
      title={`Remove ${name}`}
      onClose={onClose}
      isBackFirst
      act={`Remove ${name}`}
      isActing={remove.isPending}
      onAct={() => remove.send()}
      trouble={
        remove.error && {
          headline: `${name} is still there.`,
          sentence: changingTrouble(remove.error),
        }
      }
    >
      <p className={records['truth']}>
        {receivesReceipts ? 'Receipts are not sent to this person any more. ' : ''}
        What was sent stays in the history of each payment.
      </p>
    </ActDialog>
  );
}
