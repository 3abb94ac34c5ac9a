import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { PaymentPreview } from '../../../../contracts/payment-preview';
import type { PreviewSplitBody } from '../../../../contracts/payment-request';
import { useApi } from '../../../api/api';
import { operationQuery } from '../../../api/operation-query';
import { PREVIEW_READS, useReadAt, useSettled } from '../use-preview';

/** What the parts would do, placed in their order: asked like the preview of one payment. */
export function useSplitPreview(body: PreviewSplitBody | null) {
  const api = useApi();
  const { asked, isSettled } = useSettled(body);
  const { data, dataUpdatedAt, isFetching, isPlaceholderData, error, refetch } = useQuery({
    ...operationQuery(api, 'previewSplit', { body: asked ?? EMPTY }, PREVIEW_READS),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  });
  const readAt = useReadAt(dataUpdatedAt);
  const previews = new Map<string, PaymentPreview>();
  // The answer to a question about other parts is no answer to this one.
  if (body !== null && data?.parts.length === body.parts.length) {
    for (const [index, { paymentId }] of body.parts.entries()) {
      const preview = data.parts[index];
      if (preview !== undefined) previews.set(paymentId, preview);
    }
  }
  return {
    previews,
    readAt,
    isBehind: body !== null && (!isSettled || isPlaceholderData || isFetching),
    error,
    refetch: () => void refetch(),
  };
}

/** Never sent: the query is off while there is nothing to ask. */
const EMPTY = { organizationId: '', methodId: '', currency: '', parts: [] };
