/** Runs of autopay that wait for a yes, in words: why one waits, and why one waits no more. */
import type { Approval, DecidedApprovals } from '../../../contracts/approvals';
import type { Amount } from '../../../contracts/fields';
import type { Words } from '../../words/business';

const moneyOf = ({ amountMinor, currency }: Amount, words: Words) =>
  words.money(amountMinor, currency);

/** `Rule asks for approval`; what was said before it, where it asks again. */
export function whyWords({ because, before, now, maximum }: Approval, words: Words): string {
  const why =
    before === null
      ? WHY[because]
      : before.state === 'approved'
        ? `Up to ${words.amount(before.maximum.amountMinor, before.maximum.currency)} was approved`
        : `Asked again after a no to ${words.amount(before.maximum.amountMinor, before.maximum.currency)}`;
  const isLess = now !== null && now.amountMinor < maximum.amountMinor;
  return isLess
    ? `${before === null && because === 'rule' ? 'Rule asks' : why}, at most ${words.amount(maximum.amountMinor, maximum.currency)}`
    : why;
}

const WHY: Readonly<Record<Approval['because'], string>> = {
  rule: 'Rule asks for approval',
  unappliedMoney: 'Client has unapplied money',
};

/** What a yes allows, and what it does not. */
export function bindingWords({ maximum, invoice, method, runOn }: Approval, words: Words): string {
  return `A yes covers at most ${moneyOf(maximum, words)} of ${invoice.number} from ${method.brand} ··${method.lastFour} on ${words.shortDateWithWeekday(runOn)}. If less is left by then, less is taken; for more, another method or another day you are asked again.`;
}

/** Who said what before, and why that no longer covers it; null when it is asked for the first time. */
export function beforeWords({ before, maximum, runOn }: Approval, words: Words): string | null {
  if (before === null) return null;
  const who = before.by ?? 'Somebody';
  const verb = before.state === 'approved' ? 'approved up to' : 'declined';
  const why =
    maximum.amountMinor > before.maximum.amountMinor
      ? 'Now it is more.'
      : runOn === before.runOn
        ? 'Now it is another method.'
        : 'Now it is another day.';
  return `${who} ${verb} ${moneyOf(before.maximum, words)} for ${words.shortDateWithWeekday(before.runOn)}. ${why}`;
}

type NotWaiting = DecidedApprovals['notWaiting'][number];

/** Why nothing was done to it: a sentence after the name of its invoice. */
export function notWaitingWords({ state, by }: NotWaiting): string {
  const who = by ?? 'Somebody';
  switch (state) {
    case 'approved':
      return `${who} approved it already.`;
    case 'declined':
      return `${who} declined it already.`;
    case 'replaced':
      return 'It was asked again a moment ago, for other terms. Look at the new question.';
    case 'withdrawn':
      return 'Nobody has to decide it any more: it takes nothing, or no longer needs a yes.';
    case 'expired':
      return 'Its run time has come, and it did not run.';
    case 'unknown':
      return 'There is no such question any more.';
  }
}

/** `14,656.25 USD, 200.00 EUR`: what each would take now, summed per currency. */
export function takesWords(approvals: readonly Approval[], words: Words): string {
  const sums = new Map<string, number>();
  for (const { now, maximum } of approvals) {
    const { currency } = maximum;
    sums.set(currency, (sums.get(currency) ?? 0) + (now?.amountMinor ?? 0));
  }
  return [...sums].map(([currency, sum]) => words.money(sum, currency)).join(', ');
}
