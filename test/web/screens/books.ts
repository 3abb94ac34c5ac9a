/** Invoices, clients and payments that the suites of these screens share. Amounts in minor units. */
import type { InvoiceDetails } from '../../../contracts/invoice-details';
import type { InvoiceRow, PlannedEntry } from '../../../contracts/invoice-row';
import type { CurrencyTotals, OrganizationDetails } from '../../../contracts/organizations';
import { usd, uuid } from '../office/figures';

export const NORTHWIND = { id: uuid(2041), name: 'Northwind Dental Group' };
export const HARBOR = { id: uuid(2042), name: 'Harbor & Pine Architects' };

const TODAY = '2026-11-25';

type Given = Partial<InvoiceRow> & Readonly<{ number: string; balanceMinor: number }>;

/** An open invoice; a test names only what it is about. */
export function anInvoice({ balanceMinor, ...given }: Given): InvoiceRow {
  const last = Number(given.number.replace(/\D/g, ''));
  const plannedMinor = (given.plannedEntries ?? []).reduce(
    (sum, { amount }) => sum + amount.amountMinor,
    0,
  );
  const dueOn = given.dueOn === undefined ? '2026-12-18' : given.dueOn;
  return {
    id: uuid(last),
    version: 1,
    organization: NORTHWIND,
    currency: 'USD',
    issuedOn: '2026-11-18',
    isPastDue: dueOn !== null && dueOn < TODAY,
    isVoid: false,
    total: usd(balanceMinor),
    balance: usd(balanceMinor),
    headroom: usd(balanceMinor),
    planned: usd(plannedMinor),
    residual: usd(balanceMinor - plannedMinor),
    uncovered: usd(balanceMinor - plannedMinor),
    autopay: null,
    pending: null,
    plannedEntries: [],
    plannedCount: given.plannedEntries?.length ?? 0,
    hold: null,
    hasAutopayHold: false,
    isAutopayExcluded: false,
    missingSince: null,
    driftSince: null,
    cannotPay: null,
    ...given,
    dueOn,
  };
}

export function planned(last: number, runOn: string, amountMinor: number): PlannedEntry {
  return {
    payment: { id: uuid(last), number: `P-${last}` },
    kind: 'scheduled',
    state: 'scheduled',
    runOn,
    amount: usd(amountMinor),
    placedBy: 'Dana Whitfield',
  };
}

const MONTHLY = { id: uuid(502), name: 'Monthly services' };
const P_10418 = { id: uuid(10_418), number: 'P-10418' };

export const INVOICES: readonly InvoiceRow[] = [
  anInvoice({
    number: 'INV-1029',
    balanceMinor: 864_50,
    total: usd(1_864_50),
    headroom: usd(0),
    uncovered: usd(0),
    issuedOn: '2026-09-28',
    dueOn: '2026-10-28',
    pending: { amount: usd(864_50), payments: [P_10418] },
    cannotPay: { code: 'ALL_IN_FLIGHT', payments: [P_10418] },
  }),
  anInvoice({ number: 'INV-1033', balanceMinor: 412_75, dueOn: '2026-11-01' }),
  anInvoice({
    number: 'INV-1038',
    balanceMinor: 1_480_00,
    issuedOn: '2026-10-14',
    dueOn: '2026-11-13',
    plannedEntries: [
      planned(10_391, '2026-12-04', 300_00),
      planned(10_392, '2026-12-11', 300_00),
      planned(10_393, '2026-12-18', 300_00),
    ],
  }),
  anInvoice({
    number: 'INV-1042',
    balanceMinor: 830_00,
    total: usd(1_250_00),
    uncovered: usd(0),
    autopay: { rule: MONTHLY, runOn: '2026-12-01', amount: usd(830_00) },
    issuedOn: '2026-11-01',
    dueOn: '2026-12-01',
  }),
  anInvoice({
    number: 'INV-1051',
    balanceMinor: 2_000_00,
    dueOn: '2026-12-15',
    plannedEntries: [planned(10_404, '2026-12-04', 750_00)],
  }),
  anInvoice({
    number: 'INV-1053',
    balanceMinor: 5_240_00,
    dueOn: '2026-12-16',
    hold: { reason: 'hours in dispute', by: 'Marcus Oyelaran', at: '2026-11-20T15:00:00Z' },
    cannotPay: { code: 'ON_HOLD', payments: [] },
  }),
  anInvoice({ number: 'INV-1058', balanceMinor: 745_50, dueOn: '2026-12-18' }),
  anInvoice({ number: 'INV-1067', balanceMinor: 89_99, dueOn: null }),
];

/** Of another client, for the list over all. */
export const HARBORS: readonly InvoiceRow[] = [
  anInvoice({
    number: 'INV-0987',
    organization: HARBOR,
    balanceMinor: 4_800_00,
    total: usd(6_400_00),
    headroom: usd(3_600_00),
    uncovered: usd(1_100_00),
    autopay: { rule: MONTHLY, runOn: '2026-12-01', amount: usd(1_000_00) },
    dueOn: '2026-12-01',
    pending: { amount: usd(1_200_00), payments: [{ id: uuid(10_419), number: 'P-10419' }] },
    plannedEntries: [
      planned(10_385, '2026-12-04', 1_000_00),
      planned(10_386, '2026-12-18', 500_00),
    ],
  }),
  anInvoice({
    number: 'INV-0996',
    organization: HARBOR,
    balanceMinor: 510_00,
    dueOn: '2026-12-04',
  }),
];

