import { Button } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import { useState } from 'react';
import type { Column, Sort, TableBody } from '../../../web/pieces/data-table/columns';
import { DataTable } from '../../../web/pieces/data-table/data-table';
import { DueDate, DueWords } from '../../../web/pieces/data-table/due-date';
import { NarrowRowLines } from '../../../web/pieces/data-table/narrow-row';
import { EmptyState, ErrorState } from '../../../web/pieces/state-panel';
import { StatusChips } from '../../../web/pieces/status-chip';
import { useWords } from '../../../web/words/business';
import { INVOICES, type PartInvoice } from './invoices';
import { Section } from './section';

const nothing = () => undefined;

function useColumns(): readonly Column<PartInvoice>[] {
  const words = useWords();
  return [
    {
      key: 'number',
      head: 'Number',
      width: 96,
      canSort: true,
      cell: ({ number }) => <span className="hr-id">{number}</span>,
      skeleton: { widths: [60] },
    },
    {
      key: 'due',
      head: 'Due',
      width: 224,
      canSort: true,
      cell: ({ dueOn, isPastDue }) => <DueDate dueOn={dueOn} isPastDue={isPastDue} />,
      skeleton: { widths: [84, 80] },
    },
    {
      key: 'total',
      head: 'Total, USD',
      width: 108,
      isNumber: true,
      leavesUnder: 1200,
      cell: ({ totalMinor }) => <span className="hr-dim">{words.amount(totalMinor, 'USD')}</span>,
      sum: words.amount(10_337_24, 'USD'),
      skeleton: { widths: [56] },
    },
    {
      key: 'balance',
      head: 'Balance',
      width: 108,
      isNumber: true,
      canSort: true,
      cell: ({ balanceMinor }) => <b>{words.amount(balanceMinor, 'USD')}</b>,
      sum: words.amount(8_917_24, 'USD'),
      skeleton: { widths: [48] },
    },
    {
      key: 'status',
      head: 'Status',
      startsAfter: 28,
      cell: ({ chips, reason }) => (
        <span style={{ display: 'flex', gap: 10, alignItems: 'center' }}>
          <StatusChips chips={chips} />
          <span className="hr-small hr-dim">{reason}</span>
        </span>
      ),
      skeleton: { widths: [78], shape: 'chip' },
    },
  ];
}

type PartTableProps = Readonly<{
  label: string;
  body: TableBody<PartInvoice>;
  rowHeight?: number;
  withSums?: boolean;
}>;

export function PartTable({ label, body, rowHeight = 40, withSums = false }: PartTableProps) {
  const words = useWords();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(['INV-1038']));
  const [sort, setSort] = useState<Sort>({ key: 'due', direction: 'ascending' });
  return (
    <DataTable
      label={label}
      columns={useColumns()}
      body={body}
      idOf={({ id }) => id}
      rowHeight={rowHeight}
      sort={sort}
      onSort={setSort}
      selection={{
        chosen,
        onChange: setChosen,
        canChoose: ({ reason }) => reason === null,
        nameOf: ({ number }) => number,
      }}
      narrowRow={({ number, balanceMinor, dueOn, isPastDue, chips, reason }) => (
        <NarrowRowLines
          name={number}
          figure={words.amount(balanceMinor, 'USD')}
          second={<DueWords dueOn={dueOn} isPastDue={isPastDue} />}
          {...(chips.length > 0 && { chips: <StatusChips chips={chips} /> })}
          {...(reason !== null && { reason })}
        />
      )}
      {...(withSums && { sumLabel: '6 open invoices' })}
    />
  );
}

export function Tables() {
  return (
    <>
      <Section title="Rows, 40 px, with sums">
        <PartTable label="Usual" body={{ kind: 'rows', rows: INVOICES }} withSums />
      </Section>
      <Section title="Rows, 32 px, reading again">
        <PartTable
          label="Compact"
          body={{ kind: 'rows', rows: INVOICES.slice(1, 4), isRefetching: true }}
          rowHeight={32}
        />
      </Section>
      <Section title="Loading">
        <PartTable label="Loading" body={{ kind: 'loading', rowCount: 4 }} />
      </Section>
      <Section title="Nothing matches">
        <PartTable
          label="Empty"
          body={{
            kind: 'message',
            content: (
              <EmptyState
                icon={IconFilterOff}
                title="None of the 1,284 open invoices match"
                sentence="Filters: Balance is at least 300.00 · search “HP-2026”."
                actions={<Button size="sm">Clear filters</Button>}
              />
            ),
          }}
        />
      </Section>
      <Section title="Error">
        <PartTable
          label="Error"
          body={{
            kind: 'message',
            content: (
              <ErrorState
                title="The invoices could not be read"
                sentence="Headroom did not answer. No money moved and nothing was changed."
                onRetry={nothing}
                requestId="7f3a11c2-0000-4000-8000-000000000000"
              />
            ),
          }}
        />
      </Section>
    </>
  );
}
