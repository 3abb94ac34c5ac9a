import { Button, Checkbox, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import type { ContactProfile, ContactRight } from '../../../contracts/contacts';
import { useApi } from '../../api/api';
import { changingTrouble } from '../../api/changing-trouble';
import { Dialog } from '../../pieces/dialog';
import { readMoney } from '../../pieces/money-reading';
import { Note } from '../../pieces/note';
import { showToast } from '../../pieces/toast';
import { useWords } from '../../words/business';
import { plural } from '../../words/plural';
import { RIGHTS } from './right-words';
import { profilesQuery } from './settings-query';
import styles from './settings.module.css';

type ProfileDialogProps = Readonly<{
  /** Null: a new one. */
  profile: ContactProfile | null;
  currency: string;
  onClose: () => void;
}>;

const REFUSALS = { NAME_TAKEN: 'Another profile has this name.' } as const;

/** Name, rights and from which amount on receipts are sent. */
export function ProfileDialog({ profile, currency, onClose }: ProfileDialogProps) {
  const form = useId();
  const words = useWords();
  const [name, setName] = useState(profile?.name ?? '');
  const [rights, setRights] = useState<readonly ContactRight[]>(profile?.rights ?? []);
  const known = profile?.receiptMinimum ?? null;
  const [minimum, setMinimum] = useState(
    known === null ? '' : words.amount(known.amountMinor, known.currency),
  );
  const reading = readMoney(minimum, {
    currency: known?.currency ?? currency,
    maxMinor: 0,
    locale: words.locale,
    format: words.amount,
  });
  const save = useSaveProfile(profile, onClose);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reading.kind === 'refused') return;
    const receiptMinimum =
      reading.kind === 'amount' && reading.amountMinor > 0
        ? { amountMinor: reading.amountMinor, currency: known?.currency ?? currency }
        : null;
    save.mutate({ name: name.trim(), rights: [...rights], receiptMinimum });
  };
  const holders = profile?.contacts ?? 0;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={profile === null ? 'Add a profile' : `Change ${profile.name}`}
      width={560}
      foot={{
        back: (
          <Button variant="quiet" onClick={onClose}>
            Back
          </Button>
        ),
        sentence: holders > 0 ? `Holds at once for ${plural(holders, 'contact')}` : undefined,
        acts: (
          <Button
            type="submit"
            form={form}
            variant="filled"
            disabled={name.trim() === ''}
            loading={save.isPending}
          >
            Save the profile
          </Button>
        ),
      }}
    >
      <form id={form} className={styles['dialog']} onSubmit={submit}>
        {save.isError && (
          <Note tone="bad" isAlert headline="The profile is not saved.">
            {changingTrouble(save.error, REFUSALS)}
          </Note>
        )}
        <TextInput
          label="Name"
          required
          withAsterisk={false}
          maxLength={100}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <fieldset className={styles['rights']}>
          <legend className={styles['legend']}>Its contacts</legend>
          {RIGHTS.map(({ right, label, means }) => (
            <Checkbox
              key={right}
              label={label}
              description={means}
              checked={rights.includes(right)}
              onChange={(event) =>
                setRights(
                  event.currentTarget.checked
                    ? [...rights, right]
                    : rights.filter((each) => each !== right),
                )
              }
            />
          ))}
        </fieldset>
        <TextInput
          label={`Receipts from this amount on, ${known?.currency ?? currency}`}
          description="Empty: receipts of every amount."
          inputMode="decimal"
          disabled={!rights.includes('receiveReceipts')}
          error={reading.kind === 'refused' && reading.sentence}
          value={minimum}
          onChange={(event) => setMinimum(event.currentTarget.value)}
        />
      </form>
    </Dialog>
  );
}

type ProfileFields = Pick<ContactProfile, 'name' | 'rights' | 'receiptMinimum'>;

function useSaveProfile(profile: ContactProfile | null, onDone: () => void) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (fields: ProfileFields) =>
      profile === null
        ? api.addContactProfile({ body: fields })
        : api.changeContactProfile({
            params: { id: profile.id },
            body: { version: profile.version, ...fields },
          }),
    onSuccess: async ({ name }) => {
      showToast({ tone: 'done', words: `Saved the profile ${name}` });
      onDone();
      await queries.invalidateQueries({ queryKey: profilesQuery(api).queryKey });
    },
  });
}
