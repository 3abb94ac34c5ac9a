/** Everything about one payment, read in one statement: one moment of the books. */
import type { PaymentDetails, PaymentMessage } from '../../../../contracts/payment-details';
import type { Asked } from '../../../../domain/payment-step';
import type { MethodKind } from '../../../../domain/ports';
import type { AudienceContact, AudienceMember } from '../../../../domain/receipt-audience';
import type { TrimStrategy } from '../../../../domain/trim';
import { type EventRecord, timelineOfPayment } from '../../timeline/timeline';
import { audienceContactsJson } from '../messages/audience-contacts';
import { MESSAGE_JSON } from '../messages/receipts';
import { instant, PAYMENT_JOINS, PAYMENT_PAIRS, type PaymentRecord } from './payment-row';

/** More adjustments than any plan makes; a payment that was trimmed for a year stays readable. */
const ADJUSTMENTS_MAX = 500;

export type AdjustmentRecord = Readonly<{
  id: string;
  at: string;
  other: PaymentDetails['caused'][number]['other'];
  cause: PaymentDetails['caused'][number]['cause'];
  state: PaymentDetails['caused'][number]['state'];
  invoice: PaymentDetails['caused'][number]['invoice'];
  beforeMinor: number;
  afterMinor: number;
}>;

export type DetailsRecord = Readonly<{
  row: PaymentRecord;
  methodKind: MethodKind;
  strategy: TrimStrategy;
  note: string | null;
  requestBody: string;
  runAt: string | null;
  runTime: string | null;
  zone: string | null;
  businessZone: string;
  businessRunTime: string;
  stateReason: string | null;
  reviewReason: string | null;
  proposedRunOn: string | null;
  failureCode: string | null;
  failureIsHard: boolean | null;
  retryAt: string | null;
  closedAt: string | null;
  /** When the gateway first said that money moves, on the business's clock. */
  acceptedAt: string | null;
  cancelledBy: string | null;
  lines: readonly Readonly<{
    invoice: PaymentDetails['lines'][number]['invoice'];
    amountMinor: number;
    enteredMinor: number;
    balanceMinor: number;
    isInside: boolean;
    enteredAt: string | null;
  }>[];
  caused: readonly AdjustmentRecord[];
  suffered: readonly AdjustmentRecord[];
  charge: Readonly<{
    gateway: string;
    reference: string | null;
    submittedAt: string;
    asked: number;
    nextAskAt: string | null;
    isStopAsked: boolean;
    answers: readonly Readonly<{ at: string; outcome: Asked }>[];
  }> | null;
  messages: PaymentMessage[];
  extraRecipients: readonly string[];
  shownRecipients: readonly AudienceMember[];
  contacts: readonly AudienceContact[];
  autopay: PaymentDetails['autopay'];
  retryOf: PaymentDetails['retryOf'];
  retriedBy: PaymentDetails['retriedBy'];
  restoredFrom: PaymentDetails['restoredFrom'];
  restoredBy: PaymentDetails['restoredBy'];
  timeline: readonly EventRecord[];
}>;

const LINES = `
  (SELECT json_agg(json_build_object(
      'invoice', json_build_object('id', invoice.id, 'number', invoice.number),
      'amountMinor', line.amount_minor, 'enteredMinor', line.entered_minor,
      'balanceMinor', invoice.open_minor - invoice.unposted_minor,
      'isInside', line.inside_since IS NOT NULL, 'enteredAt', ${instant('line.entered_at')})
      ORDER BY line.position)
     FROM payment_line AS line JOIN invoice ON invoice.id = line.invoice_id
    WHERE line.payment_id = payment.id)`;

/** The adjustments found by one column, with the payment in the other. */
const adjustments = (ours: string, theirs: string): string => `
  (SELECT coalesce(json_agg(json_build_object(
      'id', kept.id::text, 'at', ${instant('kept.written_at')}, 'cause', kept.cause,
      'state', kept.status, 'beforeMinor', kept.before_minor, 'afterMinor', kept.after_minor,
      'invoice', json_build_object('id', invoice.id, 'number', invoice.number),
      'other', CASE WHEN other.id IS NOT NULL THEN json_build_object(
          'payment', json_build_object('id', other.id, 'number', 'P-' || other.number),
          'kind', other.kind, 'state', other.state, 'runOn', other.run_on) END)
      ORDER BY kept.id), '[]')
     FROM (SELECT * FROM adjustment WHERE ${ours} = payment.id
            ORDER BY id DESC LIMIT ${ADJUSTMENTS_MAX}) AS kept
     JOIN invoice ON invoice.id = kept.invoice_id
     LEFT JOIN payment AS other ON other.id = kept.${theirs})`;

