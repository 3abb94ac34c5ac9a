/**
 * Goal: a task says what is true of the very thing it is about. Method: tasks as the stores open
 * them, through the words of the page.
 */
import type { Task } from '../../contracts/tasks';
import { taskWords } from '../../web/screens/tasks/task-words';
import { amountWords } from '../../web/words/amounts';
import type { Words } from '../../web/words/business';
import { dateWords } from '../../web/words/dates';
import { uuid } from './office/figures';

const WORDS = { ...amountWords('en-US'), ...dateWords('en-US', 'America/Chicago') } as Words;

const aFailedMail = (given: Partial<Task>): Task => ({
  id: uuid(1),
  version: 1,
  kind: 'messageFailed',
  group: 'failed',
  organization: { id: uuid(100), name: 'Northwind Dental Group' },
  payment: null,
  invoice: null,
  importId: null,
  amount: null,
  facts: {},
  openedAt: '2026-11-24T15:00:00Z',
  resolved: null,
  ...given,
});

const PAYMENT = { id: uuid(200), number: 'P-10423' };
const INVOICE = { id: uuid(300), number: 'INV-1042' };

test.each<[string, Partial<Task>, string, string]>([
  [
    'of a payment',
    { payment: PAYMENT },
    'a mail about P-10423 did not arrive',
    'The payment itself is not touched. Send it to another address from the payment.',
  ],
  [
    'with an invoice',
    { invoice: INVOICE, facts: { kind: 'invoice' } },
    'a mail about INV-1042 did not arrive',
    'The invoice itself is not touched. Email it again from the invoice.',
  ],
  [
    'about a run of autopay',
    { invoice: INVOICE, facts: { kind: 'autopayNotice' } },
    'a mail about INV-1042 did not arrive',
    'Nothing else changes by it. Tell the client in another way.',
  ],
])(
  'a mail %s that did not arrive names where it is sent again, if anywhere',
  (_, given, event, way) => {
    const facts = { to: 'ann@client.example', ...given.facts };
    expect(taskWords(aFailedMail({ ...given, facts }), WORDS)).toMatchObject({
      title: `Northwind Dental Group: ${event}`,
      sentence: `ann@client.example did not get it. ${way}`,
    });
  },
);
