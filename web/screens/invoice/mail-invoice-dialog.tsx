import { Checkbox, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Contact } from '../../../contracts/contacts';
import { EmailAddress } from '../../../contracts/fields';
import type { InvoiceDetails } from '../../../contracts/invoice-details';
import { useApi } from '../../api/api';
import { changingTrouble } from '../../api/changing-trouble';
import { operationQuery } from '../../api/operation-query';
import { readingTrouble } from '../../api/trouble';
import { useSending } from '../../api/use-sending';
import { readAgain } from '../../live/read-again';
import { ActDialog } from '../../pieces/act-dialog';
import { Note } from '../../pieces/note';
import { SkeletonBar } from '../../pieces/skeleton';
import { ErrorState } from '../../pieces/state-panel';
import { showToast } from '../../pieces/toast';
import { listWords, plural } from '../../words/plural';
import styles from './mail-invoice.module.css';

type MailInvoiceDialogProps = Readonly<{ invoice: InvoiceDetails; onClose: () => void }>;

const REFUSALS = {
  DOCUMENT_NOT_AVAILABLE: 'Its document is not here.',
  CONTACT_NOT_REACHABLE: 'No mail reaches one of them any more. Look at the list again.',
} as const;

/** The exact PDF to contacts of the client, or to addresses typed for it, one mail each. */
export function MailInvoiceDialog({ invoice, onClose }: MailInvoiceDialogProps) {
  const { id, number, organization, document } = invoice;
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [text, setText] = useState('');
  const addresses = text.split(/[\s,;]+/).filter((part) => part !== '');
  const wrong = addresses.filter((address) => !EmailAddress.safeParse(address).success);
  const count = chosen.length + addresses.length;
  const mail = useMailInvoice(id, onClose);
  const obstacle = document.state === 'kept' ? null : missingWords(document);
  return (
    <ActDialog
      title={`Email ${number}`}
      subtitle={organization.name}
      width={520}
      onClose={onClose}
      back="Cancel"
      sentence={obstacle === null && count === 0 ? 'Nobody is chosen' : undefined}
      act={count === 0 ? 'Send' : `Send to ${plural(count, 'address', 'addresses')}`}
      canAct={count > 0 && wrong.length === 0 && obstacle === null}
      isActing={mail.isPending}
      onAct={() => mail.send({ contactIds: [...chosen], addresses })}
      trouble={
        mail.error && {
          headline: 'It was not sent',
          sentence: changingTrouble(mail.error, REFUSALS),
        }
      }
    >
      {obstacle === null ? (
        <p className={styles['truth']}>{document.fileName} goes with it, as it is shown here.</p>
      ) : (
        <Note tone="warn" headline="There is no document to send.">
          {obstacle}
        </Note>
      )}
      <Contacts
        organizationId={organization.id}
        chosen={chosen}
        onChoose={(contactId, isChosen) =>
          setChosen((now) =>
            isChosen ? [...now, contactId] : now.filter((each) => each !== contactId),
          )
        }
      />
      <TextInput
        label="Other addresses"
        description="One or several, with commas between"
        autoComplete="off"
        value={text}
        error={wrong.length > 0 && `Not an address: ${listWords(wrong)}`}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </ActDialog>
  );
}

type Asked = Readonly<{ contactIds: string[]; addresses: string[] }>;

/** The id is made when the dialog opens: after a lost answer the same request mails nothing twice. */
function useMailInvoice(invoiceId: string, onDone: () => void) {
  const api = useApi();
  const queries = useQueryClient();
  const [id] = useState(() => crypto.randomUUID());
  return useSending({
    mutationFn: (asked: Asked) =>
      api.mailInvoice({ params: { id: invoiceId }, body: { id, ...asked } }),
    onSuccess: ({ items }) => {
      void readAgain(queries, [{ topic: 'invoice', id: invoiceId }]);
      const to = listWords(items.map(({ address }) => address));
      showToast({ tone: 'done', words: `The invoice is on its way to ${to}.` });
      onDone();
    },
  });
}

/** Why it cannot be sent. */
function missingWords({ state, reason }: InvoiceDetails['document']): string {
  return state === 'unavailable'
    ? (reason ?? 'The books hold no document for it.')
    : 'It is being fetched. Try again in a moment.';
}

type ContactsProps = Readonly<{
  organizationId: string;
  chosen: readonly string[];
  onChoose: (contactId: string, isChosen: boolean) => void;
}>;

function Contacts({ organizationId, chosen, onChoose }: ContactsProps) {
  const api = useApi();
  const { data, error, refetch } = useQuery(
    operationQuery(api, 'listContacts', { params: { id: organizationId } }, [
      'contact',
      'settings',
    ]),
  );
  if (error && !data) {
    return (
      <ErrorState
        title="The contacts could not be read"
        onRetry={() => void refetch()}
        {...readingTrouble(error)}
      />
    );
  }
  if (!data) {
    return (
      <div role="status" aria-label="The contacts are being read">
        <SkeletonBar width={260} />
      </div>
    );
  }
  if (data.items.length === 0) {
    return <p className={styles['truth']}>The client has no contact yet. Type an address.</p>;
  }
  return (
    <fieldset className={styles['contacts']}>
      <legend className={styles['legend']}>Contacts of the client</legend>
      {data.items.map((contact) => (
        <Checkbox
          key={contact.id}
          label={contact.name}
          description={reachWords(contact)}
          disabled={contact.email === null || contact.bouncedAt !== null}
          checked={chosen.includes(contact.id)}
          onChange={(event) => onChoose(contact.id, event.currentTarget.checked)}
        />
      ))}
    </fieldset>
  );
}

/** Address and profile, or why no mail reaches this person. */
function reachWords({ email, bouncedAt, profile }: Contact): string {
  if (email === null) return 'No address is known.';
  if (bouncedAt !== null) return `Mails to ${email} come back.`;
  return `${email} · ${profile.name}`;
}
