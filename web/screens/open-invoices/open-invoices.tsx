import { Button } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { IconDownload } from '@tabler/icons-react';
import { urlOf } from '../../../contracts/client';
import { listInvoices } from '../../../contracts/invoices';
import { PageTitle } from '../../frame/page-title';
import { QuickFilters } from '../../pieces/quick-filters';
import { InvoicesView } from '../../view-state';
import { useWords } from '../../words/business';
import { InvoiceTable } from './invoice-table';
import styles from './open-invoices.module.css';
import { filterOf, useInvoices } from './use-invoices';

const route = getRouteApi('/frame/invoices');

const VIEWS = [
  { key: 'all', label: 'All' },
  { key: 'pastDue', label: 'Past due' },
  { key: 'dueIn7Days', label: 'Due in 7 days' },
  { key: 'scheduled', label: 'Scheduled' },
  { key: 'autopay', label: 'Autopay' },
  { key: 'pending', label: 'Pending' },
  { key: 'uncovered', label: 'Uncovered' },
] as const;

/** Every open invoice of every client. */
export function OpenInvoicesScreen() {
  const words = useWords();
  // What lies over the page is in its address too, and no part of the list.
  const view = InvoicesView.parse(route.useSearch());
  const navigate = route.useNavigate();
  const invoices = useInvoices(view);
  const { summary } = invoices;
  const show = (next: InvoicesView) =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true });
  const query = {
    ...filterOf(view),
    ...(view.sort && { sort: view.sort }),
    format: 'csv',
  } as const;
  return (
    <>
      <PageTitle
        title="Open invoices"
        actions={
          <Button
            component="a"
            size="sm"
            href={urlOf(listInvoices, { query })}
            leftSection={<IconDownload size={15} stroke={1.75} aria-hidden />}
          >
            Export
          </Button>
        }
      />
      <div className={styles['views']}>
        <QuickFilters
          label="Views of the invoices"
          chosen={view.view ?? 'all'}
          onChoose={(key) => show({ view: key === 'all' ? undefined : key })}
          filters={VIEWS.map(({ key, label }) => ({
            key,
            label,
            ...(summary && { count: words.count(summary.counts[key]) }),
          }))}
        />
      </div>
      <InvoiceTable label="Open invoices" view={view} onShow={show} invoices={invoices} />
    </>
  );
}
