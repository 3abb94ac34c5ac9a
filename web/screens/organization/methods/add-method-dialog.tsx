import { Button, Checkbox, SegmentedControl, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PaymentMethod } from '../../../../contracts/payment-methods';
import { useApi } from '../../../api/api';
import { changingTrouble } from '../../../api/changing-trouble';
import { useSession } from '../../../api/session';
import { useSending } from '../../../api/use-sending';
import { Dialog } from '../../../pieces/dialog';
import { Note } from '../../../pieces/note';
import { showToast } from '../../../pieces/toast';
import { type Token, TokenFrame } from '../../../pieces/token-frame';
import { methodWords } from '../../../words/methods';
import records from '../../../pieces/records.module.css';
import styles from './methods.module.css';
import { methodsQuery } from './methods-query';

const REFUSALS = {
  METHOD_ALREADY_SAVED: 'This card or account is saved already.',
  METHOD_UNUSABLE: 'The gateway says it cannot be charged: it has expired or was removed.',
  UNAVAILABLE: 'The gateway did not answer.',
} as const;

type AddMethodDialogProps = Readonly<{
  organizationId: string;
  organizationName: string;
  /** The first method is the default, whatever is ticked. */
  isFirst: boolean;
  onClose: () => void;
  onAdded?: (method: PaymentMethod) => void;
}>;

/** Name first, then the gateway's own form, whose button saves. The number never comes here. */
export function AddMethodDialog(props: AddMethodDialogProps) {
  const { organizationId, organizationName, isFirst, onClose, onAdded } = props;
  const { tokenizationUrl, tokenizationOrigin } = useSession().gateway;
  const [kind, setKind] = useState<'card' | 'bankDebit'>('card');
  const [friendlyName, setFriendlyName] = useState('');
  const [isDefault, setIsDefault] = useState(isFirst);
  const add = useAddMethod(organizationId, (method) => {
    onClose();
    onAdded?.(method);
  });
  const save = ({ token }: Pick<Token, 'token'>) =>
    add.send({ token, friendlyName: friendlyName.trim() || null, isDefault });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Add a method"
      subtitle={organizationName}
      width={560}
      foot={{
        back: (
          <Button variant="quiet" onClick={onClose}>
            Back
          </Button>
        ),
        sentence: add.isPending ? 'Being saved' : 'Nothing is charged',
        acts: add.error && add.sent !== undefined && (
          <Button loading={add.isPending} onClick={() => add.sent && save(add.sent)}>
            Save it again
          </Button>
        ),
      }}
    >
      <div className={records['form']}>
        {add.error && (
          <Note tone="bad" isAlert headline="The method is not saved.">
            {changingTrouble(add.error, REFUSALS)}
          </Note>
        )}
        <SegmentedControl
          aria-label="Kind of method"
          value={kind}
          onChange={(next) => setKind(next)}
          data={[
            { value: 'card', label: 'Card' },
            { value: 'bankDebit', label: 'Bank account' },
          ]}
        />
        <TextInput
          label="Name for it"
          description="As your colleagues call it, for example “Front office card”. May be empty."
          maxLength={60}
          value={friendlyName}
          onChange={(event) => setFriendlyName(event.currentTarget.value)}
        />
        <Checkbox
          label="Default of this client"
          description={isFirst ? 'The first method always is.' : 'Chosen first for each payment.'}
          checked={isDefault}
          disabled={isFirst}
          onChange={(event) => setIsDefault(event.currentTarget.checked)}
        />
        {tokenizationUrl !== null && tokenizationOrigin !== null ? (
          <div>
            <div className={styles['frameLabel']}>
              The gateway takes the number itself. Headroom never sees it.
            </div>
            <TokenFrame
              key={kind}
              url={tokenizationUrl}
              origin={tokenizationOrigin}
              kind={kind}
              onToken={save}
            />
          </div>
        ) : (
          <Note tone="warn" headline="The gateway offers no form here.">
            Methods are added where the gateway takes numbers.
          </Note>
        )}
      </div>
    </Dialog>
  );
}

function useAddMethod(organizationId: string, onAdded: (method: PaymentMethod) => void) {
  const api = useApi();
  const queries = useQueryClient();
  return useSending({
    mutationFn: (
      body: Readonly<{ token: string; friendlyName: string | null; isDefault: boolean }>,
    ) => api.addPaymentMethod({ params: { id: organizationId }, body }),
    onSuccess: async (method) => {
      showToast({ tone: 'done', words: `Saved ${methodWords(method)}` });
      await queries.invalidateQueries({ queryKey: methodsQuery(api, organizationId).queryKey });
      onAdded(method);
    },
  });
}
