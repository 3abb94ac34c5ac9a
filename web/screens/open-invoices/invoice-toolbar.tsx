import { Button } from '@mantine/core';
import type { InvoicesSummary } from '../../../contracts/invoices';
import { FilterChips } from '../../pieces/filter-chips';
import { SearchField } from '../../pieces/search-field';
import { SortMenu } from '../../pieces/sort-menu';
import type { InvoicesView } from '../../view-state';
import { useWords } from '../../words/business';
import { FilterMenu } from './filter-menu';
import { filtersOf, NO_FILTERS, USUAL_CURRENCY } from './filters';
import styles from './invoice-toolbar.module.css';

type InvoiceToolbarProps = Readonly<{
  view: InvoicesView;
  onShow: (next: InvoicesView) => void;
  summary: InvoicesSummary | undefined;
  clientName: string | undefined;
  /** All clients, or one whose name stands over the list. */
  isOfAll: boolean;
}>;

/** Filters, search and order of the invoices under it; the selection bar takes its place. */
export function InvoiceToolbar({
  view,
  onShow,
  summary,
  clientName,
  isOfAll,
}: InvoiceToolbarProps) {
  const words = useWords();
  const currency = view.currency ?? summary?.totals[0]?.currency ?? USUAL_CURRENCY;
  const shown = isOfAll ? view : { ...view, organizationId: undefined };
  const filters = filtersOf(shown, words, { currency, clientName });
  return (
    <div className={styles['toolbar']}>
      {filters.length > 0 && (
        <FilterChips filters={filters} onRemove={(key) => onShow({ [key]: undefined })} />
      )}
      <FilterMenu
        currency={currency}
        isMixed={(summary?.totals.length ?? 0) > 1}
        canShowPaid={view.status === undefined}
        onShow={onShow}
      />
      {filters.length > 0 && (
        <Button variant="quiet" size="sm" onClick={() => onShow(NO_FILTERS)}>
          Clear
        </Button>
      )}
      <div className={styles['right']}>
        <SearchField
          label="Search these invoices"
          placeholder={summary ? `In these ${words.count(summary.counts.all)}` : 'Search'}
          text={view.search ?? ''}
          onText={(text) => onShow({ search: text === '' ? undefined : text })}
        />
        <SortMenu
          sorts={isOfAll ? SORTS : SORTS.filter(({ sort }) => sort !== 'organization')}
          sort={view.sort ?? 'dueOn'}
          onSort={(sort) => onShow({ sort: sort === 'dueOn' ? undefined : sort })}
        />
      </div>
    </div>
  );
}

const SORTS: readonly Readonly<{ sort: NonNullable<InvoicesView['sort']>; label: string }>[] = [
  { sort: 'dueOn', label: 'Due date' },
  { sort: '-dueOn', label: 'Due date, latest first' },
  { sort: '-balance', label: 'Balance, highest first' },
  { sort: '-uncovered', label: 'Uncovered, highest first' },
  { sort: 'number', label: 'Number' },
  { sort: '-issuedOn', label: 'Issued, newest first' },
  { sort: 'organization', label: 'Client' },
];
