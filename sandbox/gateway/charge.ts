/**
 * One charge as the gateway knows it, and the only ways in which it may change.
 *
 * Invariant: `declined`, `voided` and `returned` are ends; money is held exactly in the states of
 * `HOLDS_MONEY`, so a ledger needs nothing but the states.
 */
export const ChargeState = {
  settled: 'settled',
  pending: 'pending',
  actionRequired: 'action_required',
  declined: 'declined',
  returned: 'returned',
  voided: 'voided',
  disputed: 'disputed',
} as const;
export type ChargeState = (typeof ChargeState)[keyof typeof ChargeState];

export const HOLDS_MONEY: ReadonlySet<ChargeState> = new Set([
  ChargeState.settled,
  ChargeState.pending,
  ChargeState.disputed,
]);

export type HistoryEntry = Readonly<{ at: string; state: ChargeState; code: string | null }>;
export type Refund = Readonly<{ id: string; key: string; amount: number; at: string }>;

export type Charge = Readonly<{
  id: string;
  account: string;
  /** The merchant's own key: what it looks the charge up by. */
  reference: string;
  intent: string | null;
  amount: number;
  currency: string;
  method: string;
  methodKind: 'card' | 'bankDebit';
  /** Brand and last four as they were, for the ledger. */
  methodLabel: string;
  statement: string;
  state: ChargeState;
  code: string | null;
  reason: string | null;
  isHard: boolean;
  createdAt: string;
  settledAt: string | null;
  refunds: readonly Refund[];
  history: readonly HistoryEntry[];
}>;

/** What may be told about a charge by its bank, its payer, or a control call. */
export const ChargeStep = {
  settle: 'settle',
  return: 'return',
  void: 'void',
  complete: 'complete',
  refuse: 'refuse',
  dispute: 'dispute',
  winDispute: 'win-dispute',
  loseDispute: 'lose-dispute',
} as const;
export type ChargeStep = (typeof ChargeStep)[keyof typeof ChargeStep];

const STEPS: Readonly<
  Record<ChargeStep, Readonly<{ from: readonly ChargeState[]; to: ChargeState }>>
> = {
  settle: { from: [ChargeState.pending], to: ChargeState.settled },
  return: { from: [ChargeState.pending, ChargeState.settled], to: ChargeState.returned },
  void: { from: [ChargeState.pending, ChargeState.actionRequired], to: ChargeState.voided },
  complete: { from: [ChargeState.actionRequired], to: ChargeState.settled },
  refuse: { from: [ChargeState.actionRequired], to: ChargeState.declined },
  dispute: { from: [ChargeState.settled], to: ChargeState.disputed },
  'win-dispute': { from: [ChargeState.disputed], to: ChargeState.settled },
  'lose-dispute': { from: [ChargeState.disputed], to: ChargeState.returned },
};

export function stepsFrom(state: ChargeState): readonly ChargeStep[] {
  return Object.values(ChargeStep).filter((step) => STEPS[step].from.includes(state));
}

/** The charge after the step; null when its state does not allow it. */
export function takeStep(
  charge: Charge,
  step: ChargeStep,
  { at, code, reason }: Readonly<{ at: string; code: string | null; reason: string | null }>,
): Charge | null {
  const { from, to } = STEPS[step];
  if (!from.includes(charge.state)) return null;
  return {
    ...charge,
    state: to,
    code,
    reason,
    settledAt: to === ChargeState.settled ? (charge.settledAt ?? at) : charge.settledAt,
    history: [...charge.history, { at, state: to, code }],
  };
}

/** How the last dispute of a charge stands; null when it was never disputed. */
export function disputeOf({ history }: Charge): 'open' | 'won' | 'lost' | null {
  const opened = history.findLastIndex(({ state }) => state === ChargeState.disputed);
  if (opened === -1) return null;
  const next = history[opened + 1];
  if (next === undefined) return 'open';
  return next.state === ChargeState.settled ? 'won' : 'lost';
}

export function refundedSum({ refunds }: Charge): number {
  return refunds.reduce((sum, { amount }) => sum + amount, 0);
}
