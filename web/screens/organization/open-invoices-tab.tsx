import { getRouteApi } from '@tanstack/react-router';
import { InvoicesView } from '../../view-state';
import { InvoiceTable } from '../open-invoices/invoice-table';
import { useInvoices } from '../open-invoices/use-invoices';
import { useOrganization } from './use-organization';

const route = getRouteApi('/frame/organizations/$id/');

/** The open invoices of one client. */
export function OpenInvoicesTab() {
  const { id } = route.useParams();
  const navigate = route.useNavigate();
  const view = InvoicesView.parse(route.useSearch());
  const invoices = useInvoices({ ...view, organizationId: id });
  const name = useOrganization(id).data?.name ?? '';
  return (
    <InvoiceTable
      // Another client, another selection.
      key={id}
      label={`Open invoices of ${name}`}
      organization={{ id, name }}
      view={view}
      onShow={(next) => void navigate({ search: (now) => ({ ...now, ...next }), replace: true })}
      invoices={invoices}
    />
  );
}
