import { Button, Menu } from '@mantine/core';
import { IconArrowsSort, IconCheck } from '@tabler/icons-react';
import type { InvoicesSummary } from '../../../contracts/invoices';
import { FilterChips } from '../../pieces/filter-chips';
import { SearchField } from '../../pieces/search-field';
import type { InvoicesView } from '../../view-state';
import { useWords } from '../../words/business';
import { FilterMenu } from './filter-menu';
import { filtersOf, NO_FILTERS } from './filters';
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
  const currency = view.currency ?? summary?.totals[0]?.currency ?? 'USD';
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
        <SortMenu sort={view.sort ?? 'dueOn'} isOfAll={isOfAll} onShow={onShow} />
      </div>
    </div>
  );
}

const SORTS = [
  { sort: 'dueOn', label: 'Due date' },
  { sort: '-dueOn', label: 'Due date, latest first' },
  { sort: '-balance', label: 'Balance, highest first' },
  { sort: '-uncovered', label: 'Uncovered, highest first' },
  { sort: 'number', label: 'Number' },
  { sort: '-issuedOn', label: 'Issued, newest first' },
  { sort: 'organization', label: 'Client' },
] as const;

type SortMenuProps = Readonly<{
  sort: NonNullable<InvoicesView['sort']>;
  isOfAll: boolean;
  onShow: (next: InvoicesView) => void;
}>;

/** The order, also where no head of columns is: on a phone. */
function SortMenu({ sort, isOfAll, onShow }: SortMenuProps) {
  const sorts = isOfAll ? SORTS : SORTS.filter(({ label }) => label !== 'Client');
  const chosen = sorts.find((each) => each.sort === sort);
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <Button
          variant="quiet"
          size="sm"
          aria-label={`Order: ${chosen?.label ?? 'by a column'}`}
          leftSection={<IconArrowsSort size={15} stroke={1.75} aria-hidden />}
        >
          {chosen?.label ?? 'By column'}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {sorts.map((each) => (
          <Menu.Item
            key={each.sort}
            role="menuitemradio"
            aria-checked={each.sort === sort}
            rightSection={each.sort === sort && <IconCheck size={14} stroke={1.9} aria-hidden />}
            onClick={() => onShow({ sort: each.sort === 'dueOn' ? undefined : each.sort })}
          >
            {each.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
