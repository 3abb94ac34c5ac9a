/**
 * The last look, which is the freeze (rules.md 4): one transaction after which only an outcome
 * changes the books.
 *
 * Invariant: nothing reaches a gateway unless it fits the headroom of this instant, its date has
 * come, its method is usable, and it is not above what a person last set.
 */
import type { Pool, PoolClient } from 'pg';
import { followingBankingDay, isBankingDay } from '../../../domain/banking-days';
import { addDays } from '../../../domain/calendar';
import { civilDateAt, instantOf } from '../../../domain/instants';
import { DAY_MS, graceEndOf, resendDeadlineOf } from '../../../domain/next-step';
import { PaymentState } from '../../../domain/payment';
import type { Frozen } from '../../../domain/payment-step';
import type { GatewayCapabilities, MethodReading } from '../../../domain/ports';
import { reasonsAgainstSending, run } from '../../../domain/run';
import type { BookPayment } from '../books/books';
import { BooksEdit } from '../books/books-edit';
import { lockBooksOf } from '../books/lock-books';
import { createRecordReading } from '../methods/record-reading';
import { writeBooks } from '../books/write-books';
import { inTransaction } from '../transaction';
import { type ChargeRow, insertCharge, readChargeRow } from './charge-row';
import { openReview, settleHolds } from './holds';
import { writeOutcomeMessages } from './messages/write-messages';
import { stepAfter } from './step';

const SYSTEM = { kind: 'system', id: null, name: 'Headroom' } as const;

export function createFreeze({
  pool,
  capabilities,
}: Readonly<{ pool: Pool; capabilities: GatewayCapabilities }>) {
  const recordReading = createRecordReading({ pool, limits: capabilities });
  /** Asked again while `submitting` it answers the same charge. @throws when there is no such payment. */
  return async function freeze(paymentId: string, reading: MethodReading | null): Promise<Frozen> {
    if (reading !== null) await recordReading(paymentId, reading);
    return inTransaction(pool, async (client) => {
      const value = await attempt(client, capabilities, paymentId);
      return { keep: true, value };
    });
  };
}

async function attempt(
  client: PoolClient,
  capabilities: GatewayCapabilities,
  paymentId: string,
): Promise<Frozen> {
  const books = await lockBooksOf(client, paymentId);
  if (books === null) throw new Error(`no payment ${paymentId}`);
  const edit = new BooksEdit(books);
  const payment = edit.payment(paymentId);
  if (payment.state === PaymentState.submitting) return chargeOf(client, paymentId);
  const isWaiting =
    payment.state === PaymentState.scheduled || payment.state === PaymentState.reserved;
  if (!isWaiting || isBeforeRun(edit, payment)) return otherwise(client, paymentId, []);

  const method = await readMethod(client, payment.methodId);
  if (method.isStale) return { kind: 'methodUnread', methodToken: method.token };
  const touched = method.isUsable
    ? lastLook(edit, payment, capabilities)
    : sendBack(edit, payment, 'METHOD_UNUSABLE', 'The method can no longer be charged.');
  await writeBooks(client, edit, SYSTEM);
  await writeOutcomeMessages(client, edit, paymentId, null);
  const { state, lines, currency, number } = edit.payment(paymentId);
  if (state !== PaymentState.submitting) return otherwise(client, paymentId, touched);

  const row = await insertCharge(client, {
    paymentId,
    amountMinor: lines.reduce((sum, line) => sum + line.amountMinor, 0),
    currency,
    statementText: number,
    resendDeadline: resendDeadlineOf(books.realNow, capabilities.keyLifetimeHours),
    frozenAt: books.realNow,
  });
  return submitting(row);
}

const isBeforeRun = ({ books }: BooksEdit, { runAt }: BookPayment) =>
  runAt !== null && Date.parse(books.business.now) < Date.parse(runAt);

/** Decides what a payment whose time has come becomes. Answers the other payments it changed. */
function lastLook(edit: BooksEdit, payment: BookPayment, limits: GatewayCapabilities): string[] {
  if (payment.state === PaymentState.reserved) return lastLookAtReserved(edit, payment);
  // Asked first: one that is moved has a new date, and from that nobody sees what it missed.
  if (wasMissed(edit, payment)) {
    return sendBack(edit, payment, 'SLOT_MISSED', 'Its run date passed while nothing could run.');
  }
  if (wasMoved(edit, payment)) return [];
  const isAtZero = payment.lines.every((line) => line.amountMinor === 0);
  if (isAtZero && payment.openHoldCount > 0) {
    edit.set(payment.paymentId, { nextStep: null });
    return [];
  }
  const outcome = run({ lines: payment.lines, invoices: edit.books.invoices, limits });
  switch (outcome.kind) {
    case 'review':
      return sendBack(
        edit,
        payment,
        outcome.reasons[0]?.code ?? 'REVIEW',
        'A person has to look first.',
        outcome.reasons,
      );
    case 'superseded':
      return supersede(edit, payment, outcome.belowMinimumMinor);
    case 'charge':
      lowerTo(
        edit,
        payment,
        new Map(outcome.lines.map((line) => [line.invoiceId, line.amountMinor])),
      );
      submit(edit, payment);
      return [];
  }
}

function lastLookAtReserved(edit: BooksEdit, payment: BookPayment): string[] {
  const reasons = reasonsAgainstSending(payment.lines, edit.books.invoices);
  if (reasons.length > 0) {
    const reason = reasons[0]?.code ?? 'REVIEW';
    return sendBack(edit, payment, reason, 'Not charged: an invoice has changed since.', reasons);
  }
  submit(edit, payment);
  return [];
}

