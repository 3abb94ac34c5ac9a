import {
  IconBuilding,
  IconCalendar,
  IconCircleCheck,
  IconCreditCard,
  IconFileInvoice,
  IconListCheck,
  IconSettings,
  IconUpload,
  type TablerIcon,
} from '@tabler/icons-react';
import type { Session } from '../../contracts/session';

export type Place = Readonly<{
  to:
    | '/organizations'
    | '/invoices'
    | '/payments'
    | '/calendar'
    | '/approvals'
    | '/tasks'
    | '/import'
    | '/settings';
  label: string;
  icon: TablerIcon;
}>;

/** The entries of the rail, in the order a day goes: only pages that are there. */
export const PLACES: readonly Place[] = [
  { to: '/organizations', label: 'Organizations', icon: IconBuilding },
  { to: '/invoices', label: 'Open invoices', icon: IconFileInvoice },
  { to: '/payments', label: 'Payments', icon: IconCreditCard },
  { to: '/calendar', label: 'Calendar', icon: IconCalendar },
  { to: '/approvals', label: 'Approvals', icon: IconCircleCheck },
  { to: '/tasks', label: 'Tasks', icon: IconListCheck },
  { to: '/import', label: 'Import', icon: IconUpload },
  { to: '/settings', label: 'Settings', icon: IconSettings },
];

/** What waits behind an entry, by its address. */
export function placeCounts({
  openTasks,
  waitingApprovals,
}: Session): Readonly<Record<string, number>> {
  return { '/approvals': waitingApprovals, '/tasks': openTasks };
}
