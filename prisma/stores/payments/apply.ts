/**
 * The one way an outcome reaches the books: the gateway's answer, its report, a poll and the
 * operator all come here.
 *
 * Invariant: idempotent, monotone and total. The state decides whether an outcome means anything;
 * one that does not is kept with the charge and changes nothing else.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Pool, PoolClient } from 'pg';
import { addHours, addMilliseconds } from '../../../domain/instants';
import {
  ACTION_HOURS_MAX,
  DAY_MS,
  finalityOf,
  nextAskAt,
  nextReturnQuestionAt,
} from '../../../domain/next-step';
import {
  eventOfOutcome,
  isTerminal,
  PaymentEventKind,
  PaymentState,
  transition,
} from '../../../domain/payment';
import type { Asked, PaymentStep } from '../../../domain/payment-step';
import type { GatewayCapabilities } from '../../../domain/ports';
import type { BookPayment } from '../books/books';
import { BooksEdit, type NextStep } from '../books/books-edit';
import { claimShown, giveUpShown } from '../books/disputed-lines';
import { lockBooksOf } from '../books/lock-books';
import { writeBooks } from '../books/write-books';
import { inTransaction } from '../transaction';
import { type ChargeRow, readChargeRow } from './charge-row';
import { applyHolds, settleHolds } from './holds';
import { writeOutcomeMessages } from './messages/write-messages';
import { endDispute, type MoneyBack, moneyBackAt, paidInvoiceIds } from './money-back';
import { DUPLICATE, fieldsOf, happeningOf, noWords } from './outcome-fields';
import { openOverdue } from './overdue-tasks';
import { stepAfter } from './step';
import { stopWaitingAutopay } from './stop-autopay';

export type AppliedFrom = 'gateway' | 'report' | 'poll' | 'operator';

const GATEWAY = { kind: 'gateway', id: null, name: 'Gateway' } as const;
const SYSTEM = { kind: 'system', id: null, name: 'Headroom' } as const;

type Dependencies = Readonly<{ pool: Pool; capabilities: GatewayCapabilities }>;

export function createApply({ pool, capabilities }: Dependencies) {
  /** @throws when there is no such payment, or it was never frozen. */
  return function apply(paymentId: string, asked: Asked, from: AppliedFrom): Promise<PaymentStep> {
    return inTransaction(pool, async (client) => ({
      keep: true,
      value: await attempt(client, capabilities, paymentId, asked, from),
    }));
  };
}

/** The state that an outcome would meet, and whether it is a repeat, without a lock. */
export function createStateFor({ pool }: Pick<Dependencies, 'pool'>) {
  return async (paymentId: string, asked: Asked) => {
    const { rows } = await pool.query<Pick<BookPayment, 'state' | 'methodKind'> & LastOutcome>({
      name: 'payment-state-for',
      text: `
        SELECT state, payment.method_kind AS "methodKind",
               charge.outcomes -> -1 -> 'outcome' AS "lastOutcome"
          FROM payment LEFT JOIN charge ON charge.payment_id = payment.id
         WHERE payment.id = $1`,
      values: [paymentId],
    });
    const [row] = rows;
    return row === undefined ? null : { state: row.state, isRepeat: isRepeat(row, row, asked) };
  };
}

type LastOutcome = Pick<ChargeRow, 'lastOutcome'>;

async function attempt(
  client: PoolClient,
  capabilities: GatewayCapabilities,
  paymentId: string,
  asked: Asked,
  from: AppliedFrom,
): Promise<PaymentStep> {
  const books = await lockBooksOf(client, paymentId);
  const charge = await readChargeRow(client, paymentId);
  if (books === null || charge === null) throw new Error(`payment ${paymentId} has no charge`);
  const edit = new BooksEdit(books);
  const before = edit.payment(paymentId);
  if (isRepeat(before, charge, asked)) return stepAfter(client, paymentId, []);
  const touched = decide(edit, before, charge, capabilities, asked);
  await writeBooks(client, edit, GATEWAY);
  await writeDispute(client, before, edit.payment(paymentId).state, books.business.now);
  await writeCharge(client, edit, before, asked, from, capabilities);
  await writeOutcomeMessages(client, edit, paymentId, asked);
  return stepAfter(client, paymentId, touched);
}

