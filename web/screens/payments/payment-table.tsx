import { Button } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { IconCreditCardOff, IconFilterOff } from '@tabler/icons-react';
import { useCallback } from 'react';
import type { PaymentRow } from '../../../contracts/payment-row';
import { useApi } from '../../api/api';
import { listQuery } from '../../api/operation-query';
import { readingTrouble } from '../../api/trouble';
import type { TableBody } from '../../pieces/data-table/columns';
import { DataTable } from '../../pieces/data-table/data-table';
import { useIsNarrow } from '../../pieces/narrow';
import { QuickFilters } from '../../pieces/quick-filters';
import { SearchField } from '../../pieces/search-field';
import { SortMenu } from '../../pieces/sort-menu';
import { EmptyState, ErrorState } from '../../pieces/state-panel';
import type { PaymentsView } from '../../view-state';
import { useWords } from '../../words/business';
import listStyles from '../list-page.module.css';
import { sortOfText, textOfSort } from '../sort-text';
import { paymentColumns, PaymentLines } from './payment-columns';

const VIEWS = [
  { key: 'all', label: 'All' },
  { key: 'scheduled', label: 'Scheduled' },
  { key: 'inFlight', label: 'In flight' },
  { key: 'settled', label: 'Settled' },
  { key: 'failed', label: 'Failed' },
  { key: 'needsReview', label: 'In review' },
] as const;

/** On a phone, where no head of columns is. */
const SORTS: readonly Readonly<{ sort: NonNullable<PaymentsView['sort']>; label: string }>[] = [
  { sort: '-placedAt', label: 'Placed, newest first' },
  { sort: 'runOn', label: 'Run date' },
  { sort: '-amount', label: 'Amount, highest first' },
  { sort: 'organization', label: 'Client' },
];

const PAGE_SIZE = '100';

type PaymentTableProps = Readonly<{
  label: string;
  /** Absent over all clients. */
  organizationId?: string;
  view: PaymentsView;
  onShow: (next: PaymentsView) => void;
}>;

/** Payments with their views and search; a row opens the payment's page. */
export function PaymentTable({ label, organizationId, view, onShow }: PaymentTableProps) {
  const words = useWords();
  const isNarrow = useIsNarrow();
  const navigate = useNavigate();
  const list = usePayments(view, organizationId);
  const page = list.data?.pages[0];
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      <div className={listStyles['toolbar']}>
        <QuickFilters
          label="Views of the payments"
          chosen={view.view ?? 'all'}
          onChoose={(key) => onShow({ view: key === 'all' ? undefined : key })}
          filters={VIEWS.map(({ key, label: name }) => ({
            key,
            label: name,
            ...(page?.counts && { count: words.count(page.counts[key]) }),
          }))}
        />
        <div className={listStyles['right']}>
          <SearchField
            label="Search payments"
            text={view.search ?? ''}
            onText={(text) => onShow({ search: text === '' ? undefined : text })}
          />
          {isNarrow && (
            <SortMenu
              sorts={SORTS}
              sort={view.sort ?? '-placedAt'}
              onSort={(next) => onShow({ sort: next === '-placedAt' ? undefined : next })}
            />
          )}
        </div>
      </div>
      <DataTable
        label={label}
        columns={paymentColumns(words, organizationId === undefined)}
        body={bodyOf(list, rows, view, onShow)}
        idOf={({ id }) => id}
        sort={sortOfText(view.sort ?? '-placedAt')}
        onSort={(sort) => onShow({ sort: textOfSort(sort) as PaymentsView['sort'] })}
        onOpen={(id) => void navigate({ to: '/payments/$id', params: { id } })}
        narrowRow={(row) => (
          <PaymentLines payment={row} withClient={organizationId === undefined} />
        )}
        onNearEnd={list.readOn}
      />
    </>
  );
}

function usePayments(view: PaymentsView, organizationId: string | undefined) {
  const api = useApi();
  const known = Object.entries(view).filter(([, value]) => value !== undefined);
  const query = {
    ...(Object.fromEntries(known) as PaymentsView),
    ...(organizationId !== undefined && { organizationId }),
    limit: PAGE_SIZE,
  } as { limit: string };
  const list = useInfiniteQuery({
    ...listQuery(api, 'listPayments', { query }, ['payment']),
    placeholderData: keepPreviousData,
  });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const readOn = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  return { ...list, readOn };
}

function bodyOf(
  { data, error, isFetching, isFetchingNextPage, refetch }: ReturnType<typeof usePayments>,
  rows: readonly PaymentRow[],
  view: PaymentsView,
  onShow: (next: PaymentsView) => void,
): TableBody<PaymentRow> {
  if (!data && error) {
    const content = (
      <ErrorState
        title="The payments could not be read"
        onRetry={() => void refetch()}
        {...readingTrouble(error)}
      />
    );
    return { kind: 'message', content };
  }
  if (!data) return { kind: 'loading', rowCount: 12 };
  if (rows.length > 0) {
    return { kind: 'rows', rows, isRefetching: isFetching && !isFetchingNextPage };
  }
  const isNarrowed = view.search !== undefined || view.view !== undefined;
  const content = isNarrowed ? (
    <EmptyState
      icon={IconFilterOff}
      title="No payment matches"
      sentence="Numbers, clients, references, invoice numbers and amounts were searched in this view."
      actions={
        <Button size="sm" onClick={() => onShow({ search: undefined, view: undefined })}>
          Show all payments
        </Button>
      }
    />
  ) : (
    <EmptyState
      icon={IconCreditCardOff}
      title="No payments yet"
      sentence="Choose open invoices and pay or schedule them. Each payment appears here from that moment on."
    />
  );
  return { kind: 'message', content };
}
