import type { OrganizationDetails } from '../../../contracts/organizations';

/** The tabs of a client, each an address below its own. */
export const ORGANIZATION_TABS = [
  { to: '/organizations/$id', label: 'Open invoices', count: 'openInvoices' },
  { to: '/organizations/$id/payments', label: 'Payments', count: 'payments' },
  { to: '/organizations/$id/autopay', label: 'Autopay', count: 'autopayRules' },
  { to: '/organizations/$id/methods', label: 'Methods', count: 'methods' },
  { to: '/organizations/$id/contacts', label: 'Contacts', count: 'contacts' },
  { to: '/organizations/$id/activity', label: 'Activity', count: null },
] as const satisfies readonly Readonly<{
  to: string;
  label: string;
  count: keyof OrganizationDetails['counts'] | null;
}>[];