const CHARGE = `
  (SELECT json_build_object('gateway', charge.gateway, 'reference', charge.reference,
      'submittedAt', ${instant('charge.frozen_at')}, 'asked', charge.asked,
      'nextAskAt', CASE WHEN payment.next_step = 'ask' THEN ${instant('payment.next_step_at')} END,
      'isStopAsked', charge.stop_asked_at IS NOT NULL, 'answers', charge.outcomes)
     FROM charge WHERE charge.payment_id = payment.id)`;

const MESSAGES = `
  (SELECT coalesce(json_agg(json_build_object(${MESSAGE_JSON}) ORDER BY message.created_at, message.id), '[]')
     FROM message WHERE message.payment_id = payment.id)`;

const ACCEPTED_AT = `
  (SELECT ${instant('min(event.happened_at)')} FROM event
    WHERE event.payment_id = payment.id AND event.kind IN ('payment.pending', 'payment.settled'))`;

const CANCELLED_BY = `
  (SELECT event.actor_name FROM event WHERE event.payment_id = payment.id
      AND event.kind IN ('payment.cancelled', 'payment.stopAsked') AND event.actor_kind = 'user'
      AND payment.state = 'cancelled'
    ORDER BY event.id DESC LIMIT 1)`;

/** The slot that made it names rule and version; the name is that of the version. */
const AUTOPAY = `
  (SELECT json_build_object('version', kept.version,
      'rule', json_build_object('id', kept.rule_id, 'name', kept.body ->> 'name'))
     FROM autopay_slot AS slot JOIN autopay_rule_version AS kept
       ON kept.rule_id = slot.rule_id AND kept.version = slot.rule_version
    WHERE slot.payment_id = payment.id)`;

const reference = (where: string): string => `
  (SELECT json_build_object('id', other.id, 'number', 'P-' || other.number)
     FROM payment AS other WHERE ${where} ORDER BY other.number DESC LIMIT 1)`;

export const PAYMENT_DETAILS = {
  name: 'payment-details',
  text: `
  SELECT json_build_object(
    'row', json_build_object(${PAYMENT_PAIRS}),
    'methodKind', payment.method_kind, 'strategy', payment.strategy, 'note', payment.note,
    'requestBody', payment.request_body, 'runAt', ${instant('payment.run_at')},
    'runTime', payment.run_time, 'zone', payment.zone, 'businessZone', business.zone,
    'businessRunTime', business.run_time, 'stateReason', payment.state_reason,
    'reviewReason', payment.review_reason, 'proposedRunOn', payment.proposed_run_on,
    'failureCode', payment.failure_code, 'failureIsHard', payment.failure_is_hard,
    'retryAt', ${instant('payment.retry_at')}, 'closedAt', ${instant('payment.closed_at')}, 'acceptedAt', ${ACCEPTED_AT},
    'cancelledBy', ${CANCELLED_BY}, 'lines', ${LINES},
    'caused', ${adjustments('cause_payment_id', 'payment_id')},
    'suffered', ${adjustments('payment_id', 'cause_payment_id')},
    'charge', ${CHARGE}, 'messages', ${MESSAGES},
    'extraRecipients', to_json(payment.extra_recipients), 'shownRecipients', payment.recipients,
    'contacts', ${audienceContactsJson('payment.organization_id')},
    'autopay', ${AUTOPAY}, 'retryOf', ${reference('other.id = payment.retry_of_id')},
    'retriedBy', ${reference('other.retry_of_id = payment.id')},
    'restoredFrom', ${reference('other.id = payment.restored_from_id')},
    'restoredBy', ${reference('other.restored_from_id = payment.id')},
    'timeline', ${timelineOfPayment('payment.id')}) AS details
    FROM business, payment ${PAYMENT_JOINS}
   WHERE payment.id = $1`,
};
