import { getRouteApi } from '@tanstack/react-router';
import { PageTitle } from '../../frame/page-title';
import { PaymentsView } from '../../view-state';
import { ExportPayments } from './export-payments';
import { PaymentTable } from './payment-table';

const route = getRouteApi('/frame/payments');

/** Every payment of every client, newest first. */
export function PaymentsScreen() {
  const navigate = route.useNavigate();
  const view = PaymentsView.parse(route.useSearch());
  return (
    <>
      <PageTitle title="Payments" actions={<ExportPayments view={view} />} />
      <PaymentTable
        label="Payments"
        view={view}
        onShow={(next) => void navigate({ search: (now) => ({ ...now, ...next }), replace: true })}
      />
    </>
  );
}
