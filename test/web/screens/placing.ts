/** What the server would answer about placing payments on the invoices of these suites. */
import type { PaymentMethod } from '../../../contracts/payment-methods';
import type { PaymentPreview } from '../../../contracts/payment-preview';
import type { PreviewPaymentBody } from '../../../contracts/payment-request';
import { usd, uuid } from '../office/figures';
import { INVOICES } from './books';

export const VISA: PaymentMethod = {
  id: uuid(70),
  version: 1,
  kind: 'card',
  brand: 'Visa',
  lastFour: '4242',
  friendlyName: 'Front office card',
  expiresIn: '2028-04',
  isDefault: true,
  status: 'usable',
  readAt: '2026-11-25T12:00:00Z',
  planned: [],
  rules: [],
};
export const METHODS: readonly PaymentMethod[] = [
  VISA,
  {
    ...VISA,
    id: uuid(71),
    kind: 'bankDebit',
    brand: 'Chase',
    lastFour: '6789',
    friendlyName: 'Operating account',
    expiresIn: null,
    isDefault: false,
  },
  {
    ...VISA,
    id: uuid(72),
    brand: 'Mastercard',
    lastFour: '1881',
    friendlyName: 'Dr. Ito’s card',
    expiresIn: '2026-12',
    isDefault: false,
  },
];

/** `takenMinor` is what others have taken of INV-1038's headroom meanwhile. */
export function previewOf(body: PreviewPaymentBody, takenMinor = 0): PaymentPreview {
  const rows = body.lines.flatMap(({ invoiceId, amountMinor }) => {
    const row = INVOICES.find(({ id }) => id === invoiceId);
    const taken = row?.number === 'INV-1038' ? takenMinor : 0;
    return row ? [{ row, amountMinor, room: row.headroom.amountMinor - taken }] : [];
  });
  const refusals = rows.flatMap(({ row, amountMinor, room }) => {
    const isPlanned = body.runOn !== null;
    const limit = isPlanned ? row.residual.amountMinor : room;
    if (amountMinor <= limit) return [];
    return [
      {
        code: isPlanned
          ? ('AMOUNT_EXCEEDS_UNPLANNED' as const)
          : ('AMOUNT_EXCEEDS_HEADROOM' as const),
        invoice: { id: row.id, number: row.number },
        limit: usd(limit),
        plannedEntries: isPlanned ? row.plannedEntries : [],
        earliest: null,
        latest: null,
      },
    ];
  });
  if (refusals.length > 0) return { kind: 'refused', refusals };
  const adjustments = rows.flatMap(({ row, amountMinor, room }) => {
    let over = amountMinor - (room - row.planned.amountMinor);
    const order =
      body.strategy === 'tail-first' ? row.plannedEntries.toReversed() : row.plannedEntries;
    return order.flatMap(({ payment, kind, state, runOn, placedBy, amount }) => {
      const cut = Math.min(Math.max(0, over), amount.amountMinor);
      over -= cut;
      const invoice = { id: row.id, number: row.number };
      const after = usd(amount.amountMinor - cut);
      return cut === 0
        ? []
        : [{ payment, kind, state, runOn, placedBy, invoice, before: amount, after }];
    });
  });
  const method = METHODS.find(({ id }) => id === body.methodId) ?? VISA;
  const { id, kind, brand, lastFour, friendlyName, expiresIn } = method;
  const typed = (body.extraRecipients ?? []).map((address) => ({
    contactId: null,
    name: null,
    address,
    profile: null,
    reason: 'typedForThisPayment' as const,
    minimum: null,
  }));
  return {
    kind: 'possible',
    fingerprint: (takenMinor === 0 ? 'a' : 'b').repeat(64),
    total: usd(body.lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0)),
    method: { id, kind, brand, lastFour, friendlyName, expiresIn },
    strategy: body.strategy,
    timing:
      body.runOn === null
        ? null
        : {
            requestedOn: body.runOn,
            runOn: body.runOn,
            runAt: `${body.runOn}T15:00:00Z`,
            runTime: '09:00',
            zone: 'America/Chicago',
          },
    reachesBankOn: body.runOn !== null && kind === 'bankDebit' ? '2026-12-07' : null,
    adjustments,
    emptied: adjustments
      .filter(({ after }) => after.amountMinor === 0)
      .map(({ payment }) => payment),
    untouched: [],
    autopay: rows.flatMap(({ row, amountMinor, room }) =>
      row.autopay === null
        ? []
        : [
            {
              rule: row.autopay.rule,
              runOn: row.autopay.runOn,
              invoice: { id: row.id, number: row.number },
              before: row.autopay.amount,
              after: usd(room - amountMinor),
            },
          ],
    ),
    invoices: rows.map(({ row, amountMinor, room }) => ({
      invoice: { id: row.id, number: row.number },
      amount: usd(amountMinor),
      headroomBefore: usd(room),
      headroomAfter: usd(room - amountMinor),
      plannedBefore: row.planned,
      plannedAfter: row.planned,
      residualAfter: row.residual,
      balance: row.balance,
      isMissing: false,
      hasDrift: false,
    })),
    audience: {
      recipients: [
        {
          contactId: uuid(81),
          name: 'Maya Lindqvist',
          address: 'maya@northwinddental.example',
          profile: 'Billing admin',
          reason: 'profileReceives',
          minimum: null,
        },
        ...typed,
      ],
      excluded: [
        {
          contactId: uuid(82),
          name: 'Kenji Ito, DDS',
          address: 'k.ito@northwinddental.example',
          profile: 'Owner',
          reason: 'amountBelowMinimum',
          minimum: usd(10_000_00),
        },
      ],
    },
    unapplied: [usd(150_00)],
  };
}
