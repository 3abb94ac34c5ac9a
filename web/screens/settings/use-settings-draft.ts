/**
 * What was typed over the settings and is not saved yet. It is saved with the version it was begun
 * on, so a change that a colleague made meanwhile is never written over unseen.
 */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Settings } from '../../../contracts/settings';
import { useApi } from '../../api/api';
import { showToast } from '../../pieces/toast';
import { settingsQuery } from './settings-query';

type Fields = Partial<
  Pick<
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
  >
>;

type Draft = Readonly<{ version: number; fields: Fields }>;

export function useSettingsDraft(settings: Settings) {
  const api = useApi();
  const queries = useQueryClient();
  const [draft, setDraft] = useState<Draft | null>(null);
  const save = useMutation({
    mutationFn: ({ version, fields }: Draft) =>
      api.changeSettings({ body: { version, ...withoutEmptyLines(fields) } }),
    onSuccess: (saved) => {
      queries.setQueryData(settingsQuery(api).queryKey, saved);
      setDraft(null);
      showToast({ tone: 'done', words: 'Settings saved' });
    },
  });
  return {
    values: { ...settings, ...draft?.fields },
    isChanged: draft !== null,
    set: (fields: Fields) =>
      setDraft({
        version: draft?.version ?? settings.version,
        fields: { ...draft?.fields, ...fields },
      }),
    save: () => {
      if (draft) save.mutate(draft);
    },
    discard: () => {
      setDraft(null);
      save.reset();
    },
    isSaving: save.isPending,
    error: save.error,
  };
}

/** The line that was begun last may still be empty. */
function withoutEmptyLines({ legalLines, ...fields }: Fields): Fields {
  if (legalLines === undefined) return fields;
  return { ...fields, legalLines: legalLines.map((line) => line.trim()).filter(Boolean) };
}
