import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { IconChecks, IconDownload, IconHourglass } from '@tabler/icons-react';
import { useState } from 'react';
import { urlOf } from '../../../contracts/client';
import type { ImportRow } from '../../../contracts/import-row';
import { type Import, listImportRows } from '../../../contracts/imports';
import { useApi } from '../../api/api';
import { listQuery } from '../../api/operation-query';
import { useCanBill } from '../../api/session';
import { readingTrouble } from '../../api/trouble';
import type { TableBody } from '../../pieces/data-table/columns';
import { DataTable } from '../../pieces/data-table/data-table';
import { useKeys } from '../../pieces/keys';
import { QuickFilters } from '../../pieces/quick-filters';
import { SelectionBar } from '../../pieces/selection-bar';
import { EmptyState, ErrorState } from '../../pieces/state-panel';
import type { ImportView } from '../../view-state';
import { useWords } from '../../words/business';
import { DecideDialog } from './decide-dialog';
import styles from './import.module.css';
import { DecideTogetherDialog } from './decide-together-dialog';
import { isRunning, rowName } from './import-words';
import { RowLines, rowColumns } from './row-columns';

const route = getRouteApi('/frame/import/$importId');

const VIEWS = [
  { key: 'needsYou', label: 'Needs you' },
  { key: 'changed', label: 'Changed' },
  { key: 'all', label: 'All' },
] as const;

type View = (typeof VIEWS)[number]['key'];

const PAGE_SIZE = '100';

/** Every row with what became of it and why, and the way to decide those that wait. */
export function ResultTable({ given }: Readonly<{ given: Import }>) {
  const words = useWords();
  const canBill = useCanBill();
  const { view = 'all', row: opened } = route.useSearch();
  const navigate = route.useNavigate();
  const show = (next: ImportView) =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true });
  const list = useRows(given.id, view);
  const counts = list.data?.pages[0]?.counts;
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const together = rows.filter((row) => isMissing(row) && chosen.has(String(row.position)));
  const [isDeciding, setDeciding] = useState(false);
  useKeys({ d: () => setDeciding(true) }, { isActive: together.length > 0 });
  const openedRow = rows.find(({ position }) => position === opened);
  const decide = canBill ? (position: number) => show({ row: position }) : undefined;
  return (
    <>
      {together.length > 0 ? (
        <SelectionBar
          count={together.length}
          primary={{ label: 'Decide together', key: 'D', onClick: () => setDeciding(true) }}
          others={[]}
          onClear={() => setChosen(new Set())}
        />
      ) : (
        <div className={styles['toolbar']}>
          <QuickFilters<View>
            label="Views of the rows"
            chosen={view}
            onChoose={(key) => show({ view: key === 'all' ? undefined : key })}
            filters={VIEWS.map(({ key, label }) => ({
              key,
              label,
              ...(counts && { count: words.count(counts[key]) }),
            }))}
          />
          <Button
            component="a"
            size="sm"
            href={urlOf(listImportRows, {
              params: { id: given.id },
              query: { view, format: 'csv' },
            })}
            leftSection={<IconDownload size={15} stroke={1.75} aria-hidden />}
          >
            Result as CSV
          </Button>
        </div>
      )}
      <DataTable
        label="Rows of the import"
        columns={rowColumns(words, rows, decide)}
        body={bodyOf(list, rows, view, isRunning(given))}
        idOf={({ position }) => String(position)}
        narrowRow={(row) => <RowLines row={row} {...(decide && { onDecide: decide })} />}
        totalCount={counts?.[view] ?? rows.length}
        {...(decide &&
          rows.some(isMissing) && {
            selection: { chosen, onChange: setChosen, canChoose: isMissing, nameOf: rowName },
          })}
        {...(decide && {
          onOpen: (id: string) => {
            const row = rows.find(({ position }) => String(position) === id);
            if (row && row.decisions.length > 0) decide(row.position);
          },
        })}
        onNearEnd={() => {
          if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
        }}
      />
      {isDeciding && together.length > 0 && (
        <DecideTogetherDialog
          importId={given.id}
          rows={together}
          onClose={() => setDeciding(false)}
        />
      )}
      {openedRow && canBill && openedRow.decisions.length > 0 && (
        <DecideDialog
          key={openedRow.position}
          importId={given.id}
          row={openedRow}
          onClose={() => show({ row: undefined })}
        />
      )}
    </>
  );
}

/** Only these are decided alike: what is true of one invoice may be true of all that are missing. */
function isMissing({ decisions }: ImportRow): boolean {
  return decisions.includes('missing');
}

function useRows(importId: string, view: View) {
  const api = useApi();
  return useInfiniteQuery(
    listQuery(
      api,
      'listImportRows',
      { params: { id: importId }, query: { view, limit: PAGE_SIZE } },
      [{ topic: 'import', id: importId }, 'invoice'],
    ),
  );
}

function bodyOf(
  list: ReturnType<typeof useRows>,
  rows: readonly ImportRow[],
  view: View,
  isStillRunning: boolean,
): TableBody<ImportRow> {
  if (!list.data) {
    if (!list.error) return { kind: 'loading', rowCount: 8 };
    const content = (
      <ErrorState
        title="The rows could not be read"
        onRetry={() => void list.refetch()}
        {...readingTrouble(list.error)}
      />
    );
    return { kind: 'message', content };
  }
  if (rows.length > 0) {
    return { kind: 'rows', rows, isRefetching: list.isFetching && !list.isFetchingNextPage };
  }
  return { kind: 'message', content: <Nothing view={view} isRunning={isStillRunning} /> };
}

function Nothing({ view, isRunning: isStill }: Readonly<{ view: View; isRunning: boolean }>) {
  if (isStill) {
    return (
      <EmptyState
        icon={IconHourglass}
        title="No row yet"
        sentence="Rows appear as they are read. You may leave this page: it goes on by itself."
      />
    );
  }
  return (
    <EmptyState
      icon={IconChecks}
      tone="done"
      title={view === 'needsYou' ? 'No row waits for you' : 'No row in this view'}
      sentence="All shows every row of the import."
    />
  );
}
