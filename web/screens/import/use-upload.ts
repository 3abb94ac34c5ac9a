/**
 * From chosen files to a started import: opened once, one request per file, then started. What was
 * sent stays sent: a second try goes on with the files that are missing, under the same import.
 */
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { NewImport } from '../../../contracts/imports';
import { useApi } from '../../api/api';
import { changingTrouble } from '../../api/changing-trouble';
import { useSending } from '../../api/use-sending';
import { showToast } from '../../pieces/toast';

export type Sending =
  | Readonly<{ kind: 'resting' }>
  | Readonly<{ kind: 'sending'; name: string | null; sentCount: number }>
  /** `name` is the file that was refused; null when it was opening or starting. */
  | Readonly<{ kind: 'failed'; name: string | null; sentence: string }>;

const REFUSALS = {
  AS_OF_NOT_ALLOWED: 'The as-of time lies ahead: a list cannot speak for a time to come.',
  BODY_TOO_LARGE: 'The file is larger than is allowed.',
  IMPORT_FILE_DIFFERENT: 'Another file was sent under this name already.',
  IMPORT_NOT_OPEN: 'The import has been started already.',
  IMPORT_EMPTY: 'There is no file in it yet.',
  REQUEST_INVALID: 'The file is empty, or its name cannot be taken.',
} as const;

type Upload = Readonly<{
  files: readonly File[];
  /** Null for an import that is open already. */
  request: NewImport | null;
}>;

/** `opened` is an import that is open already, with the names of the files it has. */
export function useUpload(opened: Readonly<{ id: string; names: readonly string[] }> | null) {
  const api = useApi();
  const navigate = useNavigate();
  const [sending, setSending] = useState<Sending>({ kind: 'resting' });
  const [sent, setSent] = useState<ReadonlySet<string>>(new Set(opened?.names));
  const importId = useRef(opened?.id ?? null);

  const upload = async ({ files, request }: Upload): Promise<string> => {
    let name: string | null = null;
    const done = new Set(sent);
    try {
      setSending({ kind: 'sending', name, sentCount: done.size });
      if (importId.current === null && request) {
        importId.current = (await api.openImport({ body: request })).id;
      }
      const id = importId.current ?? '';
      for (const file of files.filter((each) => !done.has(each.name))) {
        ({ name } = file);
        setSending({ kind: 'sending', name, sentCount: done.size });
        await api.putImportFile({ params: { id, name }, body: file });
        done.add(name);
        setSent(new Set(done));
      }
      name = null;
      setSending({ kind: 'sending', name, sentCount: done.size });
      const started = await api.startImport({ params: { id } });
      if (started.id !== id) {
        showToast({
          tone: 'done',
          words: 'These files were imported before: this is that import.',
        });
      }
      return started.id;
    } catch (error) {
      setSending({ kind: 'failed', name, sentence: changingTrouble(error, REFUSALS) });
      throw error;
    }
  };
  const { send } = useSending({
    mutationFn: upload,
    onSuccess: (id) => navigate({ to: '/import/$importId', params: { importId: id } }),
  });
  return {
    sending,
    sent,
    send,
    /** From then on source, as-of and scope are fixed. */
    isOpened: importId.current !== null,
  };
}
