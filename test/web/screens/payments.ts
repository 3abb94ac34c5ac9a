/** Payments for the suites of these screens. */
import type { PaymentDetails } from '../../../contracts/payment-details';
import type { PaymentRow } from '../../../contracts/payment-row';
import { usd, uuid } from '../office/figures';
import { NORTHWIND } from './books';

const VISA = {
  id: uuid(70),
  kind: 'card',
  brand: 'Visa',
  lastFour: '4242',
  friendlyName: 'Front office card',
  expiresIn: '2028-04',
} as const;

const LINES = [
  { last: 1038, number: 'INV-1038', paid: 1_000_00, left: 480_00 },
  { last: 1042, number: 'INV-1042', paid: 430_00, left: 400_00 },
  { last: 1051, number: 'INV-1051', paid: 1_500_00, left: 500_00 },
] as const;

export function aPayment(last: number, given: Partial<PaymentRow> = {}): PaymentRow {
  return {
    id: uuid(last),
    version: 3,
    number: `P-${last}`,
    organization: NORTHWIND,
    kind: 'manual',
    state: 'settled',
    isDraft: false,
    isPosted: false,
    amount: usd(2_930_00),
    method: VISA,
    runOn: null,
    placedAt: '2026-11-25T16:46:03Z',
    placedBy: 'Dana Whitfield',
    settledAt: '2026-11-25T16:46:05Z',
    reference: null,
    invoices: LINES.map(({ last: id, number }) => ({ id: uuid(id), number })),
    invoiceCount: 3,
    ...given,
  };
}

export const PAYMENTS: readonly PaymentRow[] = [
  aPayment(10_423, { isPosted: true, reference: 'PO 7731' }),
  aPayment(10_419, {
    state: 'pending',
    settledAt: null,
    amount: usd(1_200_00),
    organization: { id: uuid(2051), name: 'Boulder Creek Property Management' },
  }),
  aPayment(10_404, {
    kind: 'scheduled',
    state: 'scheduled',
    settledAt: null,
    runOn: '2026-12-04',
    amount: usd(750_00),
  }),
  aPayment(10_390, { state: 'failed', settledAt: null, amount: usd(310_15) }),
  aPayment(10_388, {
    state: 'inReview',
    isDraft: true,
    settledAt: null,
    amount: usd(300_00),
    organization: {
      id: uuid(2050),
      name: 'Saint Bartholomew Regional Community Hospital & Outpatient Centers of the Midwest',
    },
  }),
];

const MESSAGE = {
  kind: 'receipt',
  subject: 'Receipt P-10423',
  writtenAt: '2026-11-25T16:46:06Z',
  nextTryAt: null,
  tries: 1,
  error: null,
} as const;

export const DETAILS: PaymentDetails = {
  ...aPayment(10_423, { isPosted: true, reference: 'PO 7731' }),
  timing: null,
  reachesBankOn: null,
  strategy: 'nearest-first',
  note: 'Asked for by Maya on the phone.',
  lines: LINES.map(({ last, number, paid, left }) => ({
    invoice: { id: uuid(last), number },
    amount: usd(paid),
    setAmount: usd(paid),
    balanceNow: usd(left),
    isInside: true,
    enteredAt: null,
  })),
  caused: [
    { last: 10_391, runOn: '2026-12-04', before: 300_00, after: 0, invoice: LINES[0] },
    { last: 10_404, runOn: '2026-12-04', before: 750_00, after: 500_00, invoice: LINES[2] },
    { last: 10_392, runOn: '2026-12-11', before: 300_00, after: 180_00, invoice: LINES[0] },
  ].map(({ last, runOn, before, after, invoice }) => ({
    id: String(last),
    at: '2026-11-25T16:46:03Z',
    other: {
      payment: { id: uuid(last), number: `P-${last}` },
      kind: 'scheduled',
      state: 'scheduled',
      runOn,
    },
    cause: 'payment',
    state: 'held',
    invoice: { id: uuid(invoice.last), number: invoice.number },
    before: usd(before),
    after: usd(after),
  })),
  suffered: [],
  charge: {
    gateway: 'Sandbox gateway',
    reference: 'ch_8Kd2mQ7',
    submittedAt: '2026-11-25T16:46:04Z',
    asked: 0,
    nextAskAt: null,
    history: [{ at: '2026-11-25T16:46:05Z', outcome: 'settled', detail: null }],
  },
  decline: null,
  review: null,
  audience: { recipients: [], excluded: [] },
  extraRecipients: [],
  messages: [
    {
      ...MESSAGE,
      id: uuid(31),
      name: 'Maya Lindqvist',
      address: 'maya@northwinddental.example',
      status: 'sent',
      sentAt: '2026-11-25T16:46:13Z',
      deliveredAt: '2026-11-25T16:46:15Z',
    },
    {
      ...MESSAGE,
      id: uuid(32),
      name: null,
      address: 'books@castellan.example',
      status: 'waiting',
      sentAt: null,
      deliveredAt: null,
      nextTryAt: '2026-11-25T16:51:00Z',
      error: 'Their mail server asked us to come back',
    },
  ],
  progress: {
    placedAt: '2026-11-25T16:46:03Z',
    chargedAt: '2026-11-25T16:46:05Z',
    settledAt: '2026-11-25T16:46:05Z',
    postedAt: '2026-11-25T16:46:09Z',
    endedAt: null,
    receipts: { total: 2, sent: 1, failed: 0 },
  },
  finalAt: '2026-11-27T15:00:00Z',
  retryOf: null,
  retriedBy: null,
  restoredFrom: null,
  restoredBy: null,
  autopay: null,
  cancelledBy: null,
  isBeingStopped: false,
  actions: [
    { action: 'cancel', isPossible: false, reason: 'alreadySubmitted' },
    { action: 'change', isPossible: false, reason: 'alreadySubmitted' },
    { action: 'sendReceipt', isPossible: true, reason: null },
  ],
  timeline: [
    { id: '5', at: '2026-11-25T16:46:05Z', kind: 'payment.settled', by: 'gateway' as const },
    { id: '4', at: '2026-11-25T16:46:04Z', kind: 'payment.frozen', by: 'system' as const },
    { id: '3', at: '2026-11-25T16:46:03Z', kind: 'payment.placed', by: 'user' as const },
  ].map(({ by, ...entry }) => ({
    ...entry,
    by: { kind: by, name: by === 'user' ? 'Dana Whitfield' : null },
    payment: { id: uuid(10_423), number: 'P-10423' },
    invoice: null,
    amount: usd(2_930_00),
    reason: null,
    before: null,
    after: null,
  })),
  workflow: { id: `payment:${uuid(10_423)}`, url: 'http://127.0.0.1:1/workflow' },
};

