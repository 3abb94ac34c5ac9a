import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { followingBankingDay } from '../../../domain/banking-days';
import { addDays, later } from '../../../domain/calendar';
import type { PaymentDetails } from '../../../contracts/payment-details';
import { useApi } from '../../api/api';
import { operationQuery } from '../../api/operation-query';
import { readingTrouble } from '../../api/trouble';
import { Dialog } from '../../pieces/dialog';
import { SkeletonBar } from '../../pieces/skeleton';
import { ErrorState } from '../../pieces/state-panel';
import { useWords } from '../../words/business';
import { methodsQuery } from '../organization/methods/methods-query';
import { canBe } from '../payment/can-be';
import { PayFlow } from './pay-flow';
import { usePayment } from './use-payment';

/** One payment takes no more lines, and the API answers for no more ids at once. */
const LINES_MAX = 200;

type PayScreenProps = Readonly<{
  /** Ids of invoices of one client and one currency. */
  invoiceIds: readonly string[];
  mode: 'now' | 'schedule';
  /** The failed payment that is tried again. */
  retryOf: string | null;
  /** The ended payment that is placed again, on a day. */
  restoredFrom: string | null;
  onClose: () => void;
}>;

/** Paying invoices: reads them and the methods of their client, then lets a person decide. */
export function PayScreen(props: PayScreenProps) {
  const { invoiceIds, mode, retryOf, restoredFrom, onClose } = props;
  const beforeId = restoredFrom ?? retryOf;
  const words = useWords();
  const rows = useRows(invoiceIds);
  const before = usePayment(beforeId);
  const [first] = rows.data?.items ?? [];
  const methods = useMethods(first?.organization.id ?? null);
  // What was opened stays open: an invoice that this very payment fills is no reason to close it.
  const [opened, setOpened] = useState<ReadonlySet<string> | null>(null);
  const error = rows.error ?? methods.error ?? before.error;
  if (error && opened === null) {
    const again = () =>
      void Promise.all([
        rows.refetch(),
        methods.refetch(),
        ...(beforeId === null ? [] : [before.refetch()]),
      ]);
    return (
      <Waiting onClose={onClose}>
        <ErrorState
          title="The invoices could not be read"
          onRetry={again}
          {...readingTrouble(error)}
        />
      </Waiting>
    );
  }
  if (rows.data && !first) {
    return (
      <Waiting onClose={onClose}>
        <p>None of these invoices is there any more. Nothing is charged by this.</p>
      </Waiting>
    );
  }
  if (!rows.data || !first || !methods.data || (beforeId !== null && !before.data)) {
    return (
      <Waiting onClose={onClose}>
        <div role="status" aria-label="The invoices are being read">
          <SkeletonBar width={420} />
        </div>
      </Waiting>
    );
  }
  const tooLate =
    before.data && whyTooLate(before.data, restoredFrom === null ? 'retry' : 'restore');
  if (tooLate && opened === null) {
    return (
      <Waiting onClose={onClose}>
        <p>{tooLate} Nothing is charged by this.</p>
      </Waiting>
    );
  }
  // Another client or currency than the first one's is another payment.
  const invoices = rows.data.items.filter(
    ({ id, organization, currency, cannotPay }) =>
      organization.id === first.organization.id &&
      currency === first.currency &&
      (opened === null ? cannotPay === null : opened.has(id)),
  );
  if (opened === null && invoices.length > 0) setOpened(new Set(invoices.map(({ id }) => id)));
  if (invoices.length === 0) {
    return (
      <Waiting onClose={onClose}>
        <p>None of these invoices can be paid at this moment. Nothing is charged by this.</p>
      </Waiting>
    );
  }
  const isScheduled = mode === 'schedule' || restoredFrom !== null;
  const next = followingBankingDay(addDays(words.today, 1));
  return (
    <PayFlow
      payCase={{
        organization: first.organization,
        currency: first.currency,
        invoices,
        changes: null,
        retryOf,
        restoredFrom: restoredFrom === null ? null : (before.data ?? null),
      }}
      methods={methods.data.items}
      isScheduled={isScheduled}
      runOn={isScheduled ? later(before.data?.runOn ?? next, next) : null}
      before={before.data ?? null}
      onClose={onClose}
    />
  );
}

/** Why a payment is not tried again or placed again; null when it can be. */
function whyTooLate(payment: PaymentDetails, wanted: 'retry' | 'restore'): string | null {
  if (canBe(payment, wanted)) return null;
  const { number, retriedBy, restoredBy } = payment;
  const next = wanted === 'retry' ? retriedBy : restoredBy;
  const what = wanted === 'retry' ? 'tried' : 'placed';
  return next === null
    ? `${number} cannot be ${what} again as it stands.`
    : `${number} was ${what} again already, as ${next.number}.`;
}

type WaitingProps = Readonly<{ onClose: () => void; children: ReactNode }>;

/** The dialog before there is anything to decide. */
export function Waiting({ onClose, children }: WaitingProps) {
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Payment"
      foot={{
        back: (
          <Button variant="quiet" onClick={onClose}>
            Close
          </Button>
        ),
        acts: null,
      }}
    >
      {children}
    </Dialog>
  );
}

export function useRows(ids: readonly string[]) {
  const api = useApi();
  return useQuery({
    ...operationQuery(
      api,
      'listInvoices',
      { query: { ids: ids.join(','), status: 'any', limit: String(LINES_MAX) } },
      ['invoice', 'payment', 'organization'],
    ),
    enabled: ids.length > 0,
  });
}

export function useMethods(organizationId: string | null) {
  const api = useApi();
  return useQuery({
    ...methodsQuery(api, organizationId ?? ''),
    enabled: organizationId !== null,
  });
}
