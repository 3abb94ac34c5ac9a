/**
 * The one short notice that a payment changed planned ones (rules.md 19): written once the cause is
 * pending or settled, and again when what was told is given back.
 */
import type { ChangeCause, ChangedPaymentFacts } from '../../../../domain/message-facts';
import { PaymentState } from '../../../../domain/payment';
import type { BookPayment } from '../../books/books';
import type { BooksEdit } from '../../books/books-edit';
import type { MailPayment } from './mail-facts';

/** An adjustment that a payment caused, and whether its client was told. */
export type CausedAdjustment = Readonly<{
  id: string;
  paymentId: string;
  invoiceId: string;
  beforeMinor: number;
  afterMinor: number;
  isNoticed: boolean;
}>;

export type Notice = Readonly<{
  cause: ChangeCause;
  payments: readonly Readonly<{ paymentId: string; facts: ChangedPaymentFacts }>[];
  /** Adjustments that are told by it. */
  adjustmentIds: readonly string[];
}>;

/** What the payment lowered and nobody was told of. */
export function loweredNotice(
  edit: BooksEdit,
  cause: MailPayment,
  caused: readonly CausedAdjustment[],
): Notice | null {
  const untold = caused.filter(({ isNoticed }) => !isNoticed);
  const payments = [...new Set(untold.map(({ paymentId }) => paymentId))].flatMap((paymentId) => {
    const lines = untold
      .filter((adjustment) => adjustment.paymentId === paymentId)
      .map(({ invoiceId, beforeMinor, afterMinor }) => ({
        invoiceNumber: numberOf(edit, invoiceId),
        beforeMinor,
        afterMinor,
      }));
    return changed(edit.payment(paymentId), lines);
  });
  const amountMinor = cause.lines.reduce((sum, line) => sum + line.amountMinor, 0);
  const { number: paymentNumber, currency } = cause;
  return noticeOf({ kind: 'payment', paymentNumber, amountMinor, currency }, payments, untold);
}

/** What was given back of what the client had been told was gone. */
export function releasedNotice(
  edit: BooksEdit,
  cause: MailPayment,
  caused: readonly CausedAdjustment[],
): Notice | null {
  const told = caused.filter(({ isNoticed }) => isNoticed);
  const wereTold = new Set(told.map(({ paymentId }) => paymentId));
  const payments = edit.changedPayments.flatMap(({ before, after }) => {
    if (!wereTold.has(after.paymentId)) return [];
    const lines = after.lines.flatMap(({ invoiceId, amountMinor: afterMinor }, index) => {
      const beforeMinor = before.lines[index]?.amountMinor ?? afterMinor;
      const invoiceNumber = numberOf(edit, invoiceId);
      return beforeMinor === afterMinor ? [] : [{ invoiceNumber, beforeMinor, afterMinor }];
    });
    return changed(after, lines);
  });
  return noticeOf({ kind: 'release', paymentNumber: cause.number }, payments, told);
}

/** A bank debit that met a day without banks goes on the next one. */
export function movedNotice(before: BookPayment, after: BookPayment): Notice | null {
  const { runAt, zone } = before;
  if (runAt === null || zone === null || after.runAt === null || runAt === after.runAt) return null;
  if (after.state !== PaymentState.scheduled) return null;
  const facts: ChangedPaymentFacts = {
    number: after.number,
    currency: after.currency,
    runsAtBefore: { at: runAt, zone },
    runsAtAfter: { at: after.runAt, zone },
    lines: [],
    next: 'runs',
  };
  const payments = [{ paymentId: after.paymentId, facts }];
  return { cause: { kind: 'bankingDay' }, payments, adjustmentIds: [] };
}

function noticeOf(
  cause: ChangeCause,
  payments: Notice['payments'],
  adjustments: readonly CausedAdjustment[],
): Notice | null {
  if (payments.length === 0) return null;
  return { cause, payments, adjustmentIds: adjustments.map(({ id }) => id) };
}

function changed(
  payment: BookPayment,
  lines: ChangedPaymentFacts['lines'],
): Notice['payments'][number][] {
  const { paymentId, number, currency, runAt, zone } = payment;
  if (lines.length === 0 || runAt === null || zone === null) return [];
  const runs = { at: runAt, zone };
  const next = nextOf(payment);
  return [
    {
      paymentId,
      facts: { number, currency, runsAtBefore: runs, runsAtAfter: runs, lines, next },
    },
  ];
}

function nextOf({ state, lines }: BookPayment): ChangedPaymentFacts['next'] {
  if (state === PaymentState.inReview) return 'inReview';
  if (state !== PaymentState.scheduled) return 'ended';
  return lines.some(({ amountMinor }) => amountMinor > 0) ? 'runs' : 'waits';
}

function numberOf({ books }: BooksEdit, invoiceId: string): string {
  const invoice = books.invoices.find((candidate) => candidate.invoiceId === invoiceId);
  if (invoice === undefined) throw new Error(`invoice ${invoiceId} was not read`);
  return invoice.number;
}
