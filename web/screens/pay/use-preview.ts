import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import type { PaymentPreview } from '../../../contracts/payment-preview';
import type { PreviewPaymentBody } from '../../../contracts/payment-request';
import { useApi } from '../../api/api';
import { operationQuery } from '../../api/operation-query';
import { useWords } from '../../words/business';

/** Shorter than the pause after a word, long enough that not every figure asks. */
const TYPING_PAUSE_MS = 200;

export type Previewed = Readonly<{
  preview: PaymentPreview | null;
  /** When the preview came, on the business's clock. */
  readAt: string;
  /** The preview is of something older than what is asked now, which is under way. */
  isBehind: boolean;
  error: Error | null;
  refetch: () => void;
}>;

/** What is asked is worked out from these. */
export const PREVIEW_READS = ['invoice', 'payment', 'method', 'contact', 'clock'] as const;

/** The body as it was before the last pause in typing; `isSettled` when that is what is asked now. */
export function useSettled<Body>(body: Body | null) {
  const text = body === null ? null : JSON.stringify(body);
  const [settled] = useDebouncedValue(text, TYPING_PAUSE_MS);
  const asked = settled === null ? null : (JSON.parse(settled) as Body);
  return { asked, isSettled: text !== null && settled === text };
}

/** When an answer came, on the business's clock; `updatedAt` is another number for each. */
export function useReadAt(updatedAt: number): string {
  const { now } = useWords();
  const read = useRef({ updatedAt, at: now() });
  if (read.current.updatedAt !== updatedAt) read.current = { updatedAt, at: now() };
  return read.current.at;
}

/**
 * What a request would do, from the server, as long as it is shown: asked again when it changes, when
 * something it depends on changes, and given up when a newer one is asked for.
 */
export function usePreview(body: PreviewPaymentBody | null): Previewed {
  const api = useApi();
  const { asked, isSettled } = useSettled(body);
  const { data, dataUpdatedAt, isFetching, isPlaceholderData, error, refetch } = useQuery({
    ...operationQuery(api, 'previewPayment', { body: asked ?? EMPTY }, PREVIEW_READS),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  });
  const readAt = useReadAt(dataUpdatedAt);
  return {
    preview: body === null ? null : (data ?? null),
    readAt,
    isBehind: body !== null && (!isSettled || isPlaceholderData || isFetching),
    error,
    refetch: () => void refetch(),
  };
}

/** Never sent: the query is off while there is nothing to ask. */
const EMPTY = { organizationId: '', methodId: '', currency: '', lines: [] };
