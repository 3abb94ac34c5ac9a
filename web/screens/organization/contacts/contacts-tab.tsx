import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { IconPlus, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import type { Contact } from '../../../../contracts/contacts';
import { useApi } from '../../../api/api';
import { operationQuery } from '../../../api/operation-query';
import { useCanBill } from '../../../api/session';
import { readingTrouble } from '../../../api/trouble';
import { SkeletonBar } from '../../../pieces/skeleton';
import { EmptyState, ErrorState } from '../../../pieces/state-panel';
import { useOrganization } from '../use-organization';
import { ContactDialog } from './contact-dialog';
import { ContactRow } from './contact-row';
import { RemoveContactDialog } from './remove-contact-dialog';
import records from '../../../pieces/records.module.css';

const route = getRouteApi('/frame/organizations/$id/contacts');

/** `contact` as it was when it was opened: it may be gone meanwhile. */
type Opened = 'add' | Readonly<{ act: 'change' | 'remove'; contact: Contact }> | null;

/** The people of one client, by name, and who of them gets receipts. */
export function ContactsTab() {
  const { id } = route.useParams();
  const api = useApi();
  const canBill = useCanBill();
  const name = useOrganization(id).data?.name ?? '';
  const contacts = useQuery(
    operationQuery(api, 'listContacts', { params: { id } }, ['contact', 'settings']),
  );
  const [opened, setOpened] = useState<Opened>(null);
  const close = () => setOpened(null);
  if (!contacts.data) {
    if (!contacts.error) return <Loading />;
    return (
      <ErrorState
        title="The contacts could not be read"
        onRetry={() => void contacts.refetch()}
        {...readingTrouble(contacts.error)}
      />
    );
  }
  const { items } = contacts.data;
  const addButton = canBill && (
    <Button
      size="sm"
      leftSection={<IconPlus size={15} stroke={1.75} aria-hidden />}
      onClick={() => setOpened('add')}
    >
      Add a contact
    </Button>
  );
  return (
    <div className={records['panel']}>
      {items.length === 0 ? (
        <EmptyState
          icon={IconUsers}
          title="No contact yet"
          sentence="Without one nobody of this client gets a receipt."
          actions={addButton}
        />
      ) : (
        <>
          <div className={records['toolbar']}>
            <span className="hr-dim">{audienceWords(items)}</span>
            {addButton}
          </div>
          <ul className={records['rows']} aria-label={`Contacts of ${name}`}>
            {items.map((contact) => (
              <ContactRow
                key={contact.id}
                contact={contact}
                {...(canBill && {
                  onChange: () => setOpened({ act: 'change', contact }),
                  onRemove: () => setOpened({ act: 'remove', contact }),
                })}
              />
            ))}
          </ul>
        </>
      )}
      {opened === 'add' && <ContactDialog organizationId={id} contact={null} onClose={close} />}
      {opened !== null && opened !== 'add' && opened.act === 'change' && (
        <ContactDialog
          organizationId={id}
          contact={items.find((each) => each.id === opened.contact.id) ?? opened.contact}
          onClose={close}
        />
      )}
      {opened !== null && opened !== 'add' && opened.act === 'remove' && (
        <RemoveContactDialog contact={opened.contact} onClose={close} />
      )}
    </div>
  );
}

function audienceWords(contacts: readonly Contact[]): string {
  const count = contacts.filter(
    ({ receivesReceipts, email, bouncedAt }) =>
      receivesReceipts && email !== null && bouncedAt === null,
  ).length;
  if (count === 0) return 'Nobody here gets receipts.';
  return `${count} of ${contacts.length} ${count === 1 ? 'gets' : 'get'} receipts.`;
}

function Loading() {
  return (
    <div className={records['panel']} role="status" aria-label="Contacts are being read">
      {[150, 120, 170].map((width) => (
        <div className={records['row']} key={width}>
          <SkeletonBar width={width} />
        </div>
      ))}
    </div>
  );
}
