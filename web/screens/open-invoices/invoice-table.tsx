import { useState } from 'react';
import type { InvoiceRow } from '../../../contracts/invoice-row';
import type { InvoicesSummary } from '../../../contracts/invoices';
import { useShowOver } from '../../frame/use-show-over';
import { DataTable } from '../../pieces/data-table/data-table';
import type { InvoicesView } from '../../view-state';
import { useWords } from '../../words/business';
import { plural } from '../../words/plural';
import { InvoiceDrawer } from '../invoice/invoice-drawer';
import { sortOfText, textOfSort } from '../sort-text';
import { columnsOfAllClients, columnsOfOneClient, InvoiceLines } from './invoice-columns';
import { InvoiceSelectionBar } from './invoice-selection-bar';
import { InvoiceToolbar } from './invoice-toolbar';
import { invoicesBody } from './invoices-body';
import { useChosenInvoices } from './use-chosen-invoices';
import type { InvoicesList, useInvoices } from './use-invoices';

type InvoiceTableProps = Readonly<{
  /** Accessible name: `Open invoices of Northwind Dental Group`. */
  label: string;
  /** Absent over all clients. */
  organization?: Readonly<{ id: string; name: string }>;
  view: InvoicesView;
  onShow: (next: InvoicesView) => void;
  invoices: ReturnType<typeof useInvoices>;
}>;

/** Invoices with their toolbar, their selection, and the summary that opens over them. */
export function InvoiceTable(props: InvoiceTableProps) {
  const { label, organization, view, onShow, invoices } = props;
  const { list, summary, readOn } = invoices;
  const words = useWords();
  const showOver = useShowOver();
  const rows = rowsOf(list);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const chosenRows = useChosenInvoices(chosen, rows);
  const isOfAll = organization === undefined;
  const sums = summary?.totals.length === 1 ? summary.totals[0] : undefined;
  const columns = isOfAll ? columnsOfAllClients(words, sums) : columnsOfOneClient(words, sums);
  const clientName = rows.find(({ organization: { id } }) => id === view.organizationId)
    ?.organization.name;
  return (
    <>
      {chosen.size > 0 ? (
        <InvoiceSelectionBar
          rows={chosenRows}
          payableIds={summary?.payableIds ?? []}
          onChange={setChosen}
        />
      ) : (
        <InvoiceToolbar
          view={view}
          onShow={onShow}
          summary={summary}
          clientName={clientName}
          isOfAll={isOfAll}
        />
      )}
      <DataTable
        label={label}
        columns={columns}
        body={invoicesBody({ list, rows, view, summary, organization, onShow })}
        idOf={({ id }) => id}
        rowHeight={isOfAll ? 32 : 40}
        sort={sortOfText(view.sort ?? 'dueOn')}
        onSort={(sort) => onShow({ sort: textOfSort(sort) as InvoicesView['sort'] })}
        selection={{
          chosen,
          onChange: setChosen,
          canChoose: ({ cannotPay }) => cannotPay === null,
          nameOf: ({ number }) => number,
        }}
        hasBarAbove={chosen.size > 0}
        onOpen={(id) => showOver({ invoice: id })}
        narrowRow={(row) => (
          <InvoiceLines invoice={row} withClient={isOfAll} withCurrency={!sums} />
        )}
        onNearEnd={readOn}
        {...(summary && {
          totalCount: summary.invoices,
          sumLabel: sumLabel(summary, view, isOfAll),
          ...(isOfAll &&
            sums && { sumNote: sumNote(words.count(summary.invoices), sums.currency) }),
        })}
      />
      <InvoiceDrawer ids={rows.map(({ id }) => id)} count={summary?.invoices ?? rows.length} />
    </>
  );
}

function rowsOf({ data }: InvoicesList): readonly InvoiceRow[] {
  return data?.pages.flatMap(({ items }) => items) ?? [];
}

function sumLabel(summary: InvoicesSummary, { status }: InvoicesView, isOfAll: boolean): string {
  if (isOfAll) {
    const clients = plural(summary.organizations, 'client');
    return `${plural(summary.invoices, 'invoice')} of ${clients}`;
  }
  return plural(summary.invoices, status === 'any' ? 'invoice' : 'open invoice');
}

function sumNote(count: string, currency: string): string {
  return `Sums of all ${count}, ${currency}`;
}
