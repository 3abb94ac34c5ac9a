/** Payments to come, in words: what one is, and what still stands between it and its run. */
import type { CalendarEntry } from '../../../contracts/calendar';
import type { Amount } from '../../../contracts/fields';
import { outcomeWords } from '../../words/autopay-rules';
import type { Words } from '../../words/business';
import { methodWords } from '../../words/methods';
import { listWords } from '../../words/plural';
import { takenOf } from './calendar-days';

/** Without the currency where it stands once for all; several sums with commas between. */
export function figures(amounts: readonly Amount[], shared: string | null, words: Words): string {
  return amounts
    .map(({ amountMinor, currency }) =>
      currency === shared
        ? words.amount(amountMinor, currency)
        : words.money(amountMinor, currency),
    )
    .join(', ');
}

/** The client, or of one client what is paid. */
export function entryName(entry: CalendarEntry, isOfClient: boolean): string {
  if (!isOfClient) return entry.organization.name;
  return entry.kind === 'planned'
    ? listWords(entry.invoices.map(({ number }) => number))
    : entry.invoice.number;
}

/** `Scheduled for INV-1 and INV-2 from Visa ··4242`; `By the rule Monthly services`. */
export function entryNote(entry: CalendarEntry): string {
  if (entry.kind === 'autopay') return `By the rule “${entry.rule.name}”`;
  const numbers = listWords(entry.invoices.map(({ number }) => number));
  return `Scheduled for ${numbers} from ${methodWords(entry.method)}`;
}

export type Standing = Readonly<{ tone: 'waits' | 'done' | 'plain'; words: string }>;

/** What a person still has to do, or why nothing is taken; null when it runs by itself. */
export function standingOf(entry: CalendarEntry): Standing | null {
  if (entry.kind === 'planned') {
    return entry.state === 'inReview' ? { tone: 'waits', words: 'Waits for a person' } : null;
  }
  const reason = outcomeWords(entry.outcome);
  if (reason !== null) return { tone: 'plain', words: reason };
  switch (entry.approval) {
    case 'asked':
      return { tone: 'waits', words: 'Waits for approval' };
    case 'toBeAsked':
      return { tone: 'waits', words: 'Approval will be asked' };
    case 'approved':
      return { tone: 'done', words: 'Approved' };
    case 'declined':
      return { tone: 'plain', words: 'Declined, does not run' };
    case 'notWanted':
      return null;
  }
}

export const waits = (entry: CalendarEntry): boolean => standingOf(entry)?.tone === 'waits';

/** For those who hear the grid: `Autopay, Northwind Dental Group, 400.00 USD, waits for approval`. */
export function entryLabel(entry: CalendarEntry, isOfClient: boolean, words: Words): string {
  const taken = takenOf(entry);
  const standing = standingOf(entry);
  return [
    entry.kind === 'planned' ? 'Scheduled' : 'Autopay',
    entryName(entry, isOfClient),
    taken === null ? null : words.money(taken.amountMinor, taken.currency),
    standing === null ? null : standing.words.toLowerCase(),
  ]
    .filter((part) => part !== null)
    .join(', ');
}
