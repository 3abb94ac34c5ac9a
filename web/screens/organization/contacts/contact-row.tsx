import { Button } from '@mantine/core';
import type { Contact } from '../../../../contracts/contacts';
import { StatusChip } from '../../../pieces/status-chip';
import { useWords } from '../../../words/business';
import records from '../../../pieces/records.module.css';
import styles from './contacts.module.css';

type ContactRowProps = Readonly<{
  contact: Contact;
  /** Absent for someone who only reads. */
  onChange?: () => void;
  onRemove?: () => void;
}>;

/** One person: where mails go, as what, and whether they arrive. */
export function ContactRow({ contact, onChange, onRemove }: ContactRowProps) {
  const words = useWords();
  const { name, email, phone, profile, receivesReceipts, bouncedAt, bounceReason } = contact;
  return (
    <li className={records['row']}>
      <div className={records['words']}>
        <div className={records['line']}>
          <span className={records['name']}>{name}</span>
          {receivesReceipts && bouncedAt === null && email !== null && (
            <StatusChip kind="done">Receipts</StatusChip>
          )}
          {bouncedAt !== null && <StatusChip kind="declined">Gets no mail</StatusChip>}
        </div>
        <div className={records['sentence']}>{email ?? 'No e-mail address'}</div>
        <div className={records['meta']}>{[profile.name, phone].filter(Boolean).join(' · ')}</div>
        {bouncedAt !== null && (
          <div className={styles['trouble']}>
            Nothing is sent there by itself since {words.fullDateAndTime(bouncedAt)}:{' '}
            {bounceReason ?? 'a mail came back.'}
          </div>
        )}
      </div>
      {onChange && onRemove && (
        <div className={styles['acts']}>
          <Button size="sm" variant="quiet" aria-label={`Remove ${name}`} onClick={onRemove}>
            Remove
          </Button>
          <Button size="sm" aria-label={`Change ${name}`} onClick={onChange}>
            Change
          </Button>
        </div>
      )}
    </li>
  );
}
