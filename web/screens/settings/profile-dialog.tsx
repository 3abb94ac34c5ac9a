import { Checkbox, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { ContactProfile, ContactRight } from '../../../contracts/contacts';
import { useApi } from '../../api/api';
import { changingTrouble } from '../../api/changing-trouble';
import { useSending } from '../../api/use-sending';
import { ActDialog } from '../../pieces/act-dialog';
import { readMoney } from '../../pieces/money-reading';
import { showToast } from '../../pieces/toast';
import { useWords } from '../../words/business';
import { plural } from '../../words/plural';
import { MEANWHILE_FIRST, TypedMeanwhile } from '../typed-meanwhile';
import { useTypedOver } from '../use-typed-over';
import { RIGHTS, rightsWords } from './right-words';
import { profilesQuery } from './settings-query';
import styles from './settings.module.css';

type ProfileDialogProps = Readonly<{
  /** As it is now. Null: a new one. */
  profile: ContactProfile | null;
  currency: string;
  onClose: () => void;
}>;

const REFUSALS = { NAME_TAKEN: 'Another profile has this name.' } as const;

/** Name, rights and from which amount on receipts are sent. */
export function ProfileDialog({ profile, currency, onClose }: ProfileDialogProps) {
  const words = useWords();
  const known = profile?.receiptMinimum ?? null;
  const typed = useTypedOver<TypedProfile>({
    name: profile?.name ?? '',
    rights: profile?.rights ?? [],
    minimum: known === null ? '' : words.amount(known.amountMinor, known.currency),
  });
  const { name, rights, minimum } = typed.values;
  const isOvertaken = typed.overtaken.length > 0;
  const reading = readMoney(minimum, {
    currency: known?.currency ?? currency,
    maxMinor: 0,
    locale: words.locale,
    format: words.amount,
  });
  const save = useSaveProfile(profile, onClose);
  const submit = () => {
    if (reading.kind === 'refused') return;
    const receiptMinimum =
      reading.kind === 'amount' && reading.amountMinor > 0
        ? { amountMinor: reading.amountMinor, currency: known?.currency ?? currency }
        : null;
    const whole = { name: name.trim(), rights: [...rights], receiptMinimum };
    save.send({ whole, changes: only(whole, typed.changes) });
  };
  const holders = profile?.contacts ?? 0;
  return (
    <ActDialog
      title={profile === null ? 'Add a profile' : `Change ${profile.name}`}
      width={560}
      onClose={onClose}
      sentence={
        isOvertaken
          ? MEANWHILE_FIRST
          : holders > 0
            ? `Holds at once for ${plural(holders, 'contact')}`
            : undefined
      }
      act="Save the profile"
      canAct={name.trim() !== '' && !isOvertaken}
      isActing={save.isPending}
      onAct={submit}
      trouble={
        save.error && {
          headline: 'The profile is not saved.',
          sentence: changingTrouble(save.error, REFUSALS),
        }
      }
    >
      <TypedMeanwhile
        what="this profile"
        changes={typed.overtaken.map((field) => nowWords(field, profile, words))}
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
        required
        withAsterisk={false}
        maxLength={100}
        data-autofocus
        value={name}
        onChange={(event) => typed.set({ name: event.currentTarget.value })}
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
              typed.set({
                rights: event.currentTarget.checked
                  ? [...rights, right]
                  : rights.filter((each) => each !== right),
              })
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
        onChange={(event) => typed.set({ minimum: event.currentTarget.value })}
      />
    </ActDialog>
  );
}

type TypedProfile = Readonly<{ name: string; rights: readonly ContactRight[]; minimum: string }>;

type ProfileFields = Pick<ContactProfile, 'name' | 'rights' | 'receiptMinimum'>;

type Saving = Readonly<{ whole: ProfileFields; changes: Partial<ProfileFields> }>;

/** Only what differs is written, so that what a colleague changed beside it stays. */
function only(
  { name, rights, receiptMinimum }: ProfileFields,
  changed: Partial<TypedProfile>,
): Partial<ProfileFields> {
  return {
    ...(changed.name !== undefined && { name }),
    ...(changed.rights !== undefined && { rights }),
    ...(changed.minimum !== undefined && { receiptMinimum }),
  };
}

/** What a colleague saved in a field. */
function nowWords(
  field: keyof TypedProfile,
  profile: ContactProfile | null,
  words: ReturnType<typeof useWords>,
): string {
  const minimum = profile?.receiptMinimum ?? null;
  switch (field) {
    case 'name':
      return `The name is ${profile?.name ?? ''} now.`;
    case 'rights':
      return `Its contacts now: ${rightsWords(profile?.rights ?? []) ?? 'may nothing and get nothing'}.`;
    case 'minimum':
      return minimum === null
        ? 'Receipts of every amount are sent now.'
        : `Receipts are sent from ${words.money(minimum.amountMinor, minimum.currency)} on now.`;
  }
}

function useSaveProfile(profile: ContactProfile | null, onDone: () => void) {
  const api = useApi();
  const queries = useQueryClient();
  const read = () => queries.invalidateQueries({ queryKey: profilesQuery(api).queryKey });
  return useSending({
    mutationFn: ({ whole, changes }: Saving) =>
      profile === null
        ? api.addContactProfile({ body: whole })
        : api.changeContactProfile({
            params: { id: profile.id },
            body: { version: profile.version, ...changes },
          }),
    onSuccess: async ({ name }) => {
      showToast({ tone: 'done', words: `Saved the profile ${name}` });
      onDone();
      await read();
    },
    // What is shown may be old.
    onError: read,
  });
}
