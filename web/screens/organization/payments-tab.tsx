import { getRouteApi } from '@tanstack/react-router';
import { PaymentsView } from '../../view-state';
import { PaymentTable } from '../payments/payment-table';
import { useOrganization } from './use-organization';

const route = getRouteApi('/frame/organizations/$id/payments');

/** The payments of one client. */
export function PaymentsTab() {
  const { id } = route.useParams();
  const navigate = route.useNavigate();
  const name = useOrganization(id).data?.name ?? '';
  return (
    <PaymentTable
      label={`Payments of ${name}`}
      organizationId={id}
      view={PaymentsView.parse(route.useSearch())}
      onShow={(next) => void navigate({ search: (now) => ({ ...now, ...next }), replace: true })}
    />
  );
}
