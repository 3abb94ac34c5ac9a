/** The rows behind a selection of ids, also of those that the list has not read or shows no more. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { InvoiceRow } from '../../../contracts/invoice-row';
import { useApi } from '../../api/api';
import { operationQuery } from '../../api/operation-query';

/** A payment takes no more lines, and the API answers for no more ids at once. */
export const CHOSEN_MAX = 200;

export function useChosenInvoices(
  chosen: ReadonlySet<string>,
  shown: readonly InvoiceRow[],
): readonly InvoiceRow[] {
  const api = useApi();
  const known = shown.filter(({ id }) => chosen.has(id));
  const knownIds = new Set(known.map(({ id }) => id));
  const missing = [...chosen].filter((id) => !knownIds.has(id)).slice(0, CHOSEN_MAX);
  const { data } = useQuery({
    ...operationQuery(
      api,
      'listInvoices',
      { query: { ids: missing.join(','), status: 'any', limit: String(CHOSEN_MAX) } },
      ['invoice', 'payment', 'organization'],
    ),
    enabled: missing.length > 0,
    placeholderData: keepPreviousData,
  });
  const others = missing.length === 0 ? [] : (data?.items ?? []);
  return [...known, ...others.filter(({ id }) => chosen.has(id) && !knownIds.has(id))];
}
