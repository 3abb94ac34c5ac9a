import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { PaymentPreview } from '../../../contracts/payment-preview';
import type { PreviewPaymentBody } from '../../../contracts/payment-request';
import { useApi } from '../../api/api';
import { operationQuery } from '../../api/operation-query';

/** Shorter than the pause after a word, long enough that not every figure asks. */
const TYPING_PAUSE_MS = 200;

export type Previewed = Readonly<{
  preview: PaymentPreview | null;
  /** The preview is of something older than what is asked now. */
  isBehind: boolean;
  error: Error | null;
  refetch: () => void;
}>;

/**
 * What a request would do, from the server, as long as it is shown: asked again when it changes, when
 * something it depends on changes, and given up when a newer one is asked for.
 */
export function usePreview(body: PreviewPaymentBody | null): Previewed {
  const api = useApi();
  const [settled] = useDebouncedValue(body === null ? null : JSON.stringify(body), TYPING_PAUSE_MS);
  const asked = settled === null ? null : (JSON.parse(settled) as PreviewPaymentBody);
  const { data, isFetching, isPlaceholderData, error, refetch } = useQuery({
    ...operationQuery(api, 'previewPayment', { body: asked ?? EMPTY }, [
      'invoice',
      'payment',
      'method',
      'contact',
      'clock',
    ]),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  });
  const isSettled = body !== null && settled === JSON.stringify(body);
  return {
    preview: body === null ? null : (data ?? null),
    isBehind: !isSettled || isPlaceholderData || isFetching,
    error,
    refetch: () => void refetch(),
  };
}

/** Never sent: the query is off while there is nothing to ask. */
const EMPTY = { organizationId: '', methodId: '', currency: '', lines: [] };