function submit(edit: BooksEdit, { paymentId }: BookPayment): void {
  // Until the outcome is applied the charge is still the next step: a crash finds it again.
  edit.setState(paymentId, PaymentState.submitting, {
    nextStep: { step: 'charge', clock: 'real', at: edit.books.realNow },
  });
  edit.happened(paymentId, 'payment.frozen', { lines: edit.payment(paymentId).lines });
}

/** Back to a person: a reserved payment becomes a draft, a scheduled one keeps its date. */
function sendBack(
  edit: BooksEdit,
  payment: BookPayment,
  code: string,
  sentence: string,
  detail: unknown = null,
): string[] {
  const { paymentId, runOn } = payment;
  const { now, zone } = edit.books.business;
  edit.setState(paymentId, PaymentState.inReview, {
    nextStep: null,
    reviewReason: code,
    stateReason: sentence,
    proposedRunOn: runOn === null ? null : proposedDay(payment, civilDateAt(now, zone)),
  });
  edit.happened(paymentId, 'payment.sentToReview', { code, detail }, sentence);
  openReview(edit, paymentId, code, detail);
  return settleHolds(edit, paymentId, payment.state);
}

function proposedDay({ methodKind }: BookPayment, today: string): string {
  const tomorrow = addDays(today, 1);
  return methodKind === 'bankDebit' ? followingBankingDay(tomorrow) : tomorrow;
}

/** A bank debit is submitted on a banking day only: on another it moves to the next one's run time. */
function wasMoved(edit: BooksEdit, payment: BookPayment): boolean {
  const { paymentId, methodKind, runTime, zone } = payment;
  if (methodKind !== 'bankDebit' || runTime === null || zone === null) return false;
  const today = civilDateAt(edit.books.business.now, zone);
  if (isBankingDay(today)) return false;
  const runOn = followingBankingDay(today);
  const runAt = instantOf(runOn, runTime, zone);
  edit.set(paymentId, { runOn, runAt, nextStep: { step: 'charge', clock: 'business', at: runAt } });
  edit.happened(
    paymentId,
    'payment.moved',
    { from: payment.runOn, to: runOn },
    'Not a banking day.',
  );
  return true;
}

function wasMissed(
  edit: BooksEdit,
  { runOn, runAt, runTime, zone, methodKind }: BookPayment,
): boolean {
  if (runOn === null || runAt === null || runTime === null || zone === null) return false;
  const end = graceEndOf({ runOn, runAt, methodKind, runTime, zone });
  return Date.parse(edit.books.business.now) > Date.parse(end);
}

function supersede(
  edit: BooksEdit,
  payment: BookPayment,
  belowMinimumMinor: number | null,
): string[] {
  const { paymentId } = payment;
  lowerTo(edit, payment, new Map());
  edit.setState(paymentId, PaymentState.superseded, {
    nextStep: null,
    closedAt: edit.books.business.now,
    stateReason:
      belowMinimumMinor === null
        ? 'Nothing was left to pay.'
        : 'What was left is less than the gateway takes.',
  });
  edit.happened(paymentId, 'payment.superseded', { belowMinimumMinor });
  return [];
}

/** Lowers each line to what is named for its invoice, or to nothing. */
function lowerTo(
  edit: BooksEdit,
  { paymentId, lines }: BookPayment,
  amounts: ReadonlyMap<string, number>,
): void {
  const lowered = lines.flatMap(({ invoiceId, amountMinor: beforeMinor }) => {
    const afterMinor = amounts.get(invoiceId) ?? 0;
    return afterMinor < beforeMinor ? [{ paymentId, invoiceId, beforeMinor, afterMinor }] : [];
  });
  edit.adjust(lowered, null, 'the last look');
}

type Method = Readonly<{ token: string; isStale: boolean; isUsable: boolean }>;

/** A stored expiry date alone decides nothing: the gateway is asked at most a day before (rules.md 18). */
async function readMethod(client: PoolClient, methodId: string): Promise<Method> {
  const { rows } = await client.query<{
    token: string;
    status: string;
    is_removed: boolean;
    age_ms: number;
  }>({
    name: 'freeze-method',
    text: `
      SELECT token, status, removed_at IS NOT NULL AS is_removed,
             (extract(epoch FROM clock_timestamp() - read_at) * 1000)::float8 AS age_ms
        FROM payment_method WHERE id = $1`,
    values: [methodId],
  });
  const row = rows[0];
  if (row === undefined) throw new Error(`no method ${methodId}`);
  const isUsable = !row.is_removed && row.status === 'usable';
  return { token: row.token, isStale: !row.is_removed && row.age_ms > DAY_MS, isUsable };
}

async function chargeOf(client: PoolClient, paymentId: string): Promise<Frozen> {
  const row = await readChargeRow(client, paymentId);
  if (row === null) throw new Error(`payment ${paymentId} is submitting without a charge`);
  return submitting(row);
}

const submitting = ({ charge, resendDeadline }: ChargeRow): Frozen => ({
  kind: 'submitting',
  charge,
  resendDeadline,
});

async function otherwise(
  client: PoolClient,
  paymentId: string,
  touched: readonly string[],
): Promise<Frozen> {
  return { kind: 'otherwise', step: await stepAfter(client, paymentId, touched) };
}
