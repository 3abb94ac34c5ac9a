/** What stands in the body of the table of invoices: rows, or why there are none. */
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { IconCheck, IconFileImport, IconFilterOff } from '@tabler/icons-react';
import type { InvoiceRow } from '../../../contracts/invoice-row';
import type { InvoicesSummary } from '../../../contracts/invoices';
import { readingTrouble } from '../../api/trouble';
import type { TableBody } from '../../pieces/data-table/columns';
import { EmptyState, ErrorState } from '../../pieces/state-panel';
import type { InvoicesView } from '../../view-state';
import { useWords } from '../../words/business';
import { filtersOf, NO_FILTERS, USUAL_CURRENCY } from './filters';
import type { InvoicesList } from './use-invoices';

type Organization = Readonly<{ id: string; name: string }> | undefined;

type BodyOptions = Readonly<{
  list: InvoicesList;
  rows: readonly InvoiceRow[];
  view: InvoicesView;
  summary: InvoicesSummary | undefined;
  organization: Organization;
  onShow: (next: InvoicesView) => void;
}>;

export function invoicesBody(options: BodyOptions): TableBody<InvoiceRow> {
  const { list, rows } = options;
  const { data, error, isFetching, isFetchingNextPage, refetch } = list;
  if (!data && error) {
    const content = (
      <ErrorState
        title="The invoices could not be read"
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
  return { kind: 'message', content: <Nothing {...options} /> };
}

function Nothing({ view, summary, organization, onShow }: BodyOptions) {
  const words = useWords();
  // The client whose page it is on is no filter of its list.
  const own = organization ? { ...view, organizationId: undefined } : view;
  const currency = view.currency ?? USUAL_CURRENCY;
  const filters = filtersOf(own, words, { currency, clientName: undefined });
  const isFiltered = filters.length > 0 || view.search !== undefined;
  if (isFiltered) {
    const told = filters.map(({ field, operator, value }) => `${field} ${operator} ${value}`);
    const search = view.search === undefined ? [] : [`search “${view.search}”`];
    return (
      <EmptyState
        icon={IconFilterOff}
        title="No invoice matches"
        sentence={`Filters: ${[...told, ...search].join(' · ')}.`}
        actions={
          <>
            <Button size="sm" onClick={() => onShow({ ...NO_FILTERS, search: undefined })}>
              Clear filters
            </Button>
            {view.search !== undefined && filters.length > 0 && (
              <Button variant="subtle" size="sm" onClick={() => onShow({ search: undefined })}>
                Clear search only
              </Button>
            )}
          </>
        }
      />
    );
  }
  if ((view.view ?? 'all') !== 'all' && summary?.counts.all !== 0) {
    return (
      <EmptyState
        icon={IconCheck}
        tone="done"
        title="No invoice is in this view"
        sentence="All shows every open invoice."
        actions={
          <Button size="sm" onClick={() => onShow({ view: undefined })}>
            Show all
          </Button>
        }
      />
    );
  }
  return organization ? <AllPaid organization={organization} /> : <NoInvoices />;
}

function AllPaid({ organization }: Readonly<{ organization: NonNullable<Organization> }>) {
  return (
    <EmptyState
      icon={IconCheck}
      tone="done"
      title="Everything is paid"
      sentence={`${organization.name} has no open invoice.`}
      actions={
        <Button
          component={Link}
          size="sm"
          to="/organizations/$id/payments"
          params={{ id: organization.id } as never}
        >
          See its payments
        </Button>
      }
    />
  );
}

function NoInvoices() {
  return (
    <EmptyState
      icon={IconFileImport}
      title="No open invoices"
      sentence="They come with an import of your books or of invoice files. Nothing is charged by importing."
    />
  );
}
