import { Button, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import type { Contact } from '../../../../contracts/contacts';
import { useApi } from '../../../api/api';
import { changingTrouble, refusedFields } from '../../../api/changing-trouble';
import { Dialog } from '../../../pieces/dialog';
import { Note } from '../../../pieces/note';
import { showToast } from '../../../pieces/toast';
import { rightsWords } from '../../settings/right-words';
import { profilesQuery } from '../../settings/settings-query';
import styles from './contacts.module.css';

type ContactDialogProps = Readonly<{
  organizationId: string;
  /** Null: a new one. */
  contact: Contact | null;
  onClose: () => void;
}>;

const REFUSALS = { NAME_TAKEN: 'Another contact of this client has this address.' } as const;

/** Name, address and profile; what the profile means stands under it. */
export function ContactDialog({ organizationId, contact, onClose }: ContactDialogProps) {
  const api = useApi();
  const form = useId();
  const [name, setName] = useState(contact?.name ?? '');
  const [email, setEmail] = useState(contact?.email ?? '');
  const [profileId, setProfileId] = useState(contact?.profile.id ?? null);
  const profiles = useQuery(profilesQuery(api)).data?.items ?? [];
  const profile = profiles.find(({ id }) => id === profileId);
  const save = useSaveContact(organizationId, contact, onClose);
  const isEmailRefused = refusedFields(save.error).some((pointer) => pointer.endsWith('/email'));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (profileId !== null) save.mutate({ name: name.trim(), email: email.trim(), profileId });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={contact === null ? 'Add a contact' : `Change ${contact.name}`}
      width={480}
      foot={{
        back: (
          <Button variant="quiet" onClick={onClose}>
            Back
          </Button>
        ),
        acts: (
          <Button
            type="submit"
            form={form}
            variant="filled"
            disabled={name.trim() === '' || email.trim() === '' || profileId === null}
            loading={save.isPending}
          >
            Save the contact
          </Button>
        ),
      }}
    >
      <form id={form} className={styles['form']} noValidate onSubmit={submit}>
        {save.isError && (
          <Note tone="bad" isAlert headline="The contact is not saved.">
            {changingTrouble(save.error, REFUSALS)}
          </Note>
        )}
        <TextInput
          label="Name"
          maxLength={200}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          type="email"
          label="E-mail"
          maxLength={254}
          error={isEmailRefused && 'It looks like name@company.example.'}
          {...(contact?.bouncedAt && {
            description: 'A mail to this address came back. Another one takes the mark away.',
          })}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <Select
          label="Profile"
          placeholder="Choose what this person is"
          data={profiles.map(({ id, name: label }) => ({ value: id, label }))}
          value={profileId}
          onChange={setProfileId}
        />
        {profile && (
          <p className={styles['rights']}>
            {rightsWords(profile.rights) ?? 'May nothing and gets nothing'}.
          </p>
        )}
      </form>
    </Dialog>
  );
}

type ContactFields = Readonly<{ name: string; email: string; profileId: string }>;

function useSaveContact(organizationId: string, contact: Contact | null, onDone: () => void) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (fields: ContactFields) =>
      contact === null
        ? api.addContact({ params: { id: organizationId }, body: fields })
        : api.changeContact({
            params: { id: contact.id },
            body: { version: contact.version, ...changedFields(contact, fields) },
          }),
    onSuccess: async ({ name }) => {
      showToast({ tone: 'done', words: `Saved ${name}` });
      onDone();
      await queries.invalidateQueries({ queryKey: ['listContacts'] });
    },
  });
}

/** Only what differs is written: the same address again is no new address. */
function changedFields(contact: Contact, { name, email, profileId }: ContactFields) {
  return {
    ...(name !== contact.name && { name }),
    ...(email !== contact.email && { email }),
    ...(profileId !== contact.profile.id && { profileId }),
  };
}
