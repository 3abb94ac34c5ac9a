import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { IconChecks } from '@tabler/icons-react';
import { useState } from 'react';
import type { Approval, Approvals } from '../../../contracts/approvals';
import { useApi } from '../../api/api';
import { operationQuery } from '../../api/operation-query';
import { useCanBill } from '../../api/session';
import { readingTrouble } from '../../api/trouble';
import { PageTitle } from '../../frame/page-title';
import type { TableBody } from '../../pieces/data-table/columns';
import { DataTable } from '../../pieces/data-table/data-table';
import { useKeys } from '../../pieces/keys';
import { useIsNarrow } from '../../pieces/narrow';
import { Note } from '../../pieces/note';
import { SelectionBar } from '../../pieces/selection-bar';
import { EmptyState, ErrorState } from '../../pieces/state-panel';
import { useWords } from '../../words/business';
import { ClientFilter } from '../client-filter';
import { InvoiceDrawer } from '../invoice/invoice-drawer';
import listStyles from '../list-page.module.css';
import { AnsweredToday } from './answered-today';
import { ApprovalLines, approvalColumns } from './approval-columns';
import { takesWords } from './approval-words';
import { DecideDialog, type Decision } from './decide-dialog';

const route = getRouteApi('/frame/approvals');

type Asked = Readonly<{ decision: Decision; ids: readonly string[] }>;

/** Runs of autopay that wait for a yes, the next one first. */
export function ApprovalsScreen() {
  const words = useWords();
  const canBill = useCanBill();
  // On a phone the bar docks at the foot, and what it would replace stays.
  const isNarrow = useIsNarrow();
  const { organizationId } = route.useSearch();
  const navigate = route.useNavigate();
  const list = useApprovals(organizationId);
  const rows = list.data?.items ?? [];
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [asked, setAsked] = useState<(Asked & Readonly<{ rows: readonly Approval[] }>) | null>(
    null,
  );
  const picked = rows.filter(({ id }) => chosen.has(id));
  const ask = (decision: Decision, of: readonly Approval[]) =>
    setAsked({ decision, ids: of.map(({ id }) => id), rows: of });
  const onDecide = canBill
    ? (approval: Approval, decision: Decision) => ask(decision, [approval])
    : undefined;
  useKeys({ a: () => ask('approve', picked) }, { isActive: picked.length > 0 });
  const show = (next: string | undefined) => {
    setChosen(new Set());
    void navigate({ search: next === undefined ? {} : { organizationId: next }, replace: true });
  };
  return (
    <>
      <PageTitle
        title="Approvals"
        sentence="Autopay payments that wait for a person. What is not approved by its run time does not run."
      />
      {picked.length > 0 && (
        <SelectionBar
          count={picked.length}
          sum={takesWords(picked, words)}
          primary={{
            label: `Approve ${picked.length}`,
            key: 'A',
            onClick: () => ask('approve', picked),
          }}
          others={[{ label: 'Decline…', onClick: () => ask('decline', picked) }]}
          onClear={() => setChosen(new Set())}
        />
      )}
      {(picked.length === 0 || isNarrow) && (
        <div className={listStyles['toolbar']}>
          <ClientFilter organizationId={organizationId} onChoose={show} />
        </div>
      )}
      {list.data && list.data.count > rows.length && (
        <Note
          tone="warn"
          headline={`The next ${words.count(rows.length)} of ${words.count(list.data.count)} are shown.`}
        >
          The others follow as these are decided.
        </Note>
      )}
      <DataTable
        label="Runs that wait for approval"
        columns={approvalColumns(words, rows, onDecide)}
        body={bodyOf(list, organizationId !== undefined)}
        idOf={({ id }) => id}
        narrowRow={(approval) => <ApprovalLines approval={approval} onDecide={onDecide} />}
        sumLabel={`${words.count(list.data?.count ?? 0)} waiting`}
        {...(onDecide && {
          onOpen: (id: string) => {
            const approval = rows.find((row) => row.id === id);
            if (approval) onDecide(approval, 'approve');
          },
          selection: {
            chosen,
            onChange: setChosen,
            canChoose: () => true,
            nameOf: ({ invoice, organization }: Approval) =>
              `${invoice.number} of ${organization.name}`,
          },
        })}
      />
      {list.data && <AnsweredToday answered={list.data.answeredToday} />}
      <InvoiceDrawer ids={rows.map(({ invoice }) => invoice.id)} count={rows.length} />
      {asked && (
        <DecideDialog
          key={asked.ids.join()}
          decision={asked.decision}
          approvals={asked.rows.map((row) => rows.find(({ id }) => id === row.id) ?? row)}
          onClose={() => setAsked(null)}
          onDone={() => {
            setAsked(null);
            setChosen(new Set());
          }}
        />
      )}
    </>
  );
}

function useApprovals(organizationId: string | undefined) {
  const api = useApi();
  return useQuery(
    operationQuery(
      api,
      'listApprovals',
      { query: organizationId === undefined ? {} : { organizationId } },
      ['approval', 'invoice', 'payment', 'method', 'autopayRule', 'clock'],
    ),
  );
}

type List = ReturnType<typeof useApprovals>;

function bodyOf(
  { data, error, isFetching, refetch }: List,
  isOfClient: boolean,
): TableBody<Approval> {
  if (data === undefined) {
    if (!error) return { kind: 'loading', rowCount: 6 };
    const content = (
      <ErrorState
        title="The approvals could not be read"
        onRetry={() => void refetch()}
        {...readingTrouble(error)}
      />
    );
    return { kind: 'message', content };
  }
  const { items }: Approvals = data;
  if (items.length > 0) return { kind: 'rows', rows: items, isRefetching: isFetching };
  const content = (
    <EmptyState
      icon={IconChecks}
      tone="done"
      title="No run waits for a yes"
      sentence={
        isOfClient
          ? 'Of this client nothing is to be approved. All clients shows the others.'
          : 'Runs of rules that ask for approval appear here by themselves, days before they run.'
      }
    />
  );
  return { kind: 'message', content };
}
