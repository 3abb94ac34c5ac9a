import { IconCalendarEvent, IconDownload, IconFileText } from '@tabler/icons-react';
import { urlOf } from '../../../contracts/client';
import type { InvoiceRow } from '../../../contracts/invoice-row';
import { listInvoices } from '../../../contracts/invoices';
import { useCanBill } from '../../api/session';
import { useShowOver } from '../../frame/use-show-over';
import { useKeys } from '../../pieces/keys';
import { SelectionBar } from '../../pieces/selection-bar';
import { useWords } from '../../words/business';
import { listWords } from '../../words/plural';
import { type ChosenSums, sumsOfChosen } from './payable';
import { CHOSEN_MAX } from './use-chosen-invoices';

/** Stacked summaries are read together; more are no summary any more. */
const SUMMARY_MAX = 50;
/** Names of clients that fit into the bar. */
const LINKS_MAX = 3;

type InvoiceSelectionBarProps = Readonly<{
  rows: readonly InvoiceRow[];
  /** Of all that match, those that can be paid, by due date; at most 200. */
  payableIds: readonly string[];
  onChange: (chosen: ReadonlySet<string>) => void;
}>;

/** What is chosen among invoices: its sums, whether it is one payment, and what can be done with it. */
export function InvoiceSelectionBar({ rows, payableIds, onChange }: InvoiceSelectionBarProps) {
  const words = useWords();
  const showOver = useShowOver();
  const canBill = useCanBill();
  const sums = sumsOfChosen(rows);
  const { payable, balance, headroom } = sums;
  const obstacle = canBill ? obstacleOf(sums) : 'Your role reads only.';
  const ids = payable.map(({ id }) => id).join(',');
  const pay = (mode: 'now' | 'schedule') => {
    if (obstacle === null) showOver({ pay: ids, mode });
  };
  useKeys({ p: () => pay('now') });
  const all = rows.map(({ id }) => id);
  const icon = { size: 15, stroke: 1.75, 'aria-hidden': true } as const;
  return (
    <SelectionBar
      count={rows.length}
      {...(balance && { sum: words.amount(balance.amountMinor, balance.currency) })}
      {...(headroom && { headroom: words.money(headroom.amountMinor, headroom.currency) })}
      primary={{
        label: 'Pay selected',
        key: 'P',
        isOff: obstacle !== null,
        onClick: () => pay('now'),
      }}
      others={[
        ...(obstacle === null
          ? [
              {
                label: 'Schedule',
                icon: <IconCalendarEvent {...icon} />,
                onClick: () => pay('schedule'),
              },
            ]
          : []),
        ...(all.length <= SUMMARY_MAX
          ? [
              {
                label: 'Summary',
                icon: <IconFileText {...icon} />,
                onClick: () => showOver({ invoice: all.join(',') }),
              },
            ]
          : []),
        {
          label: all.length > CHOSEN_MAX ? `Export the first ${CHOSEN_MAX}` : 'Export',
          icon: <IconDownload {...icon} />,
          onClick: () => window.location.assign(exportUrl(all)),
        },
      ]}
      links={linksOf(sums, payableIds, onChange)}
      {...reasonOf(obstacle, sums)}
      onClear={() => onChange(new Set())}
    />
  );
}

/** Why the selection is not one payment; null when it is. */
function obstacleOf({ payable, clients, currencies }: ChosenSums): string | null {
  if (payable.length === 0) return 'None of these can be paid.';
  if (clients.length > 1) {
    return `${clients.length} clients. Paying is one client at a time:`;
  }
  if (currencies.length > 1) {
    return `${currencies.length} currencies. Paying is one currency at a time:`;
  }
  if (payable.length > CHOSEN_MAX) return `One payment takes at most ${CHOSEN_MAX} invoices.`;
  return null;
}

function reasonOf(obstacle: string | null, { left }: ChosenSums) {
  const gone =
    left.length === 0
      ? null
      : `${listWords(left.map(({ number }) => number))} can no longer be paid and ${left.length === 1 ? 'is' : 'are'} left out.`;
  const reason = [gone, obstacle].filter((text) => text !== null).join(' ');
  return reason === '' ? {} : { reason };
}

function linksOf(
  { payable, left, clients, currencies }: ChosenSums,
  payableIds: readonly string[],
  onChange: InvoiceSelectionBarProps['onChange'],
) {
  const parts = clients.length > 1 ? clients : currencies.length > 1 ? currencies : [];
  if (parts.length > 0) {
    return parts.slice(0, LINKS_MAX).map(({ name, ids }) => ({
      label: `${name} (${ids.length})`,
      onClick: () => onChange(new Set(ids)),
    }));
  }
  const isAll = payableIds.length <= payable.length && left.length === 0;
  if (isAll) return [];
  const label =
    payableIds.length === CHOSEN_MAX
      ? `Select the first ${CHOSEN_MAX} that can be paid`
      : `Select all ${payableIds.length} that can be paid`;
  return [{ label, onClick: () => onChange(new Set(payableIds)) }];
}

function exportUrl(ids: readonly string[]): string {
  const query = { ids: ids.slice(0, CHOSEN_MAX).join(','), status: 'any', format: 'csv' } as const;
  return urlOf(listInvoices, { query });
}
