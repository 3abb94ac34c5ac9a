import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type {
  ExternalPayment,
  ExternalPreview,
  PossibleExternalPreview,
} from '../../../contracts/external-payments';
import { ProblemError } from '../../../contracts/client';
import { useApi } from '../../api/api';
import { changingTrouble } from '../../api/changing-trouble';
import { useSending } from '../../api/use-sending';
import { readAgain } from '../../live/read-again';
import { showToast } from '../../pieces/toast';

/** Long enough that not every figure asks. */
const TYPING_PAUSE_MS = 200;

type Asked = Readonly<{ invoiceId: string; amountMinor: number }>;

export type ExternalFrom =
  | Readonly<{ kind: 'receivedElsewhere'; receivedOn: string; reference: string; reason: string }>
  | Readonly<{ kind: 'creditApplied'; unappliedId: string }>;

export type ExternalPreviewed = Readonly<{
  /** Null while it is worked out, and while there is nothing to work out. */
  preview: ExternalPreview | null;
  isAsked: boolean;
  error: Error | null;
  refetch: () => void;
  /** What the person confirmed when it had changed already; null when it had not. */
  seen: PossibleExternalPreview | null;
}>;

type ExternalRequest = Asked & Readonly<{ from: ExternalFrom }>;

/**
 * Previews money from outside as it is typed and records it once: the id is made when the dialog
 * opens, so a second click or a lost answer records nothing twice.
 *
 * @param request null while something is missing.
 */
export function useExternalPayment(request: ExternalRequest | null, onDone: () => void) {
  const api = useApi();
  const queries = useQueryClient();
  const [id] = useState(() => crypto.randomUUID());
  const [seen, setSeen] = useState<PossibleExternalPreview | null>(null);
  const previewed = useExternalPreview(request);
  const record = useSending({
    mutationFn: ({ invoiceId, amountMinor, from }: ExternalRequest): Promise<ExternalPayment> => {
      const fingerprint =
        previewed.preview?.kind === 'possible' ? previewed.preview.fingerprint : null;
      if (from.kind === 'creditApplied') {
        const body = { id, invoiceId, amountMinor, fingerprint };
        return api.applyUnapplied({ params: { id: from.unappliedId }, body });
      }
      const { receivedOn, reason } = from;
      const reference = from.reference.trim() === '' ? null : from.reference;
      const body = { id, amountMinor, receivedOn, reference, reason, fingerprint };
      return api.recordExternalPayment({ params: { id: invoiceId }, body });
    },
    onSuccess: ({ invoice, kind }) => {
      void readAgain(queries, [{ topic: 'invoice', id: invoice.id }]);
      const what = kind === 'creditApplied' ? 'The credit is applied to' : 'It is recorded on';
      showToast({ tone: 'done', words: `${what} ${invoice.number}.` });
      onDone();
    },
    onError: (error) => {
      const isChanged = error instanceof ProblemError && error.problem.code === 'PLAN_CHANGED';
      setSeen(isChanged && previewed.preview?.kind === 'possible' ? previewed.preview : null);
      if (isChanged) previewed.refetch();
    },
  });
  const isChanged =
    record.error instanceof ProblemError && record.error.problem.code === 'PLAN_CHANGED';
  return {
    previewed: { ...previewed, isAsked: request !== null, seen },
    canRecord: request !== null && previewed.preview?.kind === 'possible' && !previewed.isBehind,
    isRecording: record.isPending,
    trouble: record.error && !isChanged ? externalTrouble(record.error) : null,
    record: () => {
      if (request !== null) record.send(request);
    },
  };
}

function externalTrouble(error: unknown): string {
  return changingTrouble(error, {
    AMOUNT_EXCEEDS_OPEN: 'It is more than is open on the invoice.',
    AMOUNT_EXCEEDS_UNAPPLIED: 'It is more than is left of the credit note.',
    RECEIVED_DATE_NOT_ALLOWED: 'The day of receipt lies ahead.',
    INVOICE_VOID: 'The invoice is void.',
    PAYMENT_ID_USED: 'It has been recorded already, with other values.',
  });
}

/** From the server, asked again when the request or something it depends on changes. */
function useExternalPreview(request: ExternalRequest | null) {
  const api = useApi();
  const [settled] = useDebouncedValue(
    request === null ? null : previewKeyOf(request),
    TYPING_PAUSE_MS,
  );
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery({
    queryKey: ['previewExternal', settled],
    queryFn: ({ signal }) => askPreview(api, JSON.parse(settled ?? '') as PreviewKey, signal),
    meta: { reads: ['invoice', 'payment', 'clock'] },
    enabled: settled !== null,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  });
  const isSettled = request !== null && settled === previewKeyOf(request);
  return {
    preview: request === null ? null : (data ?? null),
    error,
    isBehind: !isSettled || isPlaceholderData || isFetching,
    refetch: () => void refetch(),
  };
}

type PreviewKey = Asked & Readonly<{ receivedOn: string | null; unappliedId: string | null }>;

/** What a preview depends on: neither a reference nor a reason. */
function previewKeyOf({ invoiceId, amountMinor, from }: ExternalRequest): string {
  const key: PreviewKey = {
    invoiceId,
    amountMinor,
    receivedOn: from.kind === 'receivedElsewhere' ? from.receivedOn : null,
    unappliedId: from.kind === 'creditApplied' ? from.unappliedId : null,
  };
  return JSON.stringify(key);
}

function askPreview(
  api: ReturnType<typeof useApi>,
  { invoiceId, amountMinor, receivedOn, unappliedId }: PreviewKey,
  signal: AbortSignal,
): Promise<ExternalPreview> {
  if (unappliedId !== null) {
    const body = { invoiceId, amountMinor };
    return api.previewUnapplied({ params: { id: unappliedId }, body }, { signal });
  }
  const body = { amountMinor, receivedOn: receivedOn ?? '' };
  return api.previewExternalPayment({ params: { id: invoiceId }, body }, { signal });
}
