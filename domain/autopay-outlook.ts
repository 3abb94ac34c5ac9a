/**
 * What the rules of a client do with its invoices as they stand: for lists, previews and the run.
 * The judge is `decideAutopay`; here a stored rule and a stored invoice become what it judges.
 */
import {
  type AutopayDecision,
  type AutopayInvoice,
  type AutopayRule,
  decideAutopay,
  meantOn,
} from './autopay';
import type { CivilDate } from './calendar';
import type { GatewayLimits } from './plan';

/** A rule of one currency. `expiresIn` is its card's last month, `YYYY-MM`: it warns and decides nothing. */
export type StoredRule = AutopayRule & Readonly<{ currency: string; expiresIn: string | null }>;

export type StoredInvoice = Omit<AutopayInvoice, 'isInAgreedBacklog'> &
  Readonly<{
    invoiceId: string;
    currency: string;
    /** Rules for which a person agreed to this very invoice although its date had passed. */
    agreedRuleIds: readonly string[];
    /** Its slot has had its outcome: nothing is to come until a person opens it again. */
    isDecided: boolean;
  }>;

/** Decides one invoice among the rules of its client; those of other currencies do not see it. */
export function decideFor(
  invoice: StoredInvoice,
  rules: readonly StoredRule[],
  limits: GatewayLimits,
): AutopayDecision {
  const { agreedRuleIds } = invoice;
  return decideAutopay({
    invoice: { ...invoice, isInAgreedBacklog: agreedRuleIds.length > 0 },
    // An agreement is with one rule: for every other one the invoice is backlog that was left.
    rules: rules
      .filter(({ currency }) => currency === invoice.currency)
      .map((rule) =>
        rule.backlog === 'take' && !agreedRuleIds.includes(rule.ruleId)
          ? { ...rule, backlog: 'leave' }
          : rule,
      ),
    limits,
  });
}

/** What a decision takes, in minor units; 0 when it takes nothing. */
export function takenMinor({ outcome }: AutopayDecision): number {
  return outcome.kind === 'charge' ? outcome.amountMinor : 0;
}

/** Every rule that meets the invoice, the winner first. */
export function matchedIds({ winnerId, alsoMatchedIds }: AutopayDecision): readonly string[] {
  return winnerId === null ? alsoMatchedIds : [winnerId, ...alsoMatchedIds];
}

/** The day a rule means for an invoice, before any banking-day shift; null without a due date. */
export function meantDay(
  rules: readonly StoredRule[],
  ruleId: string,
  invoice: StoredInvoice,
): CivilDate | null {
  const rule = rules.find((one) => one.ruleId === ruleId);
  return rule === undefined ? null : meantOn(rule.timing, invoice);
}

/** Whether a card ends before the day. */
export function endsBefore(expiresIn: string | null, day: CivilDate): boolean {
  return expiresIn !== null && expiresIn < day.slice(0, 7);
}