/** Under the locks of its invoices, after the books were written. */
async function writeDispute(
  client: PoolClient,
  before: BookPayment,
  state: PaymentState,
  now: string,
): Promise<void> {
  if (before.state === state) return;
  if (state === PaymentState.disputed) await claimShown(client, before.paymentId, now);
  if (before.state !== PaymentState.disputed) return;
  await endDispute(client, before, now);
  if (state === PaymentState.returned) await giveUpShown(client, before.lines);
}

/**
 * A gateway's answer and its report say the same within milliseconds: the second of them finds
 * everything written, and writes nothing. Where something is still to be asked, each answer counts.
 */
function isRepeat(
  { state, methodKind }: Pick<BookPayment, 'state' | 'methodKind'>,
  { lastOutcome }: LastOutcome,
  asked: Asked,
): boolean {
  const isOver = isTerminal(state) || (state === PaymentState.settled && methodKind === 'card');
  return isOver && isDeepStrictEqual(lastOutcome, asked);
}

/** Answers the other payments it changed. */
function decide(
  edit: BooksEdit,
  before: BookPayment,
  charge: ChargeRow,
  capabilities: GatewayCapabilities,
  asked: Asked,
): string[] {
  const { paymentId } = before;
  const event = eventOf(before, asked);
  const next =
    event === null ? ({ kind: 'ignore' } as const) : transition(before.state, { kind: event });
  if (next.kind === 'alarm') {
    edit.openTask(paymentId, 'moneyOnClosedPayment', { state: before.state, outcome: asked });
    edit.happened(paymentId, 'payment.alarm', { outcome: asked }, next.reason);
    return [];
  }
  openOverdue(edit, before, next.kind === 'to' ? next.state : before.state, charge);
  if (next.kind === 'ignore') {
    const isDuplicate = isDuplicateAnew(before, asked);
    edit.set(paymentId, {
      ...(isDuplicate && fieldsOf(edit, before, asked, before.state)),
      nextStep: waitOf(
        edit,
        before.state,
        before,
        charge,
        capabilities,
        isDuplicate ? 0 : charge.asked + 1,
      ),
    });
    return [];
  }
  edit.setState(paymentId, next.state, fieldsOf(edit, before, asked, next.state));
  edit.set(paymentId, { nextStep: waitOf(edit, next.state, before, charge, capabilities, 0) });
  edit.happened(paymentId, happeningOf(before.state, next.state), { outcome: asked });
  const moneyBack = moneyBackAt(next.state);
  const stopped = moneyBack === null ? [] : holdAutopay(edit, before, moneyBack, asked);
  // Whoever confirms an immediate payment sees it fail; of one with a date nobody is there to see.
  if (next.state === PaymentState.failed && before.runOn !== null) {
    edit.openTask(paymentId, 'paymentDeclined', { reason: noWords(asked) });
  }
  return [...settleHolds(edit, paymentId, before.state), ...stopped];
}

/** Answered to a charge that was sent again: from now on it is only looked up, and fenced (rules.md 12). */
const isDuplicateAnew = ({ state, failureCode }: BookPayment, asked: Asked) =>
  state === PaymentState.unknown &&
  failureCode !== DUPLICATE &&
  typeof asked !== 'string' &&
  asked.kind === 'duplicate';

function eventOf(before: BookPayment, asked: Asked): PaymentEventKind | null {
  if (asked === 'not-found') return null;
  if (asked === 'silence') return PaymentEventKind.silence;
  if (asked === 'fenced') {
    // A duplicate that is provably absent failed; anything else that was fenced was given up.
    return before.failureCode === DUPLICATE
      ? PaymentEventKind.duplicateAbsent
      : PaymentEventKind.fenced;
  }
  return eventOfOutcome(asked).kind;
}

/** When to ask next; null when nothing is left to ask. */
function waitOf(
  edit: BooksEdit,
  state: PaymentState,
  payment: BookPayment,
  charge: ChargeRow,
  { returnsUntilDays, fence }: GatewayCapabilities,
  asked: number,
): NextStep | null {
  const { realNow, business } = edit.books;
  switch (state) {
    case 'submitting':
      return { step: 'charge', clock: 'real', at: realNow };
    case 'unknown':
    case 'actionRequired':
    case 'pending':
    // However long the bank takes: its report may be lost, or have overtaken that of the dispute.
    case 'disputed':
      return {
        step: 'ask',
        clock: 'real',
        at: nextAskAt(state, asked, realNow, { ...charge, isFenceable: fence !== 'none' }),
      };
    case 'settled': {
      if (payment.methodKind === 'card') return null;
      const settledAt = payment.settledAt ?? business.now;
      const finalAt = finalityOf(settledAt, payment.methodKind, placeOf(edit, payment));
      const until = charge.returnsUntil ?? addMilliseconds(settledAt, returnsUntilDays * DAY_MS);
      const ask = nextReturnQuestionAt(business.now, finalAt, until);
      const isHeld = edit.books.holds.length > 0 && payment.finalAt === null;
      if (isHeld && (ask === null || Date.parse(finalAt) <= Date.parse(ask))) {
        return { step: 'finish', clock: 'business', at: finalAt };
      }
      return ask === null ? null : { step: 'ask', clock: 'business', at: ask };
    }
    default:
      return null;
  }
}