export function totalsOf(rows: readonly InvoiceRow[]): CurrencyTotals[] {
  if (rows.length === 0) return [];
  const sum = (pick: (row: InvoiceRow) => Readonly<{ amountMinor: number }>) =>
    usd(rows.reduce((total, row) => total + pick(row).amountMinor, 0));
  const late = rows.filter(({ isPastDue }) => isPastDue);
  return [
    {
      currency: 'USD',
      openInvoices: rows.length,
      total: sum(({ total }) => total),
      balance: sum(({ balance }) => balance),
      headroom: sum(({ headroom }) => headroom),
      pastDue: usd(late.reduce((total, { balance }) => total + balance.amountMinor, 0)),
      pastDueInvoices: late.length,
      autopayForecast: sum(({ autopay }) => autopay?.amount ?? usd(0)),
      uncovered: sum(({ uncovered }) => uncovered),
    },
  ];
}

export function summaryOf(rows: readonly InvoiceRow[]) {
  const count = (is: (row: InvoiceRow) => boolean) => rows.filter(is).length;
  return {
    counts: {
      all: rows.length,
      pastDue: count(({ isPastDue }) => isPastDue),
      dueIn7Days: count(({ dueOn }) => dueOn !== null && dueOn >= TODAY && dueOn <= '2026-12-02'),
      scheduled: count(({ plannedCount }) => plannedCount > 0),
      autopay: count(({ autopay }) => autopay !== null),
      pending: count(({ pending }) => pending !== null),
      uncovered: count(({ uncovered }) => uncovered.amountMinor > 0),
    },
    invoices: rows.length,
    organizations: new Set(rows.map(({ organization }) => organization.id)).size,
    totals: totalsOf(rows),
    payableIds: rows.filter(({ cannotPay }) => cannotPay === null).map(({ id }) => id),
  };
}

export const ORGANIZATION: OrganizationDetails = {
  ...NORTHWIND,
  customerNumber: '2041',
  city: 'Chicago, IL',
  terms: 'net 30',
  aliases: [],
  source: { name: 'QuickBooks Online', readAt: '2026-11-25T16:38:00Z' },
  totals: totalsOf(INVOICES),
  oldest: { invoice: { id: uuid(1029), number: 'INV-1029' }, dueOn: '2026-10-28' },
  unapplied: [usd(150_00)],
  defaultMethod: {
    id: uuid(70),
    kind: 'card',
    brand: 'Visa',
    lastFour: '4242',
    friendlyName: 'Front office card',
    expiresIn: '2028-04',
  },
  counts: { openInvoices: INVOICES.length, payments: 38, autopayRules: 4, methods: 3, contacts: 5 },
};

/** An invoice in full, whose coverage adds up to its total. */
export function detailsOf(row: InvoiceRow): InvoiceDetails {
  const paidMinor = row.total.amountMinor - row.balance.amountMinor;
  const inFlightMinor = row.pending?.amount.amountMinor ?? 0;
  const dana = { kind: 'user', name: 'Dana Whitfield' } as const;
  const entry = { invoice: null, reason: null, before: null, after: null } as const;
  return {
    ...row,
    open: row.balance,
    unposted: usd(0),
    source: { name: 'QuickBooks Online', readAt: '2026-11-25T16:38:00Z' },
    coverage: {
      posted: usd(paidMinor),
      inFlight: usd(inFlightMinor),
      planned: row.planned,
      disputed: usd(0),
      autopayForecast: row.autopay?.amount ?? usd(0),
      uncovered: usd(
        row.total.amountMinor -
          paidMinor -
          inFlightMinor -
          row.planned.amountMinor -
          (row.autopay?.amount.amountMinor ?? 0),
      ),
    },
    against: [
      ...(row.pending === null
        ? []
        : row.pending.payments.map((payment) => ({
            payment,
            kind: 'manual' as const,
            state: 'pending' as const,
            part: 'inFlight' as const,
            on: '2026-11-24',
            amount: usd(inFlightMinor),
            placedBy: 'Dana Whitfield',
          }))),
      ...row.plannedEntries.map(({ runOn, ...rest }) => ({
        ...rest,
        part: 'planned' as const,
        on: runOn,
      })),
    ],
    paidElsewhere: usd(paidMinor),
    unapplied: [],
    agreement: 'Managed Services',
    agreementType: null,
    terms: 'Net 30',
    invoiceType: null,
    purchaseOrder: 'HP-2026-118',
    location: null,
    lines: [],
    document: {
      state: 'kept',
      fileName: `${row.number}.pdf`,
      pages: 1,
      receivedAt: '2026-11-01T12:00:00Z',
      reason: null,
    },
    timeline: [
      ...(row.pending === null
        ? []
        : [
            {
              ...entry,
              id: '3',
              at: '2026-11-24T20:12:00Z',
              kind: 'payment.pending',
              by: { kind: 'gateway' as const, name: null },
              payment: row.pending.payments[0] ?? null,
              amount: row.pending.amount,
            },
          ]),
      ...row.plannedEntries.map(({ payment, amount, runOn }, index) => ({
        ...entry,
        id: String(20 + index),
        at: '2026-11-20T15:31:00Z',
        kind: 'payment.placed',
        by: dana,
        payment,
        amount,
        after: { runOn },
      })),
      {
        ...entry,
        id: '1',
        at: '2026-11-01T12:00:00Z',
        kind: 'invoice.created',
        by: { kind: 'source' as const, name: 'QuickBooks Online' },
        payment: null,
        amount: null,
      },
    ],
  };
}
