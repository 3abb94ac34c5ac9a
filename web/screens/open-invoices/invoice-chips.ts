/** What is true of an invoice, as chips of its row, and why it cannot be paid. */
import type { InvoiceForecast, InvoiceRow, PlannedEntry } from '../../../contracts/invoice-row';
import type { Chip } from '../../pieces/status-chip';
import type { Words } from '../../words/business';
import { listWords, plural } from '../../words/plural';

export function invoiceChips(invoice: InvoiceRow, words: Words): readonly Chip[] {
  return [
    ...ownChips(invoice, words),
    ...(invoice.pending === null ? [] : [pendingChip(invoice.pending, words)]),
    ...invoice.plannedEntries.map((entry) => plannedChip(entry, words)),
    ...moreChips(invoice),
    ...(invoice.autopay === null ? [] : [forecastChip(invoice.autopay, words)]),
    ...bookChips(invoice, words),
  ];
}

function ownChips(invoice: InvoiceRow, words: Words): Chip[] {
  const { isPastDue, isVoid, hold, balance } = invoice;
  return [
    ...(isPastDue ? [{ key: 'due', kind: 'pastDue', words: 'Past due' } as const] : []),
    ...(isVoid ? [{ key: 'void', kind: 'plain', words: 'Void' } as const] : []),
    ...(!isVoid && balance.amountMinor <= 0
      ? [{ key: 'paid', kind: 'done', words: 'Paid' } as const]
      : []),
    ...(hold
      ? [{ key: 'hold', kind: 'hold', words: 'On hold', detail: holdWords(hold, words) } as const]
      : []),
  ];
}

function pendingChip(pending: NonNullable<InvoiceRow['pending']>, words: Words): Chip {
  const { amount, payments } = pending;
  const held = words.money(amount.amountMinor, amount.currency);
  return {
    key: 'pending',
    kind: 'pending',
    words: 'Payment pending',
    detail: `${held} in flight with ${listWords(payments.map(({ number }) => number))}`,
  };
}

function plannedChip(
  { payment, kind, state, runOn, amount, placedBy }: PlannedEntry,
  words: Words,
) {
  const day = words.shortDate(runOn);
  const figure = words.amount(amount.amountMinor, amount.currency);
  const who = placedBy === null ? '' : `, by ${placedBy}`;
  const detail = `${payment.number}: ${words.money(amount.amountMinor, amount.currency)} on ${words.dateWithWeekday(runOn)}${who}`;
  const key = payment.id;
  if (state === 'inReview') {
    return { key, kind: 'hold', words: `In review ${day} · ${figure}`, detail } as const;
  }
  if (kind === 'autopay') return { key, kind: 'autopay', words: `Autopay ${day}`, detail } as const;
  return { key, kind: 'scheduled', words: `Scheduled ${day} · ${figure}`, detail } as const;
}

/** What a rule is to take: told in the words of its run, with the rule on focus. */
function forecastChip({ rule, runOn, amount }: InvoiceForecast, words: Words): Chip {
  const figure = words.money(amount.amountMinor, amount.currency);
  return {
    key: 'autopay',
    kind: 'autopay',
    words: `Autopay ${words.shortDate(runOn)}`,
    detail: `${rule.name} takes ${figure} on ${words.dateWithWeekday(runOn)}`,
  };
}

/** A row carries the nearest few; the rest is counted. */
function moreChips({ plannedEntries, plannedCount }: InvoiceRow): Chip[] {
  const more = plannedCount - plannedEntries.length;
  if (more <= 0) return [];
  return [{ key: 'more', kind: 'scheduled', words: `${plural(more, 'more payment')} planned` }];
}

function bookChips({ missingSince, driftSince }: InvoiceRow, words: Words): Chip[] {
  return [
    ...(driftSince === null
      ? []
      : [
          {
            key: 'drift',
            kind: 'conflict',
            words: 'Books differ',
            detail: `Since ${words.dateAndTime(driftSince)} the books do not show a payment of ours`,
          } as const,
        ]),
    ...(missingSince === null
      ? []
      : [
          {
            key: 'missing',
            kind: 'waits',
            words: 'Not in the books',
            detail: `Since ${words.dateAndTime(missingSince)} the complete list does not name it`,
          } as const,
        ]),
  ];
}

function holdWords({ by, at, reason }: NonNullable<InvoiceRow['hold']>, words: Words): string {
  const day = words.shortDate(words.civilDate(at));
  return by === null ? `${day}: ${reason}` : `${by}, ${day}: ${reason}`;
}

/** Why the box of a row is off; null when it can be paid. */
export function cannotPayWords({ cannotPay, hold }: InvoiceRow, words: Words): string | null {
  if (cannotPay === null) return null;
  switch (cannotPay.code) {
    case 'VOID':
      return 'It was made void';
    case 'ON_HOLD':
      return hold === null ? 'Somebody holds it' : holdWords(hold, words);
    case 'NOTHING_OPEN':
      return 'Nothing is open on it';
    case 'ALL_IN_FLIGHT':
      return `All of it is in flight with ${listWords(cannotPay.payments.map(({ number }) => number))}`;
    case 'DISPUTED':
      return 'What is open is disputed with the bank';
  }
}
