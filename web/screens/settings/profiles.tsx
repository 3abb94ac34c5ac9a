import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconPlus, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import type { ContactProfile } from '../../../contracts/contacts';
import { useApi } from '../../api/api';
import { useIsAdmin } from '../../api/session';
import { readingTrouble } from '../../api/trouble';
import records from '../../pieces/records.module.css';
import { SkeletonBar } from '../../pieces/skeleton';
import { EmptyState, ErrorState } from '../../pieces/state-panel';
import { useWords } from '../../words/business';
import { plural } from '../../words/plural';
import { ProfileDialog } from './profile-dialog';
import { rightsWords } from './right-words';
import { profilesQuery } from './settings-query';
import styles from './settings.module.css';

type ProfilesProps = Readonly<{
  /** Of a receipt's smallest amount; absent until the settings are there. */
  currency: string | undefined;
}>;

/** What kinds of contacts there are, and what each may do and gets. */
export function Profiles({ currency }: ProfilesProps) {
  const api = useApi();
  const isAdmin = useIsAdmin();
  const [opened, setOpened] = useState<ContactProfile | 'new' | null>(null);
  const profiles = useQuery(profilesQuery(api));
  if (!profiles.data) {
    if (!profiles.error) return <Loading />;
    return (
      <ErrorState
        title="The profiles could not be read"
        onRetry={() => void profiles.refetch()}
        {...readingTrouble(profiles.error)}
      />
    );
  }
  return (
    <div className={styles['profiles']}>
      <div className={records['toolbar']}>
        <span className="hr-dim">
          A change holds at once for every contact that has the profile.
        </span>
        {isAdmin && (
          <Button
            size="sm"
            leftSection={<IconPlus size={15} stroke={1.75} aria-hidden />}
            onClick={() => setOpened('new')}
          >
            Add a profile
          </Button>
        )}
      </div>
      {profiles.data.items.length === 0 ? (
        <EmptyState
          icon={IconUsers}
          title="No profile yet"
          sentence="A contact needs a profile: it says what the contact may do and gets."
        />
      ) : (
        <ul className={records['rows']}>
          {profiles.data.items.map((profile) => (
            <ProfileRow
              key={profile.id}
              profile={profile}
              {...(isAdmin && { onChange: () => setOpened(profile) })}
            />
          ))}
        </ul>
      )}
      {opened !== null && currency !== undefined && (
        <ProfileDialog
          profile={
            opened === 'new'
              ? null
              : (profiles.data.items.find(({ id }) => id === opened.id) ?? opened)
          }
          currency={currency}
          onClose={() => setOpened(null)}
        />
      )}
    </div>
  );
}

function ProfileRow({
  profile,
  onChange,
}: Readonly<{ profile: ContactProfile; onChange?: () => void }>) {
  const words = useWords();
  const { name, rights, receiptMinimum, contacts } = profile;
  return (
    <li className={records['row']}>
      <div className={records['words']}>
        <h2 className={records['name']}>{name}</h2>
        <p className={records['sentence']}>
          {rightsWords(rights) ?? 'May nothing and gets nothing.'}
        </p>
        <p className={records['meta']}>
          {plural(contacts, 'contact')}
          {receiptMinimum !== null &&
            ` · receipts from ${words.money(receiptMinimum.amountMinor, receiptMinimum.currency)} on`}
        </p>
      </div>
      {onChange && (
        <Button size="sm" aria-label={`Change ${name}`} onClick={onChange}>
          Change
        </Button>
      )}
    </li>
  );
}

function Loading() {
  return (
    <div className={styles['profiles']} role="status" aria-label="Profiles are being read">
      {[160, 130, 150].map((width) => (
        <div className={records['row']} key={width}>
          <div className={styles['loading']}>
            <SkeletonBar width={width} />
            <SkeletonBar width={width * 3} />
          </div>
        </div>
      ))}
    </div>
  );
}
