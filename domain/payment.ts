/**
 * The life of a payment: which event may follow in which state. Everything else is ignored, or is
 * an alarm because money moved that we did not expect.
 *
 * Invariant: the states from `reserved` to `pending`, and `settled` until its line is inside, hold a
 * claim on their invoices; a claim ends only by an outcome or by proof that no charge can ever
 * happen (rules.md 11).
 */
import type { ChargeOutcome } from './ports';

export const PaymentState = {
  scheduled: 'scheduled',
  reserved: 'reserved',
  submitting: 'submitting',
  actionRequired: 'actionRequired',
  unknown: 'unknown',
  pending: 'pending',
  settled: 'settled',
  failed: 'failed',
  returned: 'returned',
  disputed: 'disputed',
  cancelled: 'cancelled',
  superseded: 'superseded',
  inReview: 'inReview',
} as const;
export type PaymentState = (typeof PaymentState)[keyof typeof PaymentState];

export const PaymentKind = {
  manual: 'manual',
  scheduled: 'scheduled',
  autopay: 'autopay',
} as const;
export type PaymentKind = (typeof PaymentKind)[keyof typeof PaymentKind];

/**
 * What may happen to a payment. The first group is ours (people and the freeze), the second is what
 * the gateway says of its charge.
 */
export const PaymentEventKind = {
  /** The last look let it through; its charge row is written. */
  frozen: 'frozen',
  /** The last look found nothing left to pay, or the last hold of a payment at zero was applied. */
  superseded: 'superseded',
  /** A person must look. A `reserved` payment becomes a draft, a `scheduled` one keeps its date. */
  sentToReview: 'sentToReview',
  /** A person dropped it. */
  cancelled: 'cancelled',
  /** A person confirmed a draft. */
  approved: 'approved',
  /** A person gave a payment in review a date. */
  rescheduled: 'rescheduled',

  actionRequired: 'actionRequired',
  /** No answer, or the resend deadline has passed. */
  silence: 'silence',
  pending: 'pending',
  settled: 'settled',
  declined: 'declined',
  refused: 'refused',
  /** Answered *duplicate*, and a charge under our key is provably absent. */
  duplicateAbsent: 'duplicateAbsent',
  fenced: 'fenced',
  voided: 'voided',
  returned: 'returned',
  disputed: 'disputed',
  /** The payer contested it and the bank decided for us; a lost dispute is `returned`. */
  disputeWon: 'disputeWon',
} as const;
export type PaymentEventKind = (typeof PaymentEventKind)[keyof typeof PaymentEventKind];

export type PaymentEvent = Readonly<{ kind: PaymentEventKind }>;

export type Transition =
  | Readonly<{ kind: 'to'; state: PaymentState }>
  | Readonly<{ kind: 'ignore' }>
  | Readonly<{ kind: 'alarm'; reason: 'MONEY_ON_CLOSED_PAYMENT' }>;

type Next = Readonly<Partial<Record<PaymentEventKind, PaymentState>>>;

const ANSWERED: Next = {
  pending: 'pending',
  settled: 'settled',
  returned: 'returned', // A return may overtake the settlement.
  disputeWon: 'settled', // So may a whole dispute, when nobody heard of it until now.
  declined: 'failed',
  refused: 'failed',
  duplicateAbsent: 'failed',
  fenced: 'cancelled',
  voided: 'cancelled', // A voided charge can take no money any more, so it is proof like a fence.
};

const NEXT: Readonly<Record<PaymentState, Next>> = {
  scheduled: {
    frozen: 'submitting',
    superseded: 'superseded',
    sentToReview: 'inReview',
    cancelled: 'cancelled',
  },
  reserved: { frozen: 'submitting', sentToReview: 'inReview', cancelled: 'cancelled' },
  inReview: {
    approved: 'reserved',
    rescheduled: 'scheduled',
    cancelled: 'cancelled',
    superseded: 'superseded',
  },
  submitting: { ...ANSWERED, actionRequired: 'actionRequired', silence: 'unknown' },
  actionRequired: ANSWERED,
  // The answer that was lost may have been that the payer has something to do first.
  unknown: { ...ANSWERED, actionRequired: 'actionRequired' },
  pending: {
    settled: 'settled',
    disputeWon: 'settled',
    voided: 'cancelled',
    // Once money was accepted every other no is a return, whatever the gateway calls it.
    returned: 'returned',
    declined: 'returned',
    refused: 'returned',
    fenced: 'returned',
    duplicateAbsent: 'returned',
  },
  settled: { returned: 'returned', disputed: 'disputed' },
  // A repeated report of the settlement must not win a dispute, so winning has its own event.
  disputed: { disputeWon: 'settled', returned: 'returned' },
  failed: {},
  cancelled: {},
  superseded: {},
  returned: {},
};

/** What only a charge that took money can bring. */
const MONEY_MOVED: ReadonlySet<PaymentEventKind> = new Set(['settled', 'disputeWon']);

const CLOSED_WITHOUT_MONEY: ReadonlySet<PaymentState> = new Set([
  'failed',
  'cancelled',
  'superseded',
]);

/** Total: any event in any state has an answer, so late and repeated reports are harmless. */
export function transition(state: PaymentState, event: PaymentEvent): Transition {
  const next = NEXT[state][event.kind];
  if (next) return { kind: 'to', state: next };
  if (MONEY_MOVED.has(event.kind) && CLOSED_WITHOUT_MONEY.has(state)) {
    return { kind: 'alarm', reason: 'MONEY_ON_CLOSED_PAYMENT' };
  }
  return { kind: 'ignore' };
}

/** The states from which an event leads to `to`: the WHERE clause of its compare-and-set. */
export function statesBefore(event: PaymentEvent, to: PaymentState): PaymentState[] {
  return Object.values(PaymentState).filter((state) => NEXT[state][event.kind] === to);
}

/**
 * The event that a gateway's outcome is. *Duplicate* is no outcome: until the charge has been looked
 * up by our key nothing is known, which is what silence means.
 */
export function eventOfOutcome(outcome: ChargeOutcome): PaymentEvent {
  return { kind: outcome.kind === 'duplicate' ? PaymentEventKind.silence : outcome.kind };
}

const CLAIMING: ReadonlySet<PaymentState> = new Set([
  'reserved',
  'submitting',
  'actionRequired',
  'unknown',
  'pending',
  'settled',
]);

/** Whether the payment's lines are firm; those of a settled payment only until they are inside. */
export function holdsClaim(state: PaymentState): boolean {
  return CLAIMING.has(state);
}

type Dated = Readonly<{ state: PaymentState; runOn: string | null }>;

/** A promise with a date, counted in *planned*: it may be lowered, moved or cancelled. */
export function isTentative({ state, runOn }: Dated): boolean {
  if (state === PaymentState.scheduled) return true;
  return state === PaymentState.inReview && runOn !== null;
}

/** A person's immediate payment that came back before it was charged. It plans nothing. */
export function isDraft({ state, runOn }: Dated): boolean {
  return state === PaymentState.inReview && runOn === null;
}

const TERMINAL: ReadonlySet<PaymentState> = new Set([
  'failed',
  'cancelled',
  'superseded',
  'returned',
]);

/** Never revives. `settled` and `disputed` are not terminal: money may still go back. */
export function isTerminal(state: PaymentState): boolean {
  return TERMINAL.has(state);
}
