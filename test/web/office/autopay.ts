/** A client with four autopay rules, and what previews of them say. */
import { AutopayRule } from '../../../contracts/autopay-rule';
import type {
  InvoiceAutopay,
  PreviewInvoice,
  RulePreview,
  SlotDecision,
} from '../../../contracts/autopay-preview';
import { RuleVersion } from '../../../contracts/autopay-versions';
import type { OrganizationDetails } from '../../../contracts/organizations';
import type { PaymentMethod } from '../../../contracts/payment-methods';
import { usd, uuid } from './figures';

export const CLIENT = uuid(100);

const chase = {
  id: uuid(3),
  kind: 'bankDebit',
  brand: 'Chase',
  lastFour: '6789',
  friendlyName: 'Operating account',
  expiresIn: null,
} as const;
const visa = {
  id: uuid(1),
  kind: 'card',
  brand: 'Visa',
  lastFour: '4242',
  friendlyName: 'Front office card',
  expiresIn: '2026-12',
} as const;

const kept = { version: 2, status: 'usable', readAt: '2026-11-25T14:30:00Z', planned: [] } as const;
export const METHODS: readonly PaymentMethod[] = [
  { ...visa, ...kept, isDefault: true, planned: [], rules: [] },
  { ...chase, ...kept, isDefault: false, planned: [], rules: [] },
];

export function aRule(last: number, given: Partial<AutopayRule>): AutopayRule {
  return AutopayRule.parse({
    id: uuid(last),
    organizationId: CLIENT,
    version: 3,
    position: last - 500,
    name: 'Monthly services',
    isEnabled: true,
    isLocked: false,
    methodId: chase.id,
    criteria: [{ field: 'agreement', operator: 'equals', value: 'Managed Services' }],
    timing: { kind: 'onDueDate' },
    currency: 'USD',
    cap: null,
    withScheduled: 'suppress',
    allowsFallThrough: false,
    needsApproval: false,
    noticeDays: null,
    method: chase,
    flag: null,
    activatedOn: '2026-09-01',
    backlogInvoices: 0,
    forecast: { matches: 0, invoices: 0, total: usd(0), nextRunOn: null },
    warnings: [],
    changed: { at: '2026-11-02T15:00:00Z', by: 'Marcus Oyelaran' },
    ...given,
  });
}

export const RULES: readonly AutopayRule[] = [
  aRule(501, {
    criteria: [
      { field: 'agreement', operator: 'equals', value: 'Managed Services' },
      { field: 'total', operator: 'lt', value: 2_500_00 },
    ],
    forecast: { matches: 6, invoices: 4, total: usd(2_373_10), nextRunOn: '2026-12-01' },
  }),
  aRule(502, {
    name: 'Microsoft licenses',
    criteria: [{ field: 'lineItem', operator: 'contains', value: 'Microsoft 365' }],
    timing: { kind: 'daysBeforeDue', days: 5 },
    methodId: null,
    method: visa,
    flag: { code: 'METHOD_EXPIRES_BEFORE_RUN', runOn: '2027-01-04' },
    forecast: { matches: 2, invoices: 1, total: usd(704_00), nextRunOn: '2027-01-04' },
    warnings: [
      { code: 'METHOD', flag: { code: 'METHOD_EXPIRES_BEFORE_RUN', runOn: '2027-01-04' } },
      { code: 'PLAN_DOES_NOT_ADD_UP', invoices: 1, total: usd(120_00) },
    ],
  }),
  aRule(503, {
    name: 'Hardware under 1,000',
    isLocked: true,
    criteria: [
      { field: 'type', operator: 'in', value: ['Hardware', 'Equipment'] },
      { field: 'total', operator: 'between', value: [0, 1_000_00] },
    ],
    timing: { kind: 'dayOfMonth', day: 31 },
    cap: { amountMinor: 800_00, mode: 'payUpTo' },
    warnings: [{ code: 'MATCHES_NOTHING' }],
  }),
  aRule(504, {
    name: 'Everything else',
    isEnabled: false,
    criteria: [],
    needsApproval: true,
    methodId: visa.id,
    method: visa,
  }),
];

const anInvoice = (number: number, given: Partial<PreviewInvoice>): PreviewInvoice => ({
  invoice: { id: uuid(number), number: `INV-${number}` },
  dueOn: '2026-12-01',
  runOn: '2026-12-01',
  outcome: 'charge',
  amount: usd(830_00),
  ...given,
});

const FORECAST: readonly PreviewInvoice[] = [
  anInvoice(1042, {}),
  anInvoice(1044, { dueOn: '2026-12-03', runOn: '2026-12-03', amount: usd(318_00) }),
  anInvoice(1047, { dueOn: '2026-12-06', runOn: '2026-12-07', amount: usd(96_20) }),
  anInvoice(1061, { dueOn: '2026-12-20', runOn: '2026-12-21', amount: usd(1_128_90) }),
  anInvoice(1051, { outcome: 'suppressed', amount: null }),
  anInvoice(1053, { outcome: 'held', amount: null }),
];
const PAST: readonly PreviewInvoice[] = Array.from({ length: 11 }, (_, month) => {
  const day = `2026-${String(month + 1).padStart(2, '0')}-02`;
  return anInvoice(700 + month, { dueOn: day, runOn: day, amount: usd(640_00) });
});
export const LATE: readonly PreviewInvoice[] = [
  anInvoice(1029, { dueOn: '2026-10-28', runOn: '2026-11-25', amount: usd(1_400_00) }),
  anInvoice(1031, { dueOn: '2026-11-05', runOn: '2026-11-25', amount: usd(1_357_25) }),
];

