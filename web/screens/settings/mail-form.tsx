import { TextInput } from '@mantine/core';
import type { Settings } from '../../../contracts/settings';
import { useIsAdmin } from '../../api/session';
import { refusedFields } from '../../api/changing-trouble';
import { SaveBar } from './save-bar';
import styles from './settings.module.css';
import { useSettingsDraft } from './use-settings-draft';

/** As whom mails are sent, and where answers go. */
export function MailForm({ settings }: Readonly<{ settings: Settings }>) {
  const draft = useSettingsDraft(settings);
  const isOff = !useIsAdmin();
  const { values, set, error } = draft;
  const refused = refusedFields(error);
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        draft.save();
      }}
    >
      <TextInput
        label="Sender"
        description="The name clients see in their inbox."
        required
        withAsterisk={false}
        maxLength={100}
        disabled={isOff}
        value={values.mailFromName}
        onChange={(event) => set({ mailFromName: event.currentTarget.value })}
      />
      <TextInput
        type="email"
        label="Answers go to"
        description="Empty: to the sender’s address."
        maxLength={254}
        disabled={isOff}
        error={refused.includes('/body/mailReplyTo') && 'This is not an e-mail address.'}
        value={values.mailReplyTo ?? ''}
        onChange={(event) => set({ mailReplyTo: event.currentTarget.value.trim() || null })}
      />
      <div className={styles['preview']}>
        <span className="hr-small hr-dim">Receipts arrive from</span>
        <span className={styles['sender']}>
          {values.mailFromName} <span className="hr-dim">&lt;{values.mailFromAddress}&gt;</span>
        </span>
      </div>
      <p className="hr-small hr-dim">The address itself is set by the installation.</p>
      <SaveBar draft={draft} />
    </form>
  );
}
