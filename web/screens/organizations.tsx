import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { IconBuildingOff, IconCheck, IconDownload, IconFilterOff } from '@tabler/icons-react';
import { useCallback } from 'react';
import { urlOf } from '../../contracts/client';
import { listOrganizations, type OrganizationsPage } from '../../contracts/organizations';
import { useApi } from '../api/api';
import { listQuery } from '../api/operation-query';
import { readingTrouble } from '../api/trouble';
import { PageTitle } from '../frame/page-title';
import type { TableBody } from '../pieces/data-table/columns';
import { DataTable } from '../pieces/data-table/data-table';
import { useIsNarrow } from '../pieces/narrow';
import { QuickFilters } from '../pieces/quick-filters';
import { SearchField } from '../pieces/search-field';
import { SortMenu } from '../pieces/sort-menu';
import { EmptyState, ErrorState } from '../pieces/state-panel';
import { useWords } from '../words/business';
import { plural } from '../words/plural';
import type { OrganizationsView } from '../view-state';
import {
  type OrganizationRow,
  organizationColumns,
  OrganizationLines,
} from './organization-columns';
import { sortOfText, textOfSort } from './sort-text';
import styles from './list-page.module.css';

const route = getRouteApi('/frame/organizations');

const VIEWS = [
  { key: 'all', label: 'All' },
  { key: 'pastDue', label: 'Past due' },
  { key: 'uncovered', label: 'Uncovered' },
  { key: 'nothingPlanned', label: 'Nothing planned' },
] as const;

/** On a phone, where no head of columns is. */
const SORTS: readonly Readonly<{ sort: NonNullable<OrganizationsView['sort']>; label: string }>[] =
  [
    { sort: 'name', label: 'Name' },
    { sort: '-balance', label: 'Open, highest first' },
    { sort: '-pastDue', label: 'Past due, highest first' },
    { sort: 'oldestDueOn', label: 'Oldest first' },
    { sort: '-uncovered', label: 'Uncovered, highest first' },
    { sort: 'nextPlannedOn', label: 'Next planned payment' },
  ];

/** Fits the tallest window; the rest follows as it comes near. */
const PAGE_SIZE = '100';

/** Every client with what it owes and what is planned next. */
export function OrganizationsScreen() {
  const words = useWords();
  const isNarrow = useIsNarrow();
  const view = route.useSearch();
  const navigate = route.useNavigate();
  const show = (next: OrganizationsView) =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true });
  const list = useOrganizations(view);
  const page = list.data?.pages[0];
  const sort = view.sort ?? 'name';
  const totals = page?.totals.length === 1 ? page.totals[0] : undefined;
  return (
    <>
      <PageTitle
        title="Organizations"
        sentence={page && plural(page.counts.all, 'client')}
        actions={
          <Button
            component="a"
            size="sm"
            href={urlOf(listOrganizations, { query: { ...queryOf(view), format: 'csv' } })}
            leftSection={<IconDownload size={15} stroke={1.75} aria-hidden />}
          >
            Export
          </Button>
        }
      />
      <div className={styles['toolbar']}>
        <QuickFilters
          label="Views of the clients"
          chosen={view.view ?? 'all'}
          onChoose={(key) => show({ view: key === 'all' ? undefined : key })}
          filters={VIEWS.map(({ key, label }) => ({
            key,
            label,
            ...(page && { count: words.count(page.counts[key]) }),
          }))}
        />
        <div className={styles['right']}>
          <SearchField
            label="Search clients"
            text={view.search ?? ''}
            onText={(text) => show({ search: text === '' ? undefined : text })}
          />
          {isNarrow && (
            <SortMenu
              sorts={SORTS}
              sort={sort}
              onSort={(next) => show({ sort: next === 'name' ? undefined : next })}
            />
          )}
        </div>
      </div>
      <DataTable
        label="Clients"
        columns={organizationColumns(words, totals)}
        body={bodyOf(list, view, () => show({ search: undefined, view: undefined }))}
        idOf={({ id }) => id}
        rowHeight={37}
        onOpen={(id) => void navigate({ to: '/organizations/$id', params: { id } })}
        sort={sortOfText(sort)}
        onSort={(next) => show({ sort: textOfSort(next) as OrganizationsView['sort'] })}
        narrowRow={(row) => <OrganizationLines row={row} />}
        onNearEnd={list.readOn}
        {...(page && totals && { sumLabel: plural(page.counts[view.view ?? 'all'], 'client') })}
      />
    </>
  );
}

function queryOf({ view, search, sort }: OrganizationsView) {
  return {
    ...(view !== undefined && { view }),
    ...(search !== undefined && { search }),
    ...(sort !== undefined && { sort }),
  };
}

function useOrganizations(view: OrganizationsView) {
  const api = useApi();
  const list = useInfiniteQuery(
    listQuery(api, 'listOrganizations', { query: { ...queryOf(view), limit: PAGE_SIZE } }, [
      'organization',
      'invoice',
      'payment',
    ]),
  );
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const readOn = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  return { ...list, readOn };
}

type List = Pick<
  ReturnType<typeof useOrganizations>,
  'data' | 'error' | 'isFetching' | 'isFetchingNextPage' | 'refetch'
>;

function bodyOf(
  { data, error, isFetching, isFetchingNextPage, refetch }: List,
  view: OrganizationsView,
  onClear: () => void,
): TableBody<OrganizationRow> {
  if (!data && error) {
    const content = (
      <ErrorState
        title="The clients could not be read"
        onRetry={() => void refetch()}
        {...readingTrouble(error)}
      />
    );
    return { kind: 'message', content };
  }
  if (!data) return { kind: 'loading', rowCount: 12 };
  const rows = data.pages.flatMap(({ items }) => items);
  if (rows.length > 0) {
    return { kind: 'rows', rows, isRefetching: isFetching && !isFetchingNextPage };
  }
  return {
    kind: 'message',
    content: <Nothing page={data.pages[0]} view={view} onClear={onClear} />,
  };
}

type NothingProps = Readonly<{
  page: OrganizationsPage | undefined;
  view: OrganizationsView;
  onClear: () => void;
}>;

function Nothing({ page, view, onClear }: NothingProps) {
  if (page?.counts.all === 0 && view.search === undefined) {
    return (
      <EmptyState
        icon={IconBuildingOff}
        title="No clients yet"
        sentence="Clients come with their invoices, from the first import on. Nothing is charged by importing."
        actions={
          <Button component={Link} to="/import" size="sm">
            Import invoices
          </Button>
        }
      />
    );
  }
  if (view.search === undefined) {
    return (
      <EmptyState
        icon={IconCheck}
        tone="done"
        title="No client is in this view"
        sentence="Nothing here waits for you."
      />
    );
  }
  return (
    <EmptyState
      icon={IconFilterOff}
      title={`No client matches “${view.search}”`}
      sentence="Names, client numbers and towns were searched."
      actions={
        <Button size="sm" onClick={onClear}>
          Clear search
        </Button>
      }
    />
  );
}
