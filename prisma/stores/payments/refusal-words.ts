/** A refusal as the contract says it: with the invoice by its number, the limit, and who planned what. */
import type { Refusal } from '../../../contracts/payment-preview';
import type { PreviewPaymentBody } from '../../../contracts/payment-request';
import { addDays, addMonths } from '../../../domain/calendar';
import { invoiceNamed, type PlacementRead } from './placement-read';
import { type PreviewNames, paymentNamed } from './preview-names';
import { MONTHS_AHEAD_MAX } from '../../../domain/schedule-date';
import type { StoreRefusal } from './placement-types';

export function refusalInWords(
  refusal: StoreRefusal,
  {
    request,
    read,
    names,
  }: Readonly<{ request: PreviewPaymentBody; read: PlacementRead; names: PreviewNames }>,
): Refusal {
  const { code } = refusal;
  const { currency } = request;
  const own = {
    // An invoice of somebody else keeps its number to itself.
    invoices: read.invoices.filter(
      ({ organizationId }) => organizationId === request.organizationId,
    ),
  };
  const isDate = code === 'RUN_DATE_NOT_ALLOWED';
  return {
    code,
    invoice: 'invoiceId' in refusal ? invoiceNamed(own, refusal.invoiceId) : null,
    limit: 'limitMinor' in refusal ? { amountMinor: refusal.limitMinor, currency } : null,
    plannedEntries:
      code === 'AMOUNT_EXCEEDS_UNPLANNED'
        ? plannedEntries(refusal.invoiceId, request, read, names)
        : [],
    earliest: isDate ? addDays(refusal.today, 1) : null,
    latest: isDate ? addMonths(refusal.today, MONTHS_AHEAD_MAX) : null,
  };
}

/** What the limit is made of, by run date: without the payment that would be changed. */
function plannedEntries(
  invoiceId: string,
  { currency, changes }: PreviewPaymentBody,
  { planned }: PlacementRead,
  names: PreviewNames,
): Refusal['plannedEntries'] {
  return planned
    .filter(({ paymentId }) => paymentId !== changes)
    .flatMap(({ paymentId, state, runOn, lines }) =>
      lines
        .filter((line) => line.invoiceId === invoiceId && line.amountMinor > 0)
        .map(({ amountMinor }) => {
          const { payment, kind, placedBy } = paymentNamed(names, paymentId);
          return { payment, kind, state, runOn, amount: { amountMinor, currency }, placedBy };
        }),
    );
}
