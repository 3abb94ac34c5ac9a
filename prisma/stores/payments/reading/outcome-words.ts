/** What the gateway answered, in words for staff: no codes without words. */
import type { PaymentDetails } from '../../../../contracts/payment-details';
import { PaymentState } from '../../../../domain/payment';
import type { Asked } from '../../../../domain/payment-step';
import type { DeclineReason } from '../../../../domain/ports';
import { DUPLICATE } from '../outcome-fields';

const DECLINES: Readonly<Record<DeclineReason, string>> = {
  declined: 'The bank declined it without saying why.',
  insufficientFunds: 'There was not enough money available.',
  expired: 'The method has expired.',
  methodRemoved: 'The gateway no longer has the method.',
  accountClosed: 'The account is closed.',
};

type FailureFacts = Readonly<{
  state: PaymentState;
  failureCode: string | null;
  failureIsHard: boolean | null;
  stateReason: string | null;
  retryAt: string | null;
}>;

/** A final no, before money moved or after; null without one. */
export function declineOf(facts: FailureFacts): PaymentDetails['decline'] {
  const { state, failureCode: code, failureIsHard, stateReason, retryAt } = facts;
  const isNo = state === PaymentState.failed || state === PaymentState.returned;
  if (!isNo || code === null) return null;
  const known = (DECLINES as Readonly<Record<string, string>>)[code];
  const words = stateReason ?? known ?? `The gateway said no: ${code}.`;
  return {
    code,
    words,
    isHard: failureIsHard ?? false,
    retryAt: code === DUPLICATE ? retryAt : null,
  };
}

type Answer = Readonly<{ at: string; outcome: Asked }>;

/** What was heard of the charge, oldest first. */
export function historyOf(
  answers: readonly Answer[],
): NonNullable<PaymentDetails['charge']>['history'] {
  return answers.map(({ at, outcome }) => ({ at, ...heard(outcome) }));
}

function heard(outcome: Asked): Readonly<{ outcome: string; detail: string | null }> {
  switch (outcome) {
    case 'silence':
      return { outcome: 'unknown', detail: null };
    case 'not-found':
      return { outcome: 'unknown', detail: 'The gateway does not know the charge yet.' };
    case 'fenced':
      return { outcome: 'voided', detail: 'Stopped before any money moved.' };
    default:
      return { outcome: outcome.kind, detail: detailOf(outcome) };
  }
}

function detailOf(outcome: Exclude<Asked, string>): string | null {
  switch (outcome.kind) {
    case 'declined':
      return DECLINES[outcome.reason];
    case 'refused':
    case 'disputed':
      return outcome.reason;
    case 'returned':
      return `${outcome.reason} (${outcome.code})`;
    default:
      return null;
  }
}
