/** Every way in which a payment's workflow ends, as steps of its row: what its histories are recorded from. */
import type { PaymentStep } from '../../domain/payment-step';
import { settled } from './fake-payments';

type Take = (row: PaymentStep) => PaymentStep;

export type Ending = Readonly<{
  name: string;
  row: Partial<PaymentStep>;
  takes: Partial<Record<'charge' | 'ask' | 'finish', Take>>;
  /** A person's decision while it waits: the row afterwards. */
  decision?: Partial<PaymentStep>;
  /** No mail leaves before the decision. */
  isMailRefused?: true;
}>;

const ended = (row: PaymentStep, state: PaymentStep['state'], unsentMessages = 1): PaymentStep => ({
  ...row,
  state,
  next: 'none',
  waitMs: null,
  unsentMessages,
});
const waits = (row: PaymentStep, state: PaymentStep['state'], next: PaymentStep['next']) =>
  ({ ...row, state, next, waitMs: 0 }) as PaymentStep;
const scheduled: Partial<PaymentStep> = { kind: 'scheduled', state: 'scheduled', waitMs: 50 };
const waitsForLong: Partial<PaymentStep> = { ...scheduled, waitMs: 60_000 };

export const ENDINGS: readonly Ending[] = [
  { name: 'settled at once', row: {}, takes: { charge: () => settled() } },
  { name: 'settled on its date', row: scheduled, takes: { charge: () => settled() } },
  { name: 'declined', row: {}, takes: { charge: (row) => ended(row, 'failed') } },
  {
    name: 'superseded at its date',
    row: scheduled,
    takes: { charge: (row) => ended(row, 'superseded', 0) },
  },
  { name: 'sent to review', row: scheduled, takes: { charge: (row) => ended(row, 'inReview', 0) } },
  {
    name: 'back as a draft',
    row: { touchedPaymentIds: ['00000000-0000-4000-8000-000000000001'] },
    takes: { charge: (row) => ended({ ...row, touchedPaymentIds: [] }, 'inReview', 0) },
  },
  {
    name: 'unknown, then settled',
    row: {},
    takes: { charge: (row) => waits(row, 'unknown', 'ask'), ask: () => settled() },
  },
  {
    name: 'unknown, then fenced',
    row: {},
    takes: { charge: (row) => waits(row, 'unknown', 'ask'), ask: (row) => ended(row, 'cancelled') },
  },
  {
    name: 'action required, then settled',
    row: {},
    takes: { charge: (row) => waits(row, 'actionRequired', 'ask'), ask: () => settled() },
  },
  {
    name: 'bank debit, final',
    row: {},
    takes: {
      charge: (row) => ({ ...waits(row, 'pending', 'ask'), unsentMessages: 1 }),
      ask: (row) => waits({ ...row, unsentMessages: 1 }, 'settled', 'finish'),
      finish: (row) => ended(row, 'settled', 0),
    },
  },
  {
    name: 'bank debit, returned',
    row: {},
    takes: {
      charge: (row) => ({ ...waits(row, 'pending', 'ask'), unsentMessages: 1 }),
      ask: (row) => ended(row, 'returned'),
    },
  },
  {
    name: 'cancelled by a person',
    row: waitsForLong,
    takes: {},
    decision: { state: 'cancelled', next: 'none', waitMs: null, unsentMessages: 1 },
  },
  {
    name: 'approved while its mail is refused',
    row: { state: 'inReview', next: 'none', waitMs: null, unsentMessages: 1 },
    takes: { charge: () => settled() },
    decision: { state: 'reserved', next: 'charge', waitMs: 0 },
    isMailRefused: true,
  },
];
