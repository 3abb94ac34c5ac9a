/**
 * Stores for tests about HTTP itself: sign-in, roles, refusals, presentation. They are empty but for
 * what a test puts in; rules of money are tested against the real stores.
 */
import { isDeepStrictEqual } from 'node:util';
import type { ApiStores } from '../../../api/stores/index';
import type { PaymentStore } from '../../../api/stores/payments';
import type { PutPaymentBody } from '../../../contracts/payment-request';
import type { PlacedPayment } from '../../../contracts/payments';
import { isTerminal, type PaymentState } from '../../../domain/payment';
import type { ChargeOutcome, GatewayReport } from '../../../domain/ports';
import { ok, refuse } from '../../../domain/result';
import { MemoryAttempts, MemoryPeople, MemorySessions } from './memory-people';

const notFound = async () => refuse({ code: 'NOT_FOUND' } as const);
const nothing = async () => null;
const emptyPage = { items: [], nextCursor: null };

/** Keeps placed payments by id, and answers the next refusal a test has asked for. */
export class MemoryPayments implements PaymentStore {
  readonly placed = new Map<string, { body: string; payment: PlacedPayment }>();
  readonly states = new Map<string, PaymentState>();
  readonly applied: { paymentId: string; outcome: ChargeOutcome }[] = [];
  readonly reports = new Set<string>();
  nextRefusal: Awaited<ReturnType<PaymentStore['change']>> | null = null;
  outage: Error | null = null;

  preview = nothing;
  previewSplit = nothing;
  read = nothing;
  receipts = nothing;
  sendReceipts = notFound;
  change = async () => this.nextRefusal ?? notFound();
  cancel = async () => this.nextRefusal ?? notFound();
  approve = async () => this.nextRefusal ?? notFound();

  place = async (
    paymentId: string,
    { fingerprint: _, ...request }: PutPaymentBody,
  ): ReturnType<PaymentStore['place']> => {
    if (this.outage) throw this.outage;
    if (this.nextRefusal && !this.nextRefusal.ok) return this.nextRefusal as never;
    const body = JSON.stringify(request);
    const known = this.placed.get(paymentId);
    if (known) {
      const { payment } = known;
      if (known.body === body) return ok({ payment, isNew: false });
      return refuse({ code: 'PAYMENT_ID_USED' as const, payment });
    }
    const amountMinor = request.lines.reduce((sum, line) => sum + line.amountMinor, 0);
    const payment: PlacedPayment = {
      id: paymentId,
      version: 1,
      number: `P-${10_001 + this.placed.size}`,
      kind: 'manual',
      state: 'reserved',
      amount: { amountMinor, currency: request.currency },
      runOn: null,
      runAt: null,
    };
    this.placed.set(paymentId, { body, payment });
    this.states.set(paymentId, 'reserved');
    return ok({ payment, isNew: true });
  };

  async list() {
    const counts = { all: 0, scheduled: 0, inFlight: 0, settled: 0, failed: 0, needsReview: 0 };
    return { ...emptyPage, counts };
  }

  async readStart(paymentId: string) {
    const known = this.placed.get(paymentId);
    if (!known) return null;
    const { kind, state, amount } = known.payment;
    return {
      paymentId,
      organizationId: 'organization',
      kind,
      state,
      methodKind: 'card' as const,
      amountMinor: amount.amountMinor,
      currency: amount.currency,
      invoiceNumbers: ['INV-1'],
      runAt: null,
    };
  }

  async stateFor(paymentId: string, outcome: ChargeOutcome) {
    const state = this.states.get(paymentId);
    if (state === undefined) return null;
    const last = this.applied.findLast((applied) => applied.paymentId === paymentId);
    return { state, isRepeat: isTerminal(state) && isDeepStrictEqual(last?.outcome, outcome) };
  }

  async recordReport(_gateway: string, report: GatewayReport) {
    const isNew = !this.reports.has(report.eventId);
    this.reports.add(report.eventId);
    return { isNew };
  }

  async apply(paymentId: string, outcome: ChargeOutcome) {
    this.applied.push({ paymentId, outcome });
  }
}

export type MemoryStores = ApiStores &
  Readonly<{ users: MemoryPeople; sessions: MemorySessions; payments: MemoryPayments }>;

