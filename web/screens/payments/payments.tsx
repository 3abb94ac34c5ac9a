import { Button } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { IconBook2 } from '@tabler/icons-react';
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
      <PageTitle
        title="Payments"
        actions={
          <>
            <Button
              component={Link}
              to="/payments/to-enter"
              size="sm"
              leftSection={<IconBook2 size={15} stroke={1.75} aria-hidden />}
            >
              Payments to enter
            </Button>
            <ExportPayments view={view} />
          </>
        }
      />
      <PaymentTable
        label="Payments"
        view={view}
        onShow={(next) => void navigate({ search: (now) => ({ ...now, ...next }), replace: true })}
      />
    </>
  );
}