/** Where its run times are; an immediate payment has those of the business. */
const placeOf = ({ books }: BooksEdit, { zone, runTime }: BookPayment) => ({
  zone: zone ?? books.business.zone,
  runTime: runTime ?? books.business.runTime,
});

/** Rule 13: the plan is not restored; autopay on those invoices waits for a person. Answers what it stopped. */
function holdAutopay(
  edit: BooksEdit,
  payment: BookPayment,
  { taskKind, holdReason }: MoneyBack,
  asked: Asked,
): string[] {
  const invoiceIds = paidInvoiceIds(payment.lines);
  for (const invoiceId of invoiceIds) edit.autopayHolds.set(invoiceId, holdReason);
  edit.openTask(payment.paymentId, taskKind, { outcome: asked });
  return stopWaitingAutopay(edit, invoiceIds);
}

async function writeCharge(
  client: PoolClient,
  edit: BooksEdit,
  before: BookPayment,
  asked: Asked,
  from: AppliedFrom,
  { returnsUntilDays }: GatewayCapabilities,
): Promise<void> {
  const { paymentId } = before;
  const { state } = edit.payment(paymentId);
  const isNew = state !== before.state;
  const { realNow, business } = edit.books;
  const reference = typeof asked === 'string' || !('reference' in asked) ? null : asked.reference;
  const answer = { at: realNow, from, outcome: asked };
  await client.query({
    name: 'charge-answered',
    text: `
      UPDATE charge SET reference = coalesce($2, reference), asked = CASE WHEN $3 THEN 0 ELSE asked + 1 END,
        fence_due_at = coalesce(fence_due_at, $4), returns_until = coalesce(returns_until, $5),
        -- The last answer again and again is kept once.
        outcomes = CASE WHEN outcomes -> -1 -> 'outcome' = $6::jsonb -> 'outcome' THEN outcomes
                        ELSE outcomes || $6::jsonb END
       WHERE payment_id = $1`,
    values: [
      paymentId,
      reference,
      isNew,
      isNew && state === PaymentState.actionRequired ? addHours(realNow, ACTION_HOURS_MAX) : null,
      isNew && state === PaymentState.settled
        ? addMilliseconds(business.now, returnsUntilDays * DAY_MS)
        : null,
      JSON.stringify(answer),
    ],
  });
}

/** At finality: what a bank debit holds is applied, once (rules.md 8). */
export function createFinish({ pool, capabilities }: Dependencies) {
  return function finish(paymentId: string): Promise<PaymentStep> {
    return inTransaction(pool, async (client) => {
      const books = await lockBooksOf(client, paymentId);
      const charge = await readChargeRow(client, paymentId);
      if (books === null || charge === null) throw new Error(`payment ${paymentId} has no charge`);
      const edit = new BooksEdit(books);
      const payment = edit.payment(paymentId);
      const isDue =
        payment.state === PaymentState.settled &&
        payment.finalAt === null &&
        isFinal(edit, payment);
      const touched = isDue ? applyHolds(edit) : [];
      if (isDue) {
        const finalAt = books.business.now;
        const nextStep = waitOf(
          edit,
          payment.state,
          { ...payment, finalAt },
          charge,
          capabilities,
          0,
        );
        edit.set(paymentId, { finalAt, nextStep });
        edit.happened(paymentId, 'payment.final', null);
        await writeBooks(client, edit, SYSTEM);
      }
      return { keep: true, value: await stepAfter(client, paymentId, touched) };
    });
  };
}

function isFinal(edit: BooksEdit, payment: BookPayment): boolean {
  const { settledAt, methodKind } = payment;
  if (settledAt === null) return false;
  const finalAt = finalityOf(settledAt, methodKind, placeOf(edit, payment));
  return Date.parse(edit.books.business.now) >= Date.parse(finalAt);
}
