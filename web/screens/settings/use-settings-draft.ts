/**
 * What was typed over the settings and is not saved yet. A change that a colleague made meanwhile is never
 * written over unseen: only typed fields are sent, and none that a colleague changed since.
 */
import { useQueryClient } from '@tanstack/react-query';
import type { Settings } from '../../../contracts/settings';
import { useApi } from '../../api/api';
import { useSending } from '../../api/use-sending';
import { showToast } from '../../pieces/toast';
import { useTypedOver } from '../use-typed-over';
import { settingsQuery } from './settings-query';

export type Fields = Pick<
  Settings,
  | 'name'
  | 'legalLines'
  | 'zone'
  | 'runTime'
  | 'locale'
  | 'mailFromName'
  | 'mailReplyTo'
  | 'autopayNoticeDays'
  | 'autopayWindowMinutes'
>;

type Saving = Readonly<{ version: number; fields: Partial<Fields> }>;

export function useSettingsDraft(settings: Settings) {
  const api = useApi();
  const queries = useQueryClient();
  const { version, ...present } = settings;
  const typed = useTypedOver<Omit<Settings, 'version'>>(present);
  const { queryKey } = settingsQuery(api);
  const save = useSending({
    isRepeatable: true,
    mutationFn: (saving: Saving) =>
      api.changeSettings({
        body: { version: saving.version, ...withoutEmptyLines(saving.fields) },
      }),
    onSuccess: (saved, { fields }) => {
      queries.setQueryData(queryKey, saved);
      typed.forget(fields);
      showToast({ tone: 'done', words: 'Settings saved' });
    },
    // What is shown may be old.
    onError: () => queries.invalidateQueries({ queryKey }),
  });
  const decided = (decide: () => void) => () => {
    save.reset();
    decide();
  };
  return {
    values: typed.values,
    isChanged: typed.isChanged,
    set: (fields: Partial<Fields>) => typed.set(fields),
    save: () => {
      if (typed.isChanged && typed.overtaken.length === 0) {
        save.send({ version, fields: typed.changes });
      }
    },
    discard: decided(typed.forget),
    /** Fields that were typed here and saved otherwise by a colleague meanwhile, with what stands now. */
    overtaken: typed.overtaken as readonly (keyof Fields)[],
    present: settings,
    keepMine: decided(typed.keepMine),
    letGo: decided(typed.letGo),
    isSaving: save.isPending,
    error: save.error,
  };
}

/** The line that was begun last may still be empty. */
function withoutEmptyLines({ legalLines, ...fields }: Partial<Fields>): Partial<Fields> {
  if (legalLines === undefined) return fields;
  return { ...fields, legalLines: legalLines.map((line) => line.trim()).filter(Boolean) };
}
