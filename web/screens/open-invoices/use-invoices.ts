/** The invoices of a view, page by page, with counts and sums over all that match. */
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { Client } from '../../../contracts/client';
import { useApi } from '../../api/api';
import { listQuery, operationQuery, type Reading } from '../../api/operation-query';
import type { InvoicesView } from '../../view-state';

/** More than the tallest window shows, compact; the rest follows as it comes near. */
const PAGE_SIZE = '100';

/** The whole address of a view in the words of the API, where every value is a text. */
export function filterOf({ sort: _, balanceFromMinor, balanceToMinor, ...rest }: InvoicesView) {
  const texts = Object.entries(rest).filter(([, value]) => value !== undefined);
  return {
    ...(Object.fromEntries(texts) as Partial<Omit<InvoicesView, 'sort'>>),
    ...(balanceFromMinor !== undefined && { balanceFromMinor: String(balanceFromMinor) }),
    ...(balanceToMinor !== undefined && { balanceToMinor: String(balanceToMinor) }),
  } as Filter;
}

type Filter = NonNullable<NonNullable<Parameters<Client['summarizeInvoices']>[0]>['query']>;

/** A rule or its method changes what autopay is to take of a row. */
const READS: readonly Reading[] = [
  'invoice',
  'payment',
  'organization',
  'autopayRule',
  'method',
  'clock',
];

export function useInvoices(view: InvoicesView) {
  const api = useApi();
  const filter = filterOf(view);
  const query = {
    ...filter,
    ...(view.sort !== undefined && { sort: view.sort }),
    limit: PAGE_SIZE,
  };
  const list = useInfiniteQuery({
    ...listQuery(api, 'listInvoices', { query }, READS),
    placeholderData: keepPreviousData,
  });
  const summary = useQuery({
    ...operationQuery(api, 'summarizeInvoices', { query: filter }, READS),
    placeholderData: keepPreviousData,
  });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const readOn = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  return { list, summary: summary.data, readOn };
}

export type InvoicesList = ReturnType<typeof useInvoices>['list'];