type Action = PaymentDetails['actions'][number]['action'];

const can = (...possible: readonly Action[]): PaymentDetails['actions'] =>
  (['cancel', 'change', 'approve', 'sendReceipt', 'retry', 'restore'] as const).map((action) =>
    possible.includes(action)
      ? { action, isPossible: true, reason: null }
      : { action, isPossible: false, reason: 'alreadyEnded' },
  );

const NOTHING_YET = { chargedAt: null, settledAt: null, postedAt: null, endedAt: null } as const;

const isNotSent = (state: PaymentDetails['state']) =>
  ({
    state,
    isPosted: false,
    settledAt: null,
    finalAt: null,
    charge: null,
    caused: [],
    progress: {
      ...DETAILS.progress,
      ...NOTHING_YET,
      receipts: { total: 0, sent: 0, failed: 0 },
    },
  }) satisfies Partial<PaymentDetails>;

/** 430.00 of INV-1042, on Friday the 4th. */
export const PLANNED: PaymentDetails = {
  ...DETAILS,
  ...aPayment(10_404, {
    kind: 'scheduled',
    runOn: '2026-12-04',
    amount: usd(430_00),
    invoices: [{ id: uuid(1042), number: 'INV-1042' }],
    invoiceCount: 1,
  }),
  ...isNotSent('scheduled'),
  lines: DETAILS.lines.filter(({ invoice }) => invoice.number === 'INV-1042'),
  timing: {
    requestedOn: '2026-12-04',
    runOn: '2026-12-04',
    runAt: '2026-12-04T15:00:00Z',
    runTime: '09:00',
    zone: 'America/Chicago',
  },
  actions: can('cancel', 'change', 'sendReceipt'),
};

/** 2,930.00 of three invoices, which came back before they were charged. */
export const DRAFT: PaymentDetails = {
  ...DETAILS,
  ...isNotSent('inReview'),
  isDraft: true,
  review: {
    code: 'INVOICE_OVERDRAWN',
    words: 'An invoice on it could take less than when it was confirmed.',
    proposedRunOn: null,
  },
  actions: can('cancel', 'change', 'approve'),
};

/** Missed its day, and waits for another one. */
export const MISSED: PaymentDetails = {
  ...PLANNED,
  state: 'inReview',
  review: {
    code: 'SLOT_MISSED',
    words: 'Its run date passed while nothing could run.',
    proposedRunOn: '2026-11-30',
  },
  actions: can('cancel', 'change', 'approve'),
};

/** As it stands once a decision was taken: nothing more is possible. */
export const ended = (
  payment: PaymentDetails,
  state: PaymentDetails['state'],
  ...possible: readonly Action[]
): PaymentDetails => ({ ...payment, state, review: null, actions: can(...possible) });
