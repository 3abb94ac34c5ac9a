/** What there is to say about a saved method: its state, its end, what is planned on it. */
import type { PaymentMethod } from '../../../../contracts/payment-methods';
import { addDays } from '../../../../domain/calendar';
import type { Chip } from '../../../pieces/status-chip';
import type { Words } from '../../../words/business';
import { plural } from '../../../words/plural';

/** From so many days before its month ends a card is said to expire soon. */
const SOON_DAYS = 60;

export function methodChips(method: PaymentMethod, words: Words): readonly Chip[] {
  const { status, isDefault } = method;
  const state = STATES[status];
  return [
    ...(isDefault ? [{ key: 'default', kind: 'done', words: 'Default' } as const] : []),
    ...(state === null ? [] : [{ key: 'state', kind: 'declined', words: state } as const]),
    ...(state === null && expiresSoon(method, words)
      ? [{ key: 'soon', kind: 'waits', words: 'Expires soon' } as const]
      : []),
  ];
}

const STATES: Readonly<Record<PaymentMethod['status'], string | null>> = {
  usable: null,
  expired: 'Expired',
  removed: 'Removed at the gateway',
  switchedOff: 'Switched off',
};

/** `Expires Dec 2026`; null for a bank account. */
export function expiryWords({ expiresIn }: PaymentMethod, { locale }: Words): string | null {
  if (expiresIn === null) return null;
  const month = new Intl.DateTimeFormat(locale, {
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return `Expires ${month.format(new Date(`${expiresIn}-01T00:00:00Z`))}`;
}

function expiresSoon({ expiresIn }: PaymentMethod, { today }: Words): boolean {
  return expiresIn !== null && expiresIn <= addDays(today, SOON_DAYS).slice(0, 7);
}

/** `2 payments are planned on it: 1,644.60 USD. 1 autopay rule pays with it.`, or that nothing is. */
export function plannedWords({ planned, rules }: PaymentMethod, words: Words): string {
  const told = [paymentsWords(planned, words), rulesWords(rules)].filter((part) => part !== null);
  return told.length === 0 ? 'Nothing is planned on it.' : told.join(' ');
}

function rulesWords(rules: PaymentMethod['rules']): string | null {
  if (rules.length === 0) return null;
  return `${plural(rules.length, 'autopay rule')} ${rules.length === 1 ? 'pays' : 'pay'} with it.`;
}

function paymentsWords(planned: PaymentMethod['planned'], words: Words): string | null {
  const [first] = planned;
  if (!first) return null;
  const { currency } = first.amount;
  const isOne = planned.every(({ amount }) => amount.currency === currency);
  const sum = planned.reduce((total, { amount }) => total + amount.amountMinor, 0);
  const verb = planned.length === 1 ? 'is' : 'are';
  const total = isOne ? `: ${words.money(sum, currency)}` : '';
  return `${plural(planned.length, 'payment')} ${verb} planned on it${total}.`;
}