/** Of a rule with so many criteria: the more it asks, the less it matches. */
export function aPreview(criteria: number, late: readonly PreviewInvoice[] = []): RulePreview {
  const items = criteria > 2 ? FORECAST.slice(0, 1) : [...FORECAST];
  const charged = items.filter(({ amount }) => amount !== null);
  const sum = (of: readonly PreviewInvoice[]) =>
    usd(of.reduce((total, { amount }) => total + (amount?.amountMinor ?? 0), 0));
  return {
    openInvoices: 12,
    matches: { invoices: items.length, total: sum(items), wonByOthers: 0 },
    takes: {
      backlog: {
        invoices: late.length,
        total: sum(late),
        invoiceIds: late.map(({ invoice }) => invoice.id),
        items: [...late],
      },
      coming: { invoices: 0, total: usd(0) },
    },
    backTest: {
      from: '2025-11-25',
      to: '2026-11-24',
      invoices: 12,
      charges: { invoices: 11, total: sum(PAST) },
      conflicts: 1,
      capMisses: 0,
      invalidMethods: 0,
      items: [...PAST],
    },
    forecast: {
      from: '2026-11-25',
      to: '2027-01-24',
      invoices: items.length,
      charges: { invoices: charged.length, total: sum(charged) },
      conflicts: items.filter(({ outcome }) => outcome === 'suppressed').length,
      capMisses: 0,
      invalidMethods: 0,
      items,
    },
    warnings: [],
  };
}

export const ORGANIZATION: OrganizationDetails = {
  id: CLIENT,
  name: 'Northwind Dental Group',
  customerNumber: '2041',
  city: 'Chicago, IL',
  terms: 'net 30',
  aliases: [],
  totals: [
    {
      currency: 'USD',
      openInvoices: 12,
      total: usd(14_000_00),
      balance: usd(13_465_84),
      headroom: usd(13_465_84),
      pastDue: usd(2_757_25),
      pastDueInvoices: 2,
      autopayForecast: usd(0),
      uncovered: usd(8_578_24),
    },
  ],
  oldest: null,
  unapplied: [],
  defaultMethod: visa,
  source: null,
  counts: { openInvoices: 12, payments: 4, autopayRules: 3, methods: 2, contacts: 3 },
};

/** Made, changed, and put before another; the newest first. */
export const VERSIONS: readonly RuleVersion[] = [
  aVersion(3, { position: 1, payments: 2 }),
  aVersion(2, {
    position: 2,
    name: 'Monthly services',
    timing: { kind: 'daysBeforeDue', days: 2 },
    cap: { amountMinor: 2_500_00, mode: 'payUpTo' },
    method: chase,
    methodId: chase.id,
    payments: 1,
  }),
  aVersion(1, {
    position: 2,
    name: 'Monthly',
    timing: { kind: 'onDueDate' },
    cap: null,
    method: null,
    methodId: null,
    backlogInvoices: 2,
    changed: { at: '2026-09-01T15:00:00Z', by: 'Dana Whitfield' },
  }),
];

function aVersion(version: number, given: Partial<RuleVersion>): RuleVersion {
  return RuleVersion.parse({
    version,
    name: 'Monthly services',
    isEnabled: true,
    isLocked: false,
    methodId: chase.id,
    criteria: [{ field: 'agreement', operator: 'equals', value: 'Managed Services' }],
    timing: { kind: 'daysBeforeDue', days: 2 },
    currency: 'USD',
    cap: { amountMinor: 2_500_00, mode: 'payUpTo' },
    withScheduled: 'suppress',
    allowsFallThrough: false,
    needsApproval: false,
    noticeDays: null,
    position: 1,
    method: chase,
    activatedOn: '2026-09-01',
    backlogInvoices: 2,
    isRemoved: false,
    payments: 0,
    changed: { at: '2026-11-02T15:00:00Z', by: 'Marcus Oyelaran' },
    ...given,
  });
}

/** Its run was decided on the first of December, under the version before the last. */
export const RAN: SlotDecision = {
  rule: { id: uuid(501), name: 'Monthly services' },
  version: 2,
  outcome: 'charge',
  runOn: '2026-12-01',
  decidedAt: '2026-12-01T15:00:00Z',
  amount: usd(1_000_00),
  payment: { id: uuid(10_431), number: 'P-10431', state: 'failed' },
};

/** One rule wins, one matches too, the others do not, each for a reason of its own. */
export const WHY: InvoiceAutopay = {
  outcome: 'charge',
  winner: { id: uuid(502), name: 'Monthly services' },
  runOn: '2026-12-01',
  amount: usd(1_000_00),
  alsoMatched: [{ id: uuid(504), name: 'Everything else' }],
  notMatched: [
    {
      rule: { id: uuid(501), name: 'Small invoices' },
      reason: 'CRITERION',
      criterion: { field: 'total', operator: 'lt', value: 500_00 },
      actual: [6_400_00],
    },
    {
      rule: { id: uuid(503), name: 'Hardware' },
      reason: 'CRITERION',
      criterion: { field: 'type', operator: 'in', value: ['Hardware', 'Equipment'] },
      actual: [],
    },
    { rule: { id: uuid(505), name: 'Projects' }, reason: 'DISABLED' },
  ],
  opening: 1,
  decided: null,
};