export function createMemoryStores(): MemoryStores {
  const sessions = new MemorySessions();
  return {
    sessions,
    users: new MemoryPeople(sessions),
    signInAttempts: new MemoryAttempts(),
    payments: new MemoryPayments(),
    mailReports: { record: async () => ({ isKnown: false }) },
    unpostedLines: {
      list: async () => ({
        ...emptyPage,
        counts: { toEnter: 0, notExported: 0, entered: 0 },
        sums: [],
        exports: [],
      }),
      export: async () => refuse({ code: 'NOTHING_TO_EXPORT' as const }),
      markEntered: notFound,
    },
    externalPayments: { preview: nothing, record: notFound, unapplied: nothing },
    settings: {
      read: async () => settings,
      change: async (change) =>
        change.version === settings.version
          ? ok({ ...settings, version: settings.version + 1 })
          : refuse({ code: 'VERSION_CONFLICT' as const, present: settings }),
    },
    organizations: {
      list: async () => ({
        ...emptyPage,
        counts: { all: 0, pastDue: 0, uncovered: 0, nothingPlanned: 0 },
        totals: [],
      }),
      read: nothing,
      activity: nothing,
      previewMerge: nothing,
      merge: notFound,
    },
    invoices: {
      list: async () => emptyPage,
      summarize: async () => ({
        counts: {
          all: 0,
          pastDue: 0,
          dueIn7Days: 0,
          scheduled: 0,
          autopay: 0,
          pending: 0,
          uncovered: 0,
        },
        invoices: 0,
        organizations: 0,
        totals: [],
        payableIds: [],
      }),
      read: nothing,
      readSeveral: nothing,
      change: notFound,
      mail: notFound,
    },
    documents: { read: nothing, markWanted: async () => undefined },
    methods: { list: nothing, add: notFound, change: notFound, remove: notFound },
    autopay: {
      list: nothing,
      add: notFound,
      change: notFound,
      remove: notFound,
      order: notFound,
      preview: notFound,
      explain: nothing,
      versions: nothing,
    },
    contacts: {
      list: nothing,
      add: notFound,
      change: notFound,
      remove: notFound,
      listProfiles: async () => [],
      addProfile: async () => refuse({ code: 'NAME_TAKEN' as const }),
      changeProfile: notFound,
    },
    tasks: {
      list: async () => ({ ...emptyPage, counts: { open: 0, overnight: 0, doneToday: 0 } }),
      countOpen: async () => 7,
      resolve: notFound,
    },
    imports: {
      list: async () => ({ ...emptyPage, sources: [] }),
      open: async () => refuse({ code: 'AS_OF_NOT_ALLOWED' as const }),
      fileToPreview: nothing,
      putFile: notFound,
      start: notFound,
      read: nothing,
      rows: nothing,
      decide: notFound,
    },
    autopayRuns: {
      readStart: nothing,
      readNews: async () => [],
      countWaiting: async () => 3,
      listApprovals: async () => ({ items: [], count: 0, answeredToday: [] }),
      decideApprovals: async ({ ids }) => ({
        decidedIds: [],
        notWaiting: ids.map((id) => ({ id, state: 'unknown' as const, by: null })),
        touchedRuleIds: [],
      }),
      reopen: notFound,
      calendar: async ({ month }) => ({
        from: `${month}-01`,
        to: `${month}-28`,
        items: [],
        isMore: false,
      }),
    },
    clock: {
      offsetMs: async () => 0,
      moveTo: async () => undefined,
      nextStop: nothing,
      waiting: async () => ({ payments: [], rules: [] }),
      paymentsOnBusinessTime: async () => [],
      rulesOnBusinessTime: async () => [],
    },
    health: { ping: async () => undefined, gauges: async () => gauges },
  };
}

const settings = {
  name: 'Lakefront IT Services',
  legalLines: ['410 W Wacker Drive, Suite 900', 'Chicago, IL 60606'],
  zone: 'America/Chicago',
  runTime: '09:00',
  locale: 'en-US',
  defaultCurrency: 'USD',
  mailFromName: 'Lakefront billing',
  mailReplyTo: null,
  autopayNoticeDays: 3,
  autopayWindowMinutes: 15,
  mailFromAddress: 'billing@lakefront.example',
  version: 3,
};

const gauges = {
  stuckPayments: 0,
  overdueSteps: 2,
  oldestOverdueSeconds: 65,
  gatewayQueueOldestSeconds: 0,
  unknownPayments: 0,
  unsentMessages: 0,
  failedMessages: 0,
  openTasks: 7,
};
