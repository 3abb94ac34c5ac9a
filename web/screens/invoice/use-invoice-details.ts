import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useApi } from '../../api/api';
import { operationQuery, type Reading } from '../../api/operation-query';

/** A rule or its method changes what autopay is to take of it. */
const READS: readonly Reading[] = ['invoice', 'payment', 'autopayRule', 'method', 'clock'];

/** One invoice in full. */
export function useInvoiceDetails(id: string) {
  const api = useApi();
  return useQuery(operationQuery(api, 'readInvoice', { params: { id } }, READS));
}

/** Several in full, with their sums, in the order asked; 2 to 50. */
export function useSeveralInvoices(ids: readonly string[]) {
  const api = useApi();
  return useQuery({
    ...operationQuery(api, 'readInvoices', { query: { ids: ids.join(',') } }, READS),
    placeholderData: keepPreviousData,
  });
}
