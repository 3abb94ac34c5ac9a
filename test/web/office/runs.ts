/** Runs of autopay that wait for a yes, as the screens about them read them. */
import type { AnsweredApproval, Approval } from '../../../contracts/approvals';
import type { PaymentPreview } from '../../../contracts/payment-preview';
import type { PreviewPaymentBody } from '../../../contracts/payment-request';
import { SESSION, usd, uuid } from './figures';

export const visa = {
  id: uuid(70),
  kind: 'card',
  brand: 'Visa',
  lastFour: '4242',
  friendlyName: 'Front office card',
  expiresIn: '2028-04',
} as const;
const chase = {
  id: uuid(71),
  kind: 'bankDebit',
  brand: 'Chase',
  lastFour: '6789',
  friendlyName: 'Operating account',
  expiresIn: null,
} as const;

/** The whole amount of the invoice, asked for the first time, unless said otherwise. */
function anApproval(
  last: number,
  name: string,
  amountMinor: number,
  runOn: string,
  given: Partial<Approval> = {},
): Approval {
  return {
    id: uuid(last),
    organization: { id: uuid(100 + last), name },
    invoice: { id: uuid(900 + last), number: `INV-${900 + last}` },
    rule: { id: uuid(500), name: 'Monthly services' },
    method: chase,
    maximum: usd(amountMinor),
    now: usd(amountMinor),
    balance: usd(amountMinor),
    planned: usd(0),
    runOn,
    runAt: `${runOn}T15:04:00Z`,
    askedAt: '2026-11-24T15:00:00Z',
    because: 'rule',
    before: null,
    ...given,
  };
}

export const HOSPITAL =
  'Saint Bartholomew Regional Community Hospital & Outpatient Centers of the Midwest';

export const WAITING: readonly Approval[] = [
  anApproval(41, 'Cedar Ridge School District 14', 12_800_00, '2026-11-27'),
  anApproval(42, '株式会社ひかり商事', 1_856_25, '2026-11-27', {
    method: visa,
    rule: { id: uuid(501), name: 'Projects' },
    because: 'unappliedMoney',
  }),
  anApproval(43, HOSPITAL, 22_310_75, '2026-11-30', {
    rule: { id: uuid(502), name: 'Everything else' },
    now: usd(18_210_75),
    balance: usd(48_210_75),
    planned: usd(30_000_00),
  }),
  anApproval(44, 'Müller & Söhne Präzisionstechnik GmbH', 2_244_00, '2026-12-02', {
    before: {
      state: 'approved',
      by: 'Marcus Oyelaran',
      maximum: usd(900_00),
      runOn: '2026-12-02',
    },
  }),
];

export function answeredOf(approval: Approval, given: Partial<AnsweredApproval>): AnsweredApproval {
  const { id, organization, invoice, rule, method, maximum, runOn } = approval;
  const about = { id, organization, invoice, rule, method, maximum, runOn };
  const by = 'Dana Whitfield';
  return { ...about, state: 'approved', answeredAt: SESSION.business.now, by, ...given };
}

export const ANSWERED: readonly AnsweredApproval[] = [
  answeredOf(anApproval(45, 'Quarry Lane Property Management', 2_790_35, '2026-12-09'), {
    by: 'Marcus Oyelaran',
    answeredAt: '2026-11-25T15:58:00Z',
  }),
  answeredOf(anApproval(46, 'Fifth & Main Pharmacy', 410_00, '2026-11-30'), {
    state: 'declined',
    answeredAt: '2026-11-25T15:40:00Z',
  }),
];

/** What the run would do, as a schedule of a person would. */
export function impactOf(body: PreviewPaymentBody): PaymentPreview {
  const [line] = body.lines;
  const approval = WAITING.find(({ invoice }) => invoice.id === line?.invoiceId);
  if (approval === undefined || line === undefined) throw new Error('no such run');
  const { invoice, method, balance, planned } = approval;
  return {
    kind: 'possible',
    fingerprint: 'a'.repeat(64),
    total: usd(line.amountMinor),
    method,
    strategy: 'nearest-first',
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
    reachesBankOn: null,
    adjustments: [],
    autopay: [],
    emptied: [],
    untouched:
      planned.amountMinor === 0
        ? []
        : [
            {
              payment: { id: uuid(600), number: 'P-10420' },
              kind: 'scheduled',
              runOn: '2026-11-30',
              invoice,
              amount: planned,
            },
          ],
    invoices: [
      {
        invoice,
        amount: usd(line.amountMinor),
        headroomBefore: balance,
        headroomAfter: usd(balance.amountMinor - line.amountMinor),
        plannedBefore: planned,
        plannedAfter: planned,
        residualAfter: usd(balance.amountMinor - line.amountMinor - planned.amountMinor),
        balance,
        isMissing: false,
        hasDrift: false,
      },
    ],
    audience: {
      recipients: [
        {
          contactId: uuid(81),
          name: 'Maya Lindqvist',
          address: 'maya@client.example',
          profile: 'Billing admin',
          reason: 'profileReceives',
          minimum: null,
        },
      ],
      excluded: [],
    },
    unapplied: [],
  };
}
