/**
 * Goal: the list after confirming says what happened and no more: a receipt only where something was
 * paid, and a decline only where somebody declined. Method: payments as the server tells of them,
 * through the words of the page.
 */
import type { PaymentDetails } from '../../../contracts/payment-details';
import { amountWords } from '../../../web/words/amounts';
import type { Words } from '../../../web/words/business';
import { dateWords } from '../../../web/words/dates';
import { declineWords } from '../../../web/words/declines';
import { outcomeSteps } from '../../../web/screens/pay/outcome-steps';
import { DETAILS } from './payments';

const words = { ...amountWords('en-US'), ...dateWords('en-US', 'America/Chicago') } as Words;

type Told = Readonly<{ kind: string; address: string; status: 'sent' | 'waiting' }>;

/** The last step of a payment in that state after those mails. */
function lastStep(state: PaymentDetails['state'], ...told: readonly Told[]) {
  const [message] = DETAILS.messages;
  if (message === undefined) throw new Error('no mail to begin with');
  const sent = told.filter(({ status }) => status === 'sent').length;
  const payment: PaymentDetails = {
    ...DETAILS,
    state,
    messages: told.map((each) => ({ ...message, ...each })),
    progress: { ...DETAILS.progress, receipts: { total: 1, sent: Math.min(sent, 1), failed: 0 } },
  };
  const { title, sentence } = outcomeSteps(payment, words).at(-1) ?? {};
  return `${title}: ${String(sentence)}`;
}

const sent = (kind: string) =>
  ({ kind, address: 'maya@northwind.example', status: 'sent' }) as const;

test.each([
  ['settled', 'receipt', 'Receipt sent'],
  ['settled', 'bankDebitSettled', 'Receipt of the bank debit sent'],
  ['pending', 'bankDebitInitiated', 'Mail about the bank debit sent'],
  ['scheduled', 'paymentScheduled', 'Mail about the schedule sent'],
  ['failed', 'paymentDeclined', 'Mail about the decline sent'],
  ['cancelled', 'paymentCancelled', 'Mail about the cancellation sent'],
  ['returned', 'bankDebitReturned', 'Mail about the return sent'],
] as const)('of one that is %s tells of its %s as "%s"', (state, kind, title) => {
  expect(lastStep(state, sent(kind))).toBe(`${title}: Sent to 1 address`);
});

test('names a mail by the state it is in now, not by one of before', () => {
  expect(lastStep('settled', sent('bankDebitInitiated'), sent('bankDebitSettled'))).toBe(
    'Receipt of the bank debit sent: Sent to 1 address',
  );
});

test('names no address twice, and none to which only another mail goes', () => {
  const waiting = { address: 'maya@northwind.example', status: 'waiting' } as const;
  const other = { kind: 'paymentChanged', address: 'desk@northwind.example', status: 'waiting' };
  const receipt = { ...waiting, kind: 'receipt' };
  expect(lastStep('settled', other as Told, receipt, receipt)).toBe(
    'Receipt: Sending to maya@northwind.example',
  );
});

test.each([
  ['insufficientFunds', 'The bank declined Visa ··4242', 'Declined'],
  ['methodRemoved', 'Visa ··4242 was not charged', 'Not charged'],
  ['REFUSED', 'The gateway refused to charge Visa ··4242', 'Refused'],
  ['GATEWAY_DUPLICATE', 'Visa ··4242 was not charged', 'Not charged'],
  [null, 'Visa ··4242 was not charged', 'Not charged'],
])('after %s says "%s"', (code, headline, title) => {
  const decline =
    code === null ? null : { code, words: 'It was a no.', isHard: false, retryAt: null };
  const payment: PaymentDetails = { ...DETAILS, state: 'failed', decline, messages: [] };
  expect(declineWords(payment, words)).toMatchObject({ headline, title });
  expect(outcomeSteps(payment, words)[1]).toMatchObject({ state: 'failed', title });
});

test('says from when a charge that was taken for a repeat can be tried again', () => {
  const decline = {
    code: 'GATEWAY_DUPLICATE',
    words: 'The gateway took it for a repeat of another charge.',
    isHard: false,
    retryAt: '2026-11-25T17:10:00Z',
  };
  const [, step] = outcomeSteps({ ...DETAILS, state: 'failed', decline }, words);
  expect(step?.sentence).toBe(
    'The gateway took it for a repeat of another charge. It can be tried again from Nov 25, 2026, 11:10 on.',
  );
});
