import { Button } from '@mantine/core';
import { ProblemError } from '../../../contracts/client';
import { changingTrouble } from '../../api/changing-trouble';
import { useIsAdmin } from '../../api/session';
import { Note } from '../../pieces/note';
import styles from './settings.module.css';
import type { useSettingsDraft } from './use-settings-draft';

type SaveBarProps = Readonly<{
  draft: ReturnType<typeof useSettingsDraft>;
  /** Why it cannot be saved as it stands. */
  reason?: string | null;
}>;

/** Save and discard, and what went wrong with saving. Nothing for someone who only reads. */
export function SaveBar({ draft, reason = null }: SaveBarProps) {
  const { isChanged, isSaving, error, discard } = draft;
  if (!useIsAdmin()) return null;
  const isConflict = error instanceof ProblemError && error.problem.code === 'VERSION_CONFLICT';
  return (
    <>
      {error !== null && (
        <Note tone="bad" isAlert headline="The settings are not saved.">
          {isConflict
            ? 'Somebody changed them while you typed. Discard shows what is true now; then change it again.'
            : changingTrouble(error)}
        </Note>
      )}
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
