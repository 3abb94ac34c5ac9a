/** What happened, in words: the sentence of a timeline entry by the kind of its event. */
import type { TimelineEntry } from '../../contracts/timeline';
import type { Words } from './business';
import { messageName } from './messages';
import { methodWords } from './methods';
import { listWords } from './plural';

export type EventWords = Readonly<{
  look:
    | 'placed'
    | 'planned'
    | 'lowered'
    | 'back'
    | 'sent'
    | 'done'
    | 'trouble'
    | 'waits'
    | 'book'
    | 'mail';
  /** The verb, said first. */
  verb: string;
  rest: string;
}>;

type Telling = (entry: TimelineEntry, words: Words) => EventWords;

/** `of 1,200.00 USD`, or nothing where no amount is known. */
function amountOf({ amount }: TimelineEntry, words: Words): string {
  return amount === null ? '' : ` ${words.money(amount.amountMinor, amount.currency)}`;
}

function dayIn(entry: TimelineEntry, key: string, words: Words): string | null {
  const day = entry.after?.[key];
  return typeof day === 'string' && /^\d{4}-\d\d-\d\d$/.test(day) ? words.date(day) : null;
}

/** `Sent 1,200.00 USD to the gateway`: the amount stands between the verb and the rest. */
const said =
  (look: EventWords['look'], verb: string, rest = ''): Telling =>
  (entry, words) => ({ look, verb, rest: `${amountOf(entry, words)}${rest}` });

/** `Added the autopay rule “Monthly services”`, by the name that it has, or had when it went. */
const rule =
  (look: EventWords['look'], verb: string, rest: string): Telling =>
  ({ before, after }) => {
    const name = after?.['name'] ?? before?.['name'];
    return { look, verb, rest: ` ${rest}${typeof name === 'string' ? ` “${name}”` : ''}` };
  };

/** `Added the contact Priya Raman`. */
const named =
  (look: EventWords['look'], verb: string, what: string): Telling =>
  ({ before, after }) => {
    const name = after?.['name'] ?? before?.['name'];
    return { look, verb, rest: ` ${what}${typeof name === 'string' ? ` ${name}` : ''}` };
  };

/** `Removed Visa ··4242`. */
const method =
  (look: EventWords['look'], verb: string): Telling =>
  ({ before, after }) => {
    const { brand, lastFour } = after ?? before ?? {};
    const isKnown = typeof brand === 'string' && typeof lastFour === 'string';
    return { look, verb, rest: isKnown ? ` ${methodWords({ brand, lastFour })}` : ' a method' };
  };

/** A run of autopay, with what it takes and the day of it, where these are known. */
const run =
  (
    look: EventWords['look'],
    verb: string,
    rest: (amount: string, day: string | null) => string,
  ): Telling =>
  (entry, words) => ({
    look,
    verb,
    rest: rest(amountOf(entry, words).trim() || 'the invoice', dayIn(entry, 'runOn', words)),
  });

const onDay = (day: string | null) => (day === null ? '' : ` on ${day}`);

const NOTICED = run(
  'mail',
  'Told',
  (amount, day) => ` the client that autopay takes ${amount}${onDay(day)}`,
);
/** No contact of the client receives receipts. */
const UNHEARD = run(
  'trouble',
  'Told nobody',
  (amount, day) =>
    ` that autopay takes ${amount}${onDay(day)}: no contact of the client receives receipts of it`,
);

/** ` the receipt to ap@northwind.example`: given to the mail service. */
function mailOf({ after }: TimelineEntry): string {
  const { kind, address } = after ?? {};
  const name = messageName(typeof kind === 'string' ? kind : '');
  const to = typeof address === 'string' ? ` to ${address}` : '';
  return ` the ${name.charAt(0).toLowerCase()}${name.slice(1)}${to}`;
}

const EXCLUDED: EventWords = { look: 'waits', verb: 'Excluded', rest: ' from autopay' };
const HELD: EventWords = { look: 'waits', verb: 'Held', rest: ' from autopay' };
const LET_GO: EventWords = { look: 'back', verb: 'Autopay', rest: ' may go on' };

