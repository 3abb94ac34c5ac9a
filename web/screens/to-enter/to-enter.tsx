import { Button } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { IconChecks, IconDownload, IconFilterOff } from '@tabler/icons-react';
import { useState } from 'react';
import type { EntryExport, UnpostedLine } from '../../../contracts/unposted-lines';
import { useApi } from '../../api/api';
import { changingTrouble } from '../../api/changing-trouble';
import { listQuery } from '../../api/operation-query';
import { useCanBill } from '../../api/session';
import { readingTrouble } from '../../api/trouble';
import { useSending } from '../../api/use-sending';
import { PageTitle } from '../../frame/page-title';
import { useShowOver } from '../../frame/use-show-over';
import type { TableBody } from '../../pieces/data-table/columns';
import { DataTable } from '../../pieces/data-table/data-table';
import { useKeys } from '../../pieces/keys';
import { QuickFilters } from '../../pieces/quick-filters';
import { SearchField } from '../../pieces/search-field';
import { SelectionBar } from '../../pieces/selection-bar';
import { EmptyState, ErrorState } from '../../pieces/state-panel';
import { showToast } from '../../pieces/toast';
import type { ToEnterView } from '../../view-state';
import { useWords } from '../../words/business';
import { plural } from '../../words/plural';
import { InvoiceDrawer } from '../invoice/invoice-drawer';
import listStyles from '../list-page.module.css';
import { type Marked, MarkEnteredDialog } from './mark-entered-dialog';
import { Exports, exportUrl } from './exports';
import { lineColumns, lineId, LineLines, sumsWords } from './line-columns';

const route = getRouteApi('/frame/payments/to-enter');

const VIEWS = [
  { key: 'toEnter', label: 'To enter' },
  { key: 'notExported', label: 'Not exported' },
  { key: 'entered', label: 'Entered, not in a list yet' },
] as const;

/** What settled and the books do not show yet: exported, entered there, and marked here. */
export function ToEnterScreen() {
  const words = useWords();
  const canBill = useCanBill();
  const { view = 'toEnter', search } = route.useSearch();
  const navigate = route.useNavigate();
  const showOver = useShowOver();
  const show = (next: ToEnterView) =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true });
  const list = useLines(view, search);
  const page = list.data?.pages[0];
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const invoiceIds = [...new Set(rows.map(({ invoice }) => invoice.id))];
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [marked, setMarked] = useState<Marked | null>(null);
  const picked = rows.filter((row) => chosen.has(lineId(row)));
  const mark = () => setMarked({ kind: 'lines', lines: picked, isTakenBack: view === 'entered' });
  useKeys({ m: mark }, { isActive: picked.length > 0 });
  return (
    <>
      <PageTitle
        title="Payments to enter"
        sentence={page && `${sumsWords(page.sums, words)} settled and not in the books yet`}
        {...(canBill &&
          page &&
          page.counts.notExported > 0 && {
            actions: <ExportButton count={page.counts.notExported} />,
          })}
      />
      {page && (
        <Exports
          exports={page.exports}
          {...(canBill && { onMark: (given: EntryExport) => setMarked({ kind: 'export', given }) })}
        />
      )}
      {picked.length > 0 ? (
        <SelectionBar
          count={picked.length}
          primary={{
            label: view === 'entered' ? 'Not entered after all' : 'Mark as entered',
            key: 'M',
            onClick: mark,
          }}
          others={[]}
          onClear={() => setChosen(new Set())}
        />
      ) : (
        <div className={listStyles['toolbar']}>
          <QuickFilters
            label="Views of the payments to enter"
            chosen={view}
            onChoose={(key) => {
              setChosen(new Set());
              show({ view: key === 'toEnter' ? undefined : key });
            }}
            filters={VIEWS.map(({ key, label }) => ({
              key,
              label,
              ...(page && { count: words.count(page.counts[key]) }),
            }))}
          />
          <SearchField
            label="Search payments to enter"
            text={search ?? ''}
            onText={(text) => show({ search: text === '' ? undefined : text })}
          />
        </div>
      )}
      <DataTable
        label="Payments to enter"
        columns={lineColumns(words, rows)}
        body={bodyOf(list, rows, view !== 'toEnter' || search !== undefined, show)}
        idOf={lineId}
        onOpen={(id) => showOver({ invoice: rows.find((row) => lineId(row) === id)?.invoice.id })}
        narrowRow={(row) => <LineLines row={row} />}
        {...(canBill && {
          selection: {
            chosen,
            onChange: setChosen,
            canChoose: () => true,
            nameOf: ({ payment, invoice }: UnpostedLine) =>
              `${payment.number} on ${invoice.number}`,
          },
        })}
        onNearEnd={() => {
          if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
        }}
      />
      <InvoiceDrawer ids={invoiceIds} count={invoiceIds.length} />
      {marked && (
        <MarkEnteredDialog
          marked={marked}
          onClose={() => setMarked(null)}
          onDone={() => {
            setMarked(null);
            setChosen(new Set());
          }}
        />
      )}
    </>
  );
}

/** Writes the export first, so that its file can be read again, then reads the file. */
function ExportButton({ count }: Readonly<{ count: number }>) {
  const api = useApi();
  const queries = useQueryClient();
  const write = useSending({
    isRepeatable: true,
    mutationFn: () => api.exportUnpostedLines(),
    onSuccess: ({ id }) => {
      window.location.assign(exportUrl(id));
      void queries.invalidateQueries({ queryKey: ['listUnpostedLines'] });
    },
    onError: (error) =>
      showToast({
        tone: 'bad',
        words: changingTrouble(error, { NOTHING_TO_EXPORT: 'Somebody exported them already.' }),
      }),
  });
  return (
    <Button
      size="sm"
      leftSection={<IconDownload size={15} stroke={1.75} aria-hidden />}
      loading={write.isPending}
      onClick={() => write.send()}
    >
      Export {plural(count, 'payment')}
    </Button>
  );
}

function useLines(view: NonNullable<ToEnterView['view']>, search: string | undefined) {
  const api = useApi();
  const query = { view, limit: '100', ...(search !== undefined && { search }) };
  return useInfiniteQuery({
    ...listQuery(api, 'listUnpostedLines', { query }, ['payment', 'invoice']),
    placeholderData: keepPreviousData,
  });
}

function bodyOf(
  list: ReturnType<typeof useLines>,
  rows: readonly UnpostedLine[],
  isNarrowed: boolean,
  show: (next: ToEnterView) => void,
): TableBody<UnpostedLine> {
  if (!list.data) {
    if (!list.error) return { kind: 'loading', rowCount: 8 };
    const content = (
      <ErrorState
        title="The payments to enter could not be read"
        onRetry={() => void list.refetch()}
        {...readingTrouble(list.error)}
      />
    );
    return { kind: 'message', content };
  }
  if (rows.length > 0) {
    return { kind: 'rows', rows, isRefetching: list.isFetching && !list.isFetchingNextPage };
  }
  const content = isNarrowed ? (
    <EmptyState
      icon={IconFilterOff}
      title="No payment matches"
      sentence="Payments, invoices, clients and references were searched in this view."
      actions={
        <Button size="sm" onClick={() => show({ search: undefined, view: undefined })}>
          Show all to enter
        </Button>
      }
    />
  ) : (
    <EmptyState
      icon={IconChecks}
      tone="done"
      title="Nothing is to be entered"
      sentence="What settles appears here until a balance list of your books holds it."
    />
  );
  return { kind: 'message', content };
}
