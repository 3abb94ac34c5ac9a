import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { MergePreview } from '../../../contracts/merges';
import { ProblemError } from '../../../contracts/client';
import { useApi } from '../../api/api';
import { changingTrouble } from '../../api/changing-trouble';
import { operationQuery } from '../../api/operation-query';
import { readingTrouble } from '../../api/trouble';
import { useSending } from '../../api/use-sending';
import { Dialog } from '../../pieces/dialog';
import { Note } from '../../pieces/note';
import { SkeletonBar } from '../../pieces/skeleton';
import { ErrorState } from '../../pieces/state-panel';
import { showToast } from '../../pieces/toast';
import { useWords, type Words } from '../../words/business';
import { listWords, plural } from '../../words/plural';
import { ClientSearch } from '../client-search';
import styles from './organization.module.css';

type MergeDialogProps = Readonly<{
  organization: Readonly<{ id: string; name: string }>;
  onClose: () => void;
}>;

/** Two clients of the list that are one: chosen, seen, then merged for good. */
export function MergeDialog({ organization: { id, name }, onClose }: MergeDialogProps) {
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const words = useWords();
  const [intoId, setIntoId] = useState<string | null>(null);
  const preview = useQuery({
    ...operationQuery(api, 'previewMerge', { params: { id }, body: { intoId: intoId ?? '' } }, [
      'organization',
      'invoice',
      'payment',
    ]),
    enabled: intoId !== null,
    staleTime: 0,
    gcTime: 0,
  });
  const merge = useSending({
    mutationFn: ({ into, fingerprint }: MergePreview) =>
      api.mergeOrganization({ params: { id }, body: { intoId: into.id, fingerprint } }),
    onSuccess: (survivor) => {
      void queries.invalidateQueries();
      showToast({ tone: 'done', words: `${name} is merged into ${survivor.name}.` });
      onClose();
      void navigate({ to: '/organizations/$id', params: { id: survivor.id }, replace: true });
    },
    onError: () => void preview.refetch(),
  });
  const shown = intoId === null ? undefined : preview.data;
  const isPossible = shown !== undefined && shown.sameNumbers.length === 0;
  return (
    <Dialog
      isOpen
      isBusy={merge.isPending}
      onClose={onClose}
      title={`Merge ${name} into another client`}
      width={640}
      foot={{
        back: (
          <Button variant="quiet" disabled={merge.isPending} onClick={onClose}>
            Cancel
          </Button>
        ),
        sentence: isPossible ? 'It cannot be undone' : 'Nothing is merged yet',
        acts: (
          <Button
            variant="filled"
            disabled={!isPossible || preview.isFetching}
            loading={merge.isPending}
            onClick={() => shown && merge.send(shown)}
          >
            {shown ? `Merge into ${shown.into.name}` : 'Merge'}
          </Button>
        ),
      }}
    >
      <div className={styles['merge']}>
        {merge.error && (
          <Note tone="bad" headline="It was not merged" isAlert>
            {mergeTrouble(merge.error)}
          </Note>
        )}
        <ClientSearch onFound={setIntoId} exceptId={id} />
        {intoId !== null && preview.error && (
          <ErrorState
            title="What would move could not be read"
            onRetry={() => void preview.refetch()}
            {...readingTrouble(preview.error)}
          />
        )}
        {intoId !== null && preview.isPending && <SkeletonBar width={360} />}
        {shown && <Effect preview={shown} words={words} />}
      </div>
    </Dialog>
  );
}

function mergeTrouble(error: unknown): string {
  const reason = error instanceof ProblemError ? error.problem.reason : undefined;
  if (reason !== undefined) return `${reason} Nothing was saved.`;
  return changingTrouble(error, {
    PLAN_CHANGED: 'Something of the two changed a moment ago. Here is the new picture.',
  });
}

function Effect({ preview, words }: Readonly<{ preview: MergePreview; words: Words }>) {
  const { from, into, sameNumbers } = preview;
  if (sameNumbers.length > 0) {
    const numbers = listWords(
      sameNumbers.map(({ from: { number } }) => number),
      6,
    );
    return (
      <Note tone="bad" headline="One number, two invoices" isAlert>
        {from.name} and {into.name} both have {numbers}. Make one of the two void first, then merge.
      </Note>
    );
  }
  return (
    <ul className={styles['mergeEffect']}>
      {sentencesOf(preview, words).map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}

function sentencesOf(preview: MergePreview, words: Words): string[] {
  const { from, into, invoices, payments, toReview, methods, contacts, rules, unapplied } = preview;
  const moving = [
    plural(invoices, 'invoice'),
    plural(payments, 'payment'),
    plural(methods, 'method'),
    plural(contacts, 'contact'),
  ];
  return [
    `To ${into.name} move ${listWords(moving, moving.length)}.`,
    ...(toReview === 0
      ? []
      : [
          `${plural(toReview, 'scheduled payment')} ${toReview === 1 ? 'goes' : 'go'} to review: nothing of them is charged before somebody has looked.`,
        ]),
    ...(rules === 0
      ? []
      : [
          `${plural(rules, 'autopay rule')} ${rules === 1 ? 'arrives' : 'arrive'} disabled, after its own.`,
        ]),
    `The default method of ${into.name} stays the only one.`,
    `It is known as ${listWords([...preview.aliases], 6)} too.`,
    ...(unapplied.length === 0
      ? []
      : [
          `Unapplied money of both: ${unapplied.map((sum) => words.money(sum.amountMinor, sum.currency)).join(', ')}.`,
        ]),
    `Every link to ${from.name} leads to ${into.name} from then on.`,
  ];
}
