/** What is said, and what is kept, when a payment changes while somebody decides about it. */
import { TrimStrategy } from '../../../domain/trim';
import {
  carriedOver,
  changedByWords,
  paymentChanges,
} from '../../../web/screens/pay/changed-payment';
import type { PayDraft } from '../../../web/screens/pay/draft';
import { amountWords } from '../../../web/words/amounts';
import type { Words } from '../../../web/words/business';
import { dateWords } from '../../../web/words/dates';
import { usd, uuid } from '../office/figures';
import { PLANNED } from './payments';

const WORDS = { ...amountWords('en-US'), ...dateWords('en-US', 'America/Chicago') } as Words;

const [LINE] = PLANNED.lines;

test('every difference that a person decides about is one sentence, and a newer version alone is none', () => {
  expect(paymentChanges(PLANNED, { ...PLANNED, version: 9 }, WORDS)).toEqual([]);
  const added = LINE && { ...LINE, invoice: { id: uuid(7), number: 'INV-7' }, amount: usd(20_00) };
  const present = {
    ...PLANNED,
    state: 'inReview' as const,
    runOn: null,
    method: { ...PLANNED.method, id: uuid(72), brand: 'Mastercard', lastFour: '0914' },
    lines: LINE && added ? [{ ...LINE, amount: usd(400_00) }, added] : [],
    extraRecipients: ['cfo@northwind.example'],
  };
  expect(paymentChanges(PLANNED, present, WORDS)).toEqual([
    'It waits for a person now.',
    'It has no day any more.',
    'It is charged to Mastercard ··0914 now.',
    'INV-1042: 400.00 now, 430.00 before.',
    'INV-7 is paid by it too now, with 20.00.',
    'Its receipt goes to other addresses now.',
  ]);
  expect(paymentChanges(PLANNED, { ...PLANNED, lines: [] }, WORDS)).toEqual([
    'INV-1042 is not paid by it any more.',
  ]);
});

test('who changed it is named when a person did, and nobody is when nobody did', () => {
  const [latest] = PLANNED.timeline;
  const by = { kind: 'user' as const, name: 'Marcus Oyelaran' };
  const timeline = latest ? [{ ...latest, id: '9', by }, ...PLANNED.timeline] : [];
  expect(changedByWords(PLANNED, { ...PLANNED, timeline }, WORDS)).toMatch(
    /^Marcus Oyelaran changed P-10404 at .*, while you looked at it\.$/,
  );
  expect(changedByWords(PLANNED, PLANNED, WORDS)).toBe(
    'P-10404 was changed while you looked at it.',
  );
});

test('what was typed stays over the payment as it is now, and what was not typed follows it', () => {
  const before: PayDraft = {
    amounts: { a: 400_00, b: 30_00 },
    unread: {},
    methodId: 'visa',
    isScheduled: true,
    runOn: '2026-12-04',
    strategy: TrimStrategy.nearestFirst,
    reference: '',
    note: '',
    extraRecipients: [],
    addressText: '',
    parts: null,
  };
  const typed = {
    ...before,
    amounts: { a: 250_00, b: 30_00 },
    methodId: 'mastercard',
    addressText: 'cfo@north',
  };
  const present = { ...before, amounts: { a: 100_00, b: 10_00, c: 5_00 }, runOn: '2026-12-11' };
  expect(carriedOver(typed, before, present)).toEqual({
    ...typed,
    amounts: { a: 250_00, b: 10_00, c: 5_00 },
    runOn: '2026-12-11',
  });
});
