/**
 * Goal: what happened with autopay is told in a plain sentence, also to whoever did not see it.
 * Method: events as the stores write them, through the words of the page.
 */
import type { TimelineEntry } from '../../contracts/timeline';
import { amountWords } from '../../web/words/amounts';
import type { Words } from '../../web/words/business';
import { dateWords } from '../../web/words/dates';
import { eventWords } from '../../web/words/events';

const words = { ...amountWords('en-US'), ...dateWords('en-US', 'America/Chicago') } as Words;

const told = (kind: string, given: Partial<TimelineEntry> = {}): string => {
  const { verb, rest } = eventWords(
    {
      id: '1',
      at: '2026-11-25T15:00:00Z',
      kind,
      by: { kind: 'user', name: 'Dana Whitfield' },
      payment: null,
      invoice: null,
      amount: null,
      reason: null,
      before: null,
      after: null,
      ...given,
    },
    words,
  );
  return `${verb}${rest}`;
};

const run = {
  amount: { amountMinor: 640_00, currency: 'USD' },
  after: { amountMinor: 640_00, currency: 'USD', runOn: '2026-12-04' },
};

test.each([
  ['invoice.autopayNotRun', 'Autopay of Dec 4, 2026 did not run'],
  ['invoice.autopayNoticed', 'Told the client that autopay takes 640.00 USD on Dec 4, 2026'],
  ['invoice.approvalAsked', 'Asked whether autopay may take 640.00 USD on Dec 4, 2026'],
  ['invoice.autopayApproved', 'Approved autopay of at most 640.00 USD on Dec 4, 2026'],
  ['invoice.autopayDeclined', 'Declined autopay of 640.00 USD on Dec 4, 2026'],
  [
    'invoice.approvalWithdrawn',
    'No longer asked whether autopay may take 640.00 USD on Dec 4, 2026',
  ],
])('tells a run of autopay with its amount and day: %s', (kind, sentence) => {
  expect(told(kind, run)).toBe(sentence);
});

test('says so when a notice had nobody to go to', () => {
  expect(told('invoice.autopayNoticed', { ...run, after: { ...run.after, mails: 0 } })).toBe(
    'Told nobody that autopay takes 640.00 USD on Dec 4, 2026: no contact of the client receives receipts of it',
  );
});

test.each([
  [
    'invoice.mailed',
    { after: { addresses: ['ap@client.example', 'cfo@client.example'] } },
    'Mailed the invoice to ap@client.example and cfo@client.example',
  ],
  [
    'message.sent',
    { after: { kind: 'receipt', address: 'ap@client.example' } },
    'Sent the receipt to ap@client.example',
  ],
  [
    'message.failed',
    { after: { kind: 'invoice', address: 'ap@client.example' } },
    'Not delivered: the invoice by mail to ap@client.example',
  ],
  [
    'message.unwanted',
    { after: { kind: 'receipt', address: 'ap@client.example' } },
    'Unwanted: the receipt to ap@client.example',
  ],
  ['payment.stopAsked', {}, 'Given up: the gateway is asked to stop it'],
  ['contact.bounced', { after: { name: 'Ann' } }, 'Not reached by mail any more: Ann'],
  ['contact.reachable', { after: { name: 'Ann' } }, 'Taken into use again the address of Ann'],
  ['contact.removed', { before: { name: 'Priya Raman' } }, 'Removed the contact Priya Raman'],
  ['method.added', { after: { brand: 'Visa', lastFour: '4242' } }, 'Added Visa ··4242'],
  [
    'method.changed',
    { before: { isDefault: false }, after: { isDefault: true } },
    'Made another method the default',
  ],
  [
    'organization.merged',
    { before: { from: 'Northwind Dental Grp.', into: 'Northwind Dental Group' } },
    'Merged Northwind Dental Grp. into Northwind Dental Group',
  ],
])('tells what happened to a client and its mails: %s', (kind, given, sentence) => {
  expect(told(kind, given)).toBe(sentence);
});

test.each([
  ['autopayRule.added', { after: { name: 'Monthly' } }, 'Added the autopay rule “Monthly”'],
  ['autopayRule.removed', { before: { name: 'Monthly' } }, 'Removed the autopay rule “Monthly”'],
  [
    'autopayRule.changed',
    { before: { name: 'Monthly', isEnabled: true }, after: { name: 'Monthly', isEnabled: false } },
    'Turned off the autopay rule “Monthly”',
  ],
  [
    'autopayRule.changed',
    { before: { name: 'Old', isEnabled: true }, after: { name: 'Monthly', isEnabled: true } },
    'Changed the autopay rule “Monthly”',
  ],
  [
    'autopayRule.ordered',
    { after: { rules: ['Monthly', 'Rest'] } },
    'Put the autopay rules in another order: “Monthly” is asked first',
  ],
] as const)('names the rule that was %s', (kind, given, sentence) => {
  expect(told(kind, given as Partial<TimelineEntry>)).toBe(sentence);
});

test('says of an invoice what autopay may do with it', () => {
  expect(told('invoice.changed', { after: { autopayHold: true } })).toBe('Held from autopay');
  expect(told('invoice.changed', { after: { autopayExcluded: true } })).toBe(
    'Excluded from autopay',
  );
  expect(told('invoice.changed', { after: { autopayHold: false } })).toBe('Autopay may go on');
});
