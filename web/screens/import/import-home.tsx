import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { IconDownload, IconFileImport } from '@tabler/icons-react';
import { urlOf } from '../../../contracts/client';
import { type Import, readImportTemplate } from '../../../contracts/imports';
import { useApi } from '../../api/api';
import { listQuery } from '../../api/operation-query';
import { useCanBill } from '../../api/session';
import { readingTrouble } from '../../api/trouble';
import { PageTitle } from '../../frame/page-title';
import type { Column, TableBody } from '../../pieces/data-table/columns';
import { DataTable } from '../../pieces/data-table/data-table';
import { NarrowRowLines } from '../../pieces/data-table/narrow-row';
import { EmptyState, ErrorState } from '../../pieces/state-panel';
import { StatusChip } from '../../pieces/status-chip';
import { useWords, type Words } from '../../words/business';
import styles from './import.module.css';
import { filesWords, stateChip } from './import-words';
import { NewImport } from './new-import';

/** Where files come in, and what came in before. */
export function ImportScreen() {
  const canBill = useCanBill();
  const words = useWords();
  const navigate = useNavigate();
  const list = useImports();
  const page = list.data?.pages[0];
  return (
    <>
      <PageTitle
        title="Import"
        sentence="CSV balance lists, e-invoices (UBL, CII), PDFs with an e-invoice inside, and plain PDFs named by their invoice number"
        actions={
          <Button
            component="a"
            size="sm"
            href={urlOf(readImportTemplate, {})}
            leftSection={<IconDownload size={15} stroke={1.75} aria-hidden />}
          >
            Template of a balance list
          </Button>
        }
      />
      {canBill && (list.data || list.error) && (
        <NewImport
          sources={page?.sources.map(({ name }) => name) ?? []}
          lastSource={page?.items[0]?.source}
        />
      )}
      <section className={styles['section']}>
        <h2 className="hr-section">Earlier imports</h2>
        <DataTable
          label="Earlier imports"
          columns={columns(words)}
          body={bodyOf(list)}
          idOf={({ id }) => id}
          onOpen={(importId) => void navigate({ to: '/import/$importId', params: { importId } })}
          narrowRow={(row) => <ImportLines row={row} />}
          onNearEnd={() => {
            if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
          }}
        />
      </section>
    </>
  );
}

function useImports() {
  const api = useApi();
  return useInfiniteQuery(listQuery(api, 'listImports', { query: {} }, ['import']));
}

function bodyOf(list: ReturnType<typeof useImports>): TableBody<Import> {
  if (!list.data) {
    if (!list.error) return { kind: 'loading', rowCount: 6 };
    const content = (
      <ErrorState
        title="The imports could not be read"
        onRetry={() => void list.refetch()}
        {...readingTrouble(list.error)}
      />
    );
    return { kind: 'message', content };
  }
  const rows = list.data.pages.flatMap(({ items }) => items);
  if (rows.length > 0) {
    return { kind: 'rows', rows, isRefetching: list.isFetching && !list.isFetchingNextPage };
  }
  const content = (
    <EmptyState
      icon={IconFileImport}
      title="Nothing was imported yet"
      sentence="Drop invoices or a balance list above. Every row says what became of it."
    />
  );
  return { kind: 'message', content };
}

function columns(words: Words): readonly Column<Import>[] {
  return [
    {
      key: 'openedAt',
      head: 'Opened',
      width: 168,
      cell: ({ openedAt }) => <span className="hr-number">{words.fullDateAndTime(openedAt)}</span>,
      skeleton: { widths: [130] },
    },
    {
      key: 'files',
      head: 'Files',
      cell: (row) => <ImportLink row={row} />,
      skeleton: { widths: [200] },
    },
    {
      key: 'source',
      head: 'Source',
      width: 150,
      leavesUnder: 1200,
      cell: ({ source }) => <span className={styles['ellipsis']}>{source}</span>,
      skeleton: { widths: [80] },
    },
    {
      key: 'asOf',
      head: 'As of',
      width: 168,
      leavesUnder: 1200,
      cell: ({ asOf }) =>
        asOf === null ? null : <span className="hr-number">{words.fullDateAndTime(asOf)}</span>,
      skeleton: { widths: [130] },
    },
    {
      key: 'rows',
      head: 'Rows',
      width: 84,
      isNumber: true,
      cell: ({ rows }) => words.count(rows),
      skeleton: { widths: [36] },
    },
    {
      key: 'state',
      head: 'How it stands',
      width: 190,
      startsAfter: 28,
      cell: (row) => <StateChip row={row} />,
      skeleton: { widths: [70], shape: 'chip' },
    },
    {
      key: 'by',
      head: 'By',
      width: 150,
      leavesUnder: 1200,
      cell: ({ openedBy }) => <span className={styles['ellipsis']}>{openedBy ?? 'Headroom'}</span>,
      skeleton: { widths: [90] },
    },
  ];
}

function StateChip({ row }: Readonly<{ row: Import }>) {
  const [kind, name] = stateChip(row);
  return <StatusChip kind={kind}>{name}</StatusChip>;
}

function ImportLink({ row }: Readonly<{ row: Import }>) {
  return (
    <Link
      className={`hr-link ${styles['ellipsis']}`}
      to="/import/$importId"
      params={{ importId: row.id }}
      title={row.files.map(({ name }) => name).join(', ')}
    >
      {filesWords(row)}
    </Link>
  );
}

function ImportLines({ row }: Readonly<{ row: Import }>) {
  const words = useWords();
  return (
    <NarrowRowLines
      name={<ImportLink row={row} />}
      figure={words.count(row.rows)}
      second={`${words.dateAndTime(row.openedAt)} · ${row.openedBy ?? 'Headroom'}`}
      chips={<StateChip row={row} />}
    />
  );
}
