/**
 * Which mail an outcome of a payment asks for, with what is to be said (rules.md 19). One per
 * outcome; a payment that only stops to exist for staff, or is superseded, is no one's mail.
 */
import type {
  CancelCause,
  LineFacts,
  PaymentMessageFacts,
  RunFacts,
} from '../../../../domain/message-facts';
import type { PaymentState } from '../../../../domain/payment';
import type { Asked } from '../../../../domain/payment-step';
import type { BookPayment } from '../../books/books';
import type { MailPayment } from './mail-facts';

/** The facts without who it is from and to, which are added for each recipient. */
export type OutcomeFacts = PaymentMessageFacts extends infer Facts
  ? Facts extends PaymentMessageFacts
    ? Omit<Facts, 'business' | 'recipient'>
    : never
  : never;

export type Change = Readonly<{ before: BookPayment; after: BookPayment }>;

/** What the payer is told of a change of state; null when nothing. `now` is business time, UTC. */
export function outcomeMail(
  { before, after }: Change,
  asked: Asked | null,
  payment: MailPayment,
  now: string,
): OutcomeFacts | null {
  if (before.state === after.state) return null;
  // The payer contested it with their own bank, which tells them how it ended.
  if (before.state === 'disputed') return null;
  const { gatewayReference } = payment;
  const isDebit = after.methodKind === 'bankDebit';
  switch (after.state) {
    case 'settled':
      return isDebit
        ? { kind: 'bankDebitSettled', settledAt: now, gatewayReference, payment: wordsOf(payment) }
        : { kind: 'receipt', chargedAt: now, gatewayReference, payment: wordsOf(payment) };
    case 'pending':
      return {
        kind: 'bankDebitInitiated',
        initiatedAt: now,
        gatewayReference,
        payment: wordsOf(payment, 'whenPaid'),
      };
    case 'returned':
      // Whoever pays by card asked their bank for it, or got a refund: both tell them of it.
      if (!isDebit) return null;
      return {
        kind: 'bankDebitReturned',
        returnedAt: now,
        ...returnOf(asked),
        wasSettled: before.state === 'settled',
        gatewayReference,
        payment: wordsOf(payment),
      };
    case 'failed': {
      const decline = declineOf(asked);
      return decline === null
        ? null
        : { kind: 'paymentDeclined', ...decline, declinedAt: now, payment: wordsOf(payment) };
    }
    case 'cancelled': {
      const isGivenUp = before.state === 'actionRequired' && payment.isStopAsked;
      const cause = isGivenUp ? 'byBusiness' : cancelCauseOf(before);
      if (cause === null) return null;
      const wasToRunAt = runOf(before);
      return { kind: 'paymentCancelled', cause, wasToRunAt, payment: wordsOf(payment) };
    }
    default:
      return null;
  }
}

/** As if it had run: what stays unpaid once its amount is taken. */
export function scheduledMail(payment: MailPayment): OutcomeFacts | null {
  const { runAt, zone } = payment;
  if (runAt === null || zone === null) return null;
  const words = wordsOf(payment, 'whenPaid');
  return { kind: 'paymentScheduled', runsAt: { at: runAt, zone }, payment: words };
}

export function wordsOf(
  payment: MailPayment,
  when: 'now' | 'whenPaid' = 'now',
): OutcomeFacts['payment'] {
  const { number, currency, method, reference } = payment;
  const paid = payment.lines.filter(({ amountMinor }) => amountMinor > 0);
  const lines = (paid.length > 0 ? paid : payment.lines).map(
    ({ invoiceNumber, amountMinor, balanceMinor }): LineFacts => ({
      invoiceNumber,
      amountMinor,
      unpaidAfterMinor: when === 'now' ? balanceMinor : Math.max(0, balanceMinor - amountMinor),
    }),
  );
  return { number, currency, method, reference, lines };
}

function returnOf(asked: Asked | null): Readonly<{ code: string; reason: string }> {
  const isReturn = asked !== null && typeof asked !== 'string' && asked.kind === 'returned';
  return isReturn
    ? { code: asked.code, reason: asked.reason }
    : { code: '', reason: 'The bank sent the money back.' };
}

/** A duplicate that is provably absent failed without a mail: nobody declined anything (rules.md 12). */
function declineOf(asked: Asked | null) {
  if (asked === null || typeof asked === 'string') return null;
  if (asked.kind === 'declined') return { reason: asked.reason, isHard: asked.isHard };
  return asked.kind === 'refused' ? { reason: 'refused' as const, isHard: false } : null;
}

const FENCED: Partial<Record<PaymentState, CancelCause>> = {
  scheduled: 'byBusiness',
  actionRequired: 'stepNotTaken',
  submitting: 'neverTaken',
  unknown: 'neverTaken',
  pending: 'voided',
};

/** A draft, and a payment that was never sent to the gateway, was announced to nobody. */
function cancelCauseOf({ state, runOn }: BookPayment): CancelCause | null {
  if (state === 'inReview') return runOn === null ? null : 'byBusiness';
  return FENCED[state] ?? null;
}

function runOf({ runAt, zone }: BookPayment): RunFacts | null {
  return runAt === null || zone === null ? null : { at: runAt, zone };
}
