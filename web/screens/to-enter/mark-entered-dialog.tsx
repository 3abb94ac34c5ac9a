import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { EntryExport, UnpostedLine } from '../../../contracts/unposted-lines';
import { useApi } from '../../api/api';
import { changingTrouble } from '../../api/changing-trouble';
import { useSession } from '../../api/session';
import { useSending } from '../../api/use-sending';
import { ActDialog } from '../../pieces/act-dialog';
import { showToast } from '../../pieces/toast';
import { useWords } from '../../words/business';
import { plural } from '../../words/plural';
import { AsOfField, asOfInstant } from '../import/as-of-field';
import { exportWords } from './exports';

/** What is marked: a whole export, or lines one by one, whose mark may also be taken back. */
export type Marked =
  | Readonly<{ kind: 'export'; given: EntryExport }>
  | Readonly<{ kind: 'lines'; lines: readonly UnpostedLine[]; isTakenBack: boolean }>;

type MarkEnteredDialogProps = Readonly<{
  marked: Marked;
  onClose: () => void;
  onDone: () => void;
}>;

/** A person's word that payments are in the books, and before which instant. Nothing is presumed. */
export function MarkEnteredDialog({ marked, onClose, onDone }: MarkEnteredDialogProps) {
  const api = useApi();
  const queries = useQueryClient();
  const words = useWords();
  const { zone } = useSession().business;
  const [before, setBefore] = useState('');
  const isTakenBack = marked.kind === 'lines' && marked.isTakenBack;
  const enteredAt = isTakenBack ? null : asOfInstant(before, zone);
  const named =
    marked.kind === 'export'
      ? { exportId: marked.given.id }
      : {
          lines: marked.lines.map(({ payment, invoice }) => ({
            paymentId: payment.id,
            invoiceId: invoice.id,
          })),
        };
  const mark = useSending({
    mutationFn: () => api.markEntered({ body: { ...named, enteredAt } }),
    onSuccess: ({ lines }) => {
      void queries.invalidateQueries({ queryKey: ['listUnpostedLines'] });
      const what = isTakenBack ? 'no longer marked as entered' : 'marked as entered';
      showToast({ tone: 'done', words: `${plural(lines, 'payment')} ${what}.` });
      onDone();
    },
  });
  return (
    <ActDialog
      title={isTakenBack ? 'Not entered after all' : 'Mark as entered'}
      width={520}
      onClose={onClose}
      back="Cancel"
      sentence="No money moves"
      act={isTakenBack ? 'Take the mark away' : 'Mark as entered'}
      canAct={isTakenBack || enteredAt !== null}
      isActing={mark.isPending}
      onAct={() => mark.send()}
      trouble={
        mark.error && {
          headline: 'Nothing was marked',
          sentence: changingTrouble(mark.error, {
            ENTERED_AT_NOT_ALLOWED: 'That moment has not come yet.',
          }),
        }
      }
    >
      <p>
        {marked.kind === 'export'
          ? `${exportWords(marked.given, words)}.`
          : `${plural(marked.lines.length, 'payment')} chosen.`}{' '}
        {isTakenBack
          ? 'The next list is taken not to hold them.'
          : 'A list as of a later moment is taken to hold them. Until then nothing changes.'}
      </p>
      {!isTakenBack && (
        <AsOfField
          label="Entered before"
          value={before}
          onChange={setBefore}
          isRequired
          description="The moment by which all of them were in your books."
        />
      )}
    </ActDialog>
  );
}
