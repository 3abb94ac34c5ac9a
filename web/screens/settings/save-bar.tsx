import { Button } from '@mantine/core';
import { changingTrouble } from '../../api/changing-trouble';
import { useIsAdmin } from '../../api/session';
import { Note } from '../../pieces/note';
import { MEANWHILE_FIRST, TypedMeanwhile } from '../typed-meanwhile';
import styles from './settings.module.css';
import type { Fields, useSettingsDraft } from './use-settings-draft';

type SaveBarProps = Readonly<{
  draft: ReturnType<typeof useSettingsDraft>;
  /** Why it cannot be saved as it stands. */
  reason?: string | null;
}>;

/** Save and discard, and what went wrong with saving. Nothing for someone who only reads. */
export function SaveBar({ draft, reason: unfit = null }: SaveBarProps) {
  const { isChanged, isSaving, error, overtaken, present, keepMine, letGo, discard } = draft;
  if (!useIsAdmin()) return null;
  const reason = overtaken.length > 0 ? MEANWHILE_FIRST : unfit;
  return (
    <>
      {error !== null && (
        <Note tone="bad" isAlert headline="The settings are not saved.">
          {changingTrouble(error)}
        </Note>
      )}
      <TypedMeanwhile
        what="the settings"
        changes={overtaken.map((field) => nowWords(field, present[field]))}
        onKeep={keepMine}
        onLetGo={letGo}
      />
      <div className={styles['acts']}>
        <Button
          type="submit"
          variant="filled"
          disabled={!isChanged || reason !== null}
          loading={isSaving}
        >
          Save
        </Button>
        {isChanged && (
          <Button variant="quiet" onClick={discard}>
            Discard
          </Button>
        )}
        {reason !== null && <span className="hr-small hr-dim">{reason}</span>}
      </div>
    </>
  );
}

const NAMES: Readonly<Record<keyof Fields, string>> = {
  name: 'Name',
  legalLines: 'Legal lines',
  zone: 'Zone',
  runTime: 'Run time',
  locale: 'Language of dates and numbers',
  mailFromName: 'Sender',
  mailReplyTo: 'Answers go to',
  autopayNoticeDays: 'Notice, in days',
  autopayWindowMinutes: 'Spread, in minutes',
};

/** What a colleague saved in a field: `Zone is “Europe/Berlin” now.` */
function nowWords(field: keyof Fields, value: Fields[keyof Fields]): string {
  const text = Array.isArray(value) ? value.join(', ') : String(value ?? '');
  return text === '' ? `${NAMES[field]} is empty now.` : `${NAMES[field]} is “${text}” now.`;
}