const KINDS: Readonly<Record<string, Telling>> = {
  'payment.placed': (entry, words) => {
    const day = dayIn(entry, 'runOn', words);
    const amount = amountOf(entry, words);
    const { ruleName, ruleVersion } = entry.after ?? {};
    if (typeof ruleName === 'string') {
      const rest = `${amount} by the autopay rule “${ruleName}”, version ${String(ruleVersion)}`;
      return { look: 'planned', verb: 'Placed', rest };
    }
    return day === null
      ? { look: 'placed', verb: 'Placed', rest: amount }
      : { look: 'planned', verb: 'Scheduled', rest: `${amount} for ${day}` };
  },
  'payment.adjusted': said('lowered', 'Lowered', ' by another payment'),
  'payment.givenBack': said('back', 'Put back', ' what another payment had taken'),
  'payment.frozen': said('sent', 'Sent', ' to the gateway'),
  'payment.pending': said('sent', 'Accepted', ' by the bank, not settled yet'),
  'payment.settled': said('done', 'Charged'),
  'payment.failed': said('trouble', 'Declined'),
  'payment.returned': said('trouble', 'Returned', ' by the bank'),
  'payment.disputed': said('trouble', 'Disputed', ' with the bank'),
  'payment.disputeWon': said('done', 'Dispute won', ': the money stays'),
  'payment.disputeLost': said('trouble', 'Dispute lost', ': the money went back to the client'),
  'payment.cancelled': said('back', 'Cancelled'),
  'payment.stopAsked': said('waits', 'Given up', ': the gateway is asked to stop it'),
  'payment.superseded': said('back', 'Superseded', ': nothing was left to pay'),
  'payment.unknown': said('waits', 'No answer', ' from the gateway; it is asked again by itself'),
  'payment.actionRequired': said('waits', 'Waits', ' for the client to confirm with the bank'),
  'payment.sentToReview': said('waits', 'Waits', ' for a person'),
  'payment.moved': (entry, words) => {
    const day = dayIn(entry, 'to', words);
    return {
      look: 'planned',
      verb: 'Moved',
      rest: day === null ? ' to another day' : ` to ${day}`,
    };
  },
  'payment.rescheduled': (entry, words) => {
    const day = dayIn(entry, 'runOn', words);
    return {
      look: 'planned',
      verb: 'Rescheduled',
      rest: day === null ? '' : ` to ${day}`,
    };
  },
  'payment.changed': said('planned', 'Changed'),
  'payment.receiptsAsked': said('book', 'Receipt asked for', ', again or by somebody else'),
  'payment.approved': said('placed', 'Let go on'),
  'payment.scheduled': said('planned', 'Scheduled again'),
  'payment.final': said('done', 'Final', ': what it lowered stays lowered'),
  'payment.posted': said('book', 'Posted', ' to the books'),
  'payment.notEntered': said('book', 'Not entered', ' in the books after all'),
  'payment.entered': said('book', 'Entered', ' in the books'),
  'payment.alarm': said('trouble', 'Money moved', ' on a payment that had ended'),
  'invoice.read': said('book', 'Read', ' from the books'),
  'invoice.created': said('book', 'Read', ' for the first time'),
  'invoice.changed': ({ after }) => {
    if (after?.['autopayExcluded'] === true) return EXCLUDED;
    if (after?.['autopayHold'] === true) return HELD;
    if (after?.['autopayExcluded'] === false || after?.['autopayHold'] === false) return LET_GO;
    return { look: 'book', verb: 'Changed', rest: '' };
  },
  'invoice.updated': said('book', 'Read', ' again, with changes'),
  'invoice.held': said('waits', 'Put on hold'),
  'invoice.released': said('back', 'Taken off hold'),
  'invoice.missing': said('waits', 'Missing', ' from a complete list'),
  'invoice.paidElsewhere': said('book', 'Paid', ' elsewhere, by the books'),
  'invoice.receivedElsewhere': (entry, words) => {
    const day = dayIn(entry, 'receivedOn', words);
    const reference = entry.after?.['reference'];
    const rest = [
      `${amountOf(entry, words)} elsewhere`,
      day === null ? '' : ` on ${day}`,
      typeof reference === 'string' ? `, ${reference}` : '',
    ];
    return { look: 'book', verb: 'Received', rest: rest.join('') };
  },
  'invoice.creditApplied': (entry, words) => {
    const number = entry.after?.['documentNumber'];
    const note = typeof number === 'string' ? ` of credit note ${number}` : ' of a credit note';
    return { look: 'book', verb: 'Applied', rest: `${amountOf(entry, words)}${note}` };
  },
  'invoice.stillOpen': said('book', 'Still open', ', by the books'),
  'invoice.voided': said('trouble', 'Made void', ' in the books'),
  'invoice.driftLifted': said('back', 'Drift', ' decided'),
  'invoice.autopayHoldLifted': said('back', 'Autopay', ' may go on'),
  'invoice.autopayNotRun': run(
    'back',
    'Autopay',
    (_, day) => `${day === null ? '' : ` of ${day}`} did not run`,
  ),
  'invoice.autopayNoticed': (entry, words) =>
    (entry.after?.['mails'] === 0 ? UNHEARD : NOTICED)(entry, words),
  'invoice.approvalAsked': run(
    'waits',
    'Asked',
    (amount, day) => ` whether autopay may take ${amount}${onDay(day)}`,
  ),
  'invoice.autopayApproved': run(
    'placed',
    'Approved',
    (amount, day) => ` autopay of at most ${amount}${onDay(day)}`,
  ),
  'invoice.autopayDeclined': run(
    'back',
    'Declined',
    (amount, day) => ` autopay of ${amount}${onDay(day)}`,
  ),
  'invoice.approvalWithdrawn': run(
    'back',
    'No longer asked',
    (amount, day) => ` whether autopay may take ${amount}${onDay(day)}`,
  ),
  'invoice.autopayReopened': run(
    'planned',
    'Opened',
    (_, day) => ` to autopay again${day === null ? '' : `, from ${day} on`}`,
  ),
  'autopayRule.added': rule('planned', 'Added', 'the autopay rule'),
  'autopayRule.changed': (entry, words) => {
    const [was, is] = [entry.before?.['isEnabled'], entry.after?.['isEnabled']];
    if (was === false && is === true)
      return rule('planned', 'Turned on', 'the autopay rule')(entry, words);
    if (was === true && is === false)
      return rule('waits', 'Turned off', 'the autopay rule')(entry, words);
    return rule('planned', 'Changed', 'the autopay rule')(entry, words);
  },
  'autopayRule.removed': rule('back', 'Removed', 'the autopay rule'),
  'autopayRule.ordered': (entry) => {
    const names = entry.after?.['rules'];
    const first =
      Array.isArray(names) && typeof names[0] === 'string' ? `: “${names[0]}” is asked first` : '';
    return { look: 'planned', verb: 'Put', rest: ` the autopay rules in another order${first}` };
  },
  'autopayRule.planned': said('planned', 'Planned', ' its runs anew'),
  'autopayRule.activated': rule('planned', 'Began anew', 'with what it wins now: the autopay rule'),
  'invoice.mailed': ({ after }) => {
    const addresses = after?.['addresses'];
    const to = Array.isArray(addresses) ? ` to ${listWords(addresses.map(String))}` : '';
    return { look: 'sent', verb: 'Mailed', rest: ` the invoice${to}` };
  },
  'message.sent': (entry) => ({ look: 'mail', verb: 'Sent', rest: mailOf(entry) }),
  'message.unwanted': (entry) => ({ look: 'trouble', verb: 'Unwanted', rest: `:${mailOf(entry)}` }),
  'message.failed': (entry) => ({
    look: 'trouble',
    verb: 'Not delivered',
    rest: `:${mailOf(entry)}`,
  }),
  'organization.created': said('book', 'Read', ' the client for the first time'),
  'organization.merged': ({ before }) => ({
    look: 'book',
    verb: 'Merged',
    rest: ` ${String(before?.['from'] ?? 'a client')} into ${String(before?.['into'] ?? 'another one')}`,
  }),
  'contact.added': named('book', 'Added', 'the contact'),
  'contact.changed': named('book', 'Changed', 'the contact'),
  'contact.bounced': named('trouble', 'Not reached', 'by mail any more:'),
  'contact.reachable': named('back', 'Taken into use again', 'the address of'),
  'contact.removed': named('back', 'Removed', 'the contact'),
  'method.added': method('book', 'Added'),
  'method.changed': ({ before, after }) =>
    before?.['isDefault'] === false && after?.['isDefault'] === true
      ? { look: 'book', verb: 'Made', rest: ' another method the default' }
      : { look: 'book', verb: 'Renamed', rest: ' a method' },
  'method.removed': method('back', 'Removed'),
  'task.resolved': said('done', 'Closed', ' a task'),
  'invoice.documentKept': said('book', 'Document', ' kept'),
  'document.kept': said('book', 'Document', ' kept'),
  'document.unavailable': said('book', 'No document', ' could be had'),
  'creditNote.created': said('book', 'Credit note', ' came in: money of the client'),
};

/** A kind that this page does not know yet is told by its own name: `invoice.lateFee`, Late fee. */
export function eventWords(entry: TimelineEntry, words: Words): EventWords {
  const tell = KINDS[entry.kind];
  if (tell) return tell(entry, words);
  const [, name = entry.kind] = entry.kind.split('.');
  const spaced = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return {
    look: 'book',
    verb: spaced.charAt(0).toUpperCase() + spaced.slice(1),
    rest: amountOf(entry, words),
  };
}

/** Who did it: a person by name, else what it was. */
export function whoWords({ kind, name }: TimelineEntry['by']): string {
  if (name !== null) return name;
  switch (kind) {
    case 'user':
      return 'Staff';
    case 'gateway':
      return 'The gateway';
    case 'source':
      return 'The books';
    case 'system':
      return 'Headroom';
  }
}
