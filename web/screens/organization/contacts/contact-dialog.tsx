import { Checkbox, Select, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Contact } from '../../../../contracts/contacts';
import { useApi } from '../../../api/api';
import { changingTrouble, refusedFields } from '../../../api/changing-trouble';
import { useSending } from '../../../api/use-sending';
import { ActDialog } from '../../../pieces/act-dialog';
import { showToast } from '../../../pieces/toast';
import { rightsWords } from '../../settings/right-words';
import { profilesQuery } from '../../settings/settings-query';
import { MEANWHILE_FIRST, TypedMeanwhile } from '../../typed-meanwhile';
import { useTypedOver } from '../../use-typed-over';
import styles from './contacts.module.css';

type ContactDialogProps = Readonly<{
  organizationId: string;
  /** As it is now. Null: a new one. */
  contact: Contact | null;
  onClose: () => void;
}>;

const REFUSALS = { NAME_TAKEN: 'Another contact of this client has this address.' } as const;

/** Name, address and profile; what the profile means stands under it. */
export function ContactDialog({ organizationId, contact, onClose }: ContactDialogProps) {
  const api = useApi();
  const typed = useTypedOver<ContactFields>({
    name: contact?.name ?? '',
    email: contact?.email ?? '',
    profileId: contact?.profile.id ?? null,
    isReachable: contact?.bouncedAt === null,
  });
  const { name, email, profileId, isReachable } = typed.values;
  const isOvertaken = typed.overtaken.length > 0;
  const isMarked = contact !== null && contact.bouncedAt !== null;
  const profiles = useQuery(profilesQuery(api)).data?.items ?? [];
  const profile = profiles.find(({ id }) => id === profileId);
  const save = useSaveContact(organizationId, contact, onClose);
  const isEmailRefused = refusedFields(save.error).some((pointer) => pointer.endsWith('/email'));
  const isSameAddress = email.trim().toLowerCase() === contact?.email?.toLowerCase();
  const isUsedAgain = isMarked && isSameAddress && isReachable;
  const submit = () => {
    if (profileId === null) return;
    const whole = { name: name.trim(), email: email.trim(), profileId };
    save.send({
      whole,
      changes: { ...only(whole, typed.changes), ...(isUsedAgain && USED_AGAIN) },
    });
  };
  return (
    <ActDialog
      title={contact === null ? 'Add a contact' : `Change ${contact.name}`}
      onClose={onClose}
      sentence={isOvertaken ? MEANWHILE_FIRST : undefined}
      act="Save the contact"
      canAct={name.trim() !== '' && email.trim() !== '' && profileId !== null && !isOvertaken}
      isActing={save.isPending}
      onAct={submit}
      trouble={
        save.error && {
          headline: 'The contact is not saved.',
          sentence: changingTrouble(save.error, REFUSALS),
        }
      }
    >
      <TypedMeanwhile
        what="this contact"
        changes={contact === null ? [] : typed.overtaken.map((field) => nowWords(field, contact))}
        onKeep={() => {
          save.reset();
          typed.keepMine();
        }}
        onLetGo={() => {
          save.reset();
          typed.letGo();
        }}
      />
      <TextInput
        label="Name"
        maxLength={200}
        data-autofocus
        value={name}
        onChange={(event) => typed.set({ name: event.currentTarget.value })}
      />
      <TextInput
        type="email"
        label="E-mail"
        maxLength={254}
        error={isEmailRefused && 'It looks like name@company.example.'}
        {...(isMarked && {
          description: 'Nothing is sent to this address by itself. To another one it is.',
        })}
        value={email}
        onChange={(event) => typed.set({ email: event.currentTarget.value })}
      />
      {isMarked && isSameAddress && (
        <Checkbox
          label="Send mails to this address again"
          checked={isReachable}
          onChange={(event) => typed.set({ isReachable: event.currentTarget.checked })}
        />
      )}
      <Select
        label="Profile"
        placeholder="Choose what this person is"
        data={profiles.map(({ id, name: label }) => ({ value: id, label }))}
        value={profileId}
        onChange={(next) => typed.set({ profileId: next })}
      />
      {profile && (
        <p className={styles['rights']}>
          {rightsWords(profile.rights) ?? 'May nothing and gets nothing'}.
        </p>
      )}
    </ActDialog>
  );
}

type ContactFields = Readonly<{
  name: string;
  email: string;
  profileId: string | null;
  isReachable: boolean;
}>;

type WholeContact = Readonly<{ name: string; email: string; profileId: string }>;

const USED_AGAIN = { isReachable: true } as const;

type Saving = Readonly<{
  whole: WholeContact;
  changes: Partial<WholeContact & typeof USED_AGAIN>;
}>;

/** Only what differs is written: the same address again is no new address. */
function only(whole: WholeContact, changed: object): Partial<WholeContact> {
  return Object.fromEntries(Object.entries(whole).filter(([field]) => field in changed));
}

/** What a colleague saved in a field. */
function nowWords(
  field: keyof ContactFields,
  { name, email, profile, bouncedAt }: Contact,
): string {
  switch (field) {
    case 'name':
      return `The name is ${name} now.`;
    case 'email':
      return email === null ? 'There is no address now.' : `The address is ${email} now.`;
    case 'profileId':
      return `The profile is ${profile.name} now.`;
    case 'isReachable':
      return bouncedAt === null ? 'Mails go there again.' : 'Nothing is sent there by itself now.';
  }
}

function useSaveContact(organizationId: string, contact: Contact | null, onDone: () => void) {
  const api = useApi();
  const queries = useQueryClient();
  const read = () => queries.invalidateQueries({ queryKey: ['listContacts'] });
  return useSending({
    mutationFn: ({ whole, changes }: Saving) =>
      contact === null
        ? api.addContact({ params: { id: organizationId }, body: whole })
        : api.changeContact({
            params: { id: contact.id },
            body: { version: contact.version, ...changes },
          }),
    onSuccess: async ({ name }) => {
      showToast({ tone: 'done', words: `Saved ${name}` });
      onDone();
      await read();
    },
    // What is shown may be old.
    onError: read,
  });
}
