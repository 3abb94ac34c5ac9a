/** What happened to an invoice or a payment, newest first, as the events of its transactions tell it. */
import type { TimelineEntry } from '../../../contracts/timeline';

/** More is history that no screen shows. */
export const TIMELINE_MAX = 100;

export type EventRecord = Readonly<{
  id: string;
  at: string;
  kind: string;
  actorKind: TimelineEntry['by']['kind'];
  actorName: string;
  reason: string | null;
  before: unknown;
  after: unknown;
  paymentId: string | null;
  paymentNumber: string | null;
  paymentMinor: number | null;
  paymentCurrency: string | null;
  invoiceId: string | null;
  invoiceNumber: string | null;
}>;

/** What the gateway does is done with the whole payment, whose amount stands since the freeze. */
const WITH_THE_WHOLE_PAYMENT: ReadonlySet<string> = new Set([
  'payment.frozen',
  'payment.actionRequired',
  'payment.unknown',
  'payment.pending',
  'payment.settled',
  'payment.failed',
  'payment.returned',
  'payment.disputed',
  'payment.disputeWon',
  'payment.disputeLost',
]);

/** What became of a payment's mail is told by the mail itself, which stands beside these with its recipient. */
const IS_TOLD = `kind NOT LIKE 'message.%'`;

/** Of a mail without a payment only its invoice tells. */
const IS_TOLD_OF_INVOICE = `(${IS_TOLD} OR (payment_id IS NULL AND kind IN ('message.sent', 'message.failed', 'message.unwanted')))`;

/** Of a client its mails tell too, but not that they arrived; the last four exist only to wake open pages. */
const IS_TOLD_OF_CLIENT = `kind NOT IN ('message.waiting', 'message.delivered',
    'task.opened', 'task.closed', 'approval.asked', 'approval.closed')`;

const LATEST = `ORDER BY id DESC LIMIT ${TIMELINE_MAX}`;

/** SQL of the events of one invoice and of the payments on it. `invoiceId` is SQL. */
export const timelineOfInvoice = (invoiceId: string): string =>
  timelineJson(`
    (SELECT * FROM event WHERE invoice_id = ${invoiceId} AND ${IS_TOLD_OF_INVOICE} ${LATEST})
    UNION
    (SELECT of_payment.* FROM payment_line AS line, LATERAL (
        SELECT * FROM event WHERE event.payment_id = line.payment_id AND ${IS_TOLD} ${LATEST}) AS of_payment
      WHERE line.invoice_id = ${invoiceId} ${LATEST})`);

/** SQL of the events of one payment. `paymentId` is SQL. */
export const timelineOfPayment = (paymentId: string): string =>
  timelineJson(`SELECT * FROM event WHERE payment_id = ${paymentId} AND ${IS_TOLD} ${LATEST}`);

/**
 * SQL of the events of one client and of everything of it, its mails included. All are SQL; `before` is the
 * id of the event after the newest that is wanted, null for the newest of all.
 */
export const timelineOfClient = ({
  organizationId,
  before,
  limit,
}: Readonly<{ organizationId: string; before: string; limit: string }>): string =>
  timelineJson(
    `SELECT * FROM event WHERE organization_id = ${organizationId}
        AND ${IS_TOLD_OF_CLIENT}
        AND (${before} IS NULL OR id < ${before}) ORDER BY id DESC LIMIT ${limit}`,
    limit,
  );

const timelineJson = (events: string, limit: string | number = TIMELINE_MAX): string => `
  (SELECT coalesce(json_agg(json_build_object(
      'id', event.id::text,
      'at', to_char(event.happened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'kind', event.kind, 'actorKind', event.actor_kind, 'actorName', event.actor_name,
      'reason', event.reason, 'before', event.before, 'after', event.after,
      'paymentId', event.payment_id, 'paymentNumber', 'P-' || its_payment.number,
      'paymentMinor', its_payment.amount_minor, 'paymentCurrency', its_payment.currency,
      'invoiceId', event.invoice_id, 'invoiceNumber', its_invoice.number) ORDER BY event.id DESC), '[]')
     FROM (SELECT id, happened_at, kind, actor_kind, actor_name, reason, before, after, payment_id,
                  invoice_id FROM (${events}) AS every ORDER BY id DESC LIMIT ${limit}) AS event
     LEFT JOIN payment AS its_payment ON its_payment.id = event.payment_id
     LEFT JOIN invoice AS its_invoice ON its_invoice.id = event.invoice_id)`;

export function timelineOf(events: readonly EventRecord[]): TimelineEntry[] {
  return events.map((event) => ({
    id: event.id,
    at: event.at,
    kind: event.kind,
    by: { kind: event.actorKind, name: event.actorName },
    payment:
      event.paymentId === null || event.paymentNumber === null
        ? null
        : { id: event.paymentId, number: event.paymentNumber },
    invoice:
      event.invoiceId === null || event.invoiceNumber === null
        ? null
        : { id: event.invoiceId, number: event.invoiceNumber },
    amount: amountOf(event),
    reason: event.reason,
    before: recordOrNull(event.before),
    after: recordOrNull(event.after),
  }));
}

function amountOf(event: EventRecord): TimelineEntry['amount'] {
  const { amountMinor, currency } = recordOrNull(event.after) ?? {};
  if (typeof amountMinor === 'number' && typeof currency === 'string') {
    return { amountMinor, currency };
  }
  const { paymentMinor, paymentCurrency, kind } = event;
  if (!WITH_THE_WHOLE_PAYMENT.has(kind) || paymentMinor === null || paymentCurrency === null) {
    return null;
  }
  return { amountMinor: paymentMinor, currency: paymentCurrency };
}

/** Only an object has named values; a bare list or word says nothing that a page could show. */
function recordOrNull(value: unknown): TimelineEntry['after'] {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isRecord ? (value as NonNullable<TimelineEntry['after']>) : null;
}
