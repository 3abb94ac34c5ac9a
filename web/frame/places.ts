import {
  IconBuilding,
  IconCreditCard,
  IconFileInvoice,
  IconListCheck,
  IconSettings,
  IconUpload,
  type TablerIcon,
} from '@tabler/icons-react';
import type { Session } from '../../contracts/session';

export type Place = Readonly<{
  to: '/organizations' | '/invoices' | '/payments' | '/tasks' | '/import' | '/settings';
  label: string;
  icon: TablerIcon;
}>;

/** The entries of the rail, in the order a day goes: only pages that are there. */
export const PLACES: readonly Place[] = [
  { to: '/organizations', label: 'Organizations', icon: IconBuilding },
  { to: '/invoices', label: 'Open invoices', icon: IconFileInvoice },
  { to: '/payments', label: 'Payments', icon: IconCreditCard },
  { to: '/tasks', label: 'Tasks', icon: IconListCheck },
  { to: '/import', label: 'Import', icon: IconUpload },
  { to: '/settings', label: 'Settings', icon: IconSettings },
];

/** What waits behind an entry, by its address. */
export function placeCounts({ openTasks }: Session): Readonly<Record<string, number>> {
  return { '/tasks': openTasks };
}
