/** The sandbox's charge, in the domain's words. One reading for answers, look-ups and reports. */
import { type ChargeOutcome, DeclineReason } from '../../domain/ports';
import { type Fields, oneOf, optionalTextOf, textOf, Unreadable } from './json';

const STATES = [
  'settled',
  'pending',
  'action_required',
  'declined',
  'returned',
  'voided',
  'disputed',
] as const;

/** A code that is not here is a plain no: a new word of the gateway must not become silence. */
const DECLINE_REASONS: Readonly<Record<string, DeclineReason>> = {
  insufficient_funds: DeclineReason.insufficientFunds,
  expired: DeclineReason.expired,
  method_removed: DeclineReason.methodRemoved,
  account_closed: DeclineReason.accountClosed,
};

/** @throws Unreadable when this is not a charge of the sandbox. */
export function outcomeOf(charge: Fields): ChargeOutcome {
  const reference = textOf(charge, 'id');
  const state = oneOf(charge, 'state', STATES);
  const code = optionalTextOf(charge, 'code') ?? state;
  const reason = optionalTextOf(charge, 'reason') ?? code;
  switch (state) {
    case 'settled':
      if (charge['dispute'] === 'won') return { kind: 'disputeWon', reference };
      return { kind: 'settled', reference, settledAt: textOf(charge, 'settledAt') };
    case 'pending':
      return { kind: 'pending', reference };
    case 'action_required':
      return { kind: 'actionRequired', reference };
    case 'voided':
      return { kind: 'voided', reference };
    case 'returned':
      return { kind: 'returned', reference, code, reason };
    case 'disputed':
      return { kind: 'disputed', reference, reason };
    case 'declined': {
      if (typeof charge['isHard'] !== 'boolean') throw new Unreadable('isHard is not a boolean');
      const known = DECLINE_REASONS[code] ?? DeclineReason.declined;
      return { kind: 'declined', reference, reason: known, isHard: charge['isHard'] };
    }
  }
}

/**
 * Of several charges under one key the one that holds or held money: it is what happened. Without
 * one, the latest.
 */
export function decisiveOutcome(outcomes: readonly ChargeOutcome[]): ChargeOutcome | 'not-found' {
  const moved = outcomes.find(({ kind }) => kind !== 'declined' && kind !== 'voided');
  return moved ?? outcomes.at(-1) ?? 'not-found';
}
