/**
 * The rules of autopay as plainly as they can be said, for books of whole days: what the real system
 * is compared with. Nothing of `domain/` is used here.
 *
 * Every day has a morning, at whose hour everything runs, and an evening, at which people act.
 */
import { bankingDayFrom, type Day, latest, nextDayOfMonth, plusDays } from './plain-calendar';

/** How a method answers: at once, never, or so late that these years do not see it. */
export type MethodName = 'good' | 'declining' | 'bank';

export type Timing =
  | { kind: 'onDueDate' }
  | { kind: 'daysBeforeDue' | 'daysAfterDue' | 'daysAfterInvoiceDate'; days: number }
  | { kind: 'dayOfMonth'; day: number };

export type Criterion =
  | { field: 'agreement'; operator: 'equals' | 'notEquals'; value: string }
  | { field: 'total'; operator: 'gte' | 'lt'; value: number };

export type RuleFields = {
  isEnabled: boolean;
  /** Null: the client's default. */
  method: MethodName | null;
  criteria: Criterion[];
  timing: Timing;
  cap: { amountMinor: number; mode: 'skip' | 'payUpTo' } | null;
  withScheduled: 'suppress' | 'residual';
};
export type PlainRule = RuleFields & {
  name: string;
  position: number;
  activatedOn: Day;
  version: number;
};

export type PlainInvoice = {
  number: string;
  client: string;
  total: number;
  /** What the books of the business say is unpaid. None of our payments is in them yet. */
  open: number;
  settled: number;
  pending: number;
  scheduled: { reference: string; amount: number; runOn: Day; method: MethodName } | null;
  issuedOn: Day;
  dueOn: Day | null;
  agreement: string | null;
  knownSince: Day;
  isHeld: boolean;
  isExcluded: boolean;
  openedOn: Day | null;
  toldOf: Day | null;
  told: string;
  isDecided: boolean;
};

export type PlainClient = { name: string; default: MethodName; rules: PlainRule[] };

const NOTICE_DAYS = 3;
const LATE_DAYS = 2;
const GATEWAY_MINIMUM = 50;

export class PlainBooks {
  readonly clients = new Map<string, PlainClient>();
  readonly invoices = new Map<string, PlainInvoice>();
  /** What happened, one line each. */
  readonly lines: string[] = [];

  constructor(public today: Day) {}

  invoicesOf(client: string): PlainInvoice[] {
    return [...this.invoices.values()].filter((invoice) => invoice.client === client);
  }

  clientOf(name: string): PlainClient {
    const client = this.clients.get(name);
    if (client === undefined) throw new Error(`no client ${name}`);
    return client;
  }

  invoiceOf(number: string): PlainInvoice {
    const invoice = this.invoices.get(number);
    if (invoice === undefined) throw new Error(`no invoice ${number}`);
    return invoice;
  }

  /** The next day comes, with its hour: what people scheduled, then autopay. */
  morning(): void {
    this.today = plusDays(this.today, 1);
    for (const invoice of this.invoices.values()) {
      const { scheduled } = invoice;
      if (scheduled?.runOn !== this.today) continue;
      invoice.scheduled = null;
      const amount = Math.min(scheduled.amount, headroomOf(invoice));
      const line = `${scheduled.reference} ${invoice.number}`;
      if (amount < GATEWAY_MINIMUM) this.lines.push(`${line} superseded`);
      else this.lines.push(`${line} ${amount} ${take(invoice, amount, scheduled.method)}`);
    }
    this.settle();
  }

  /** Whatever has become due, or is to be told, by now. */
  settle(): void {
    for (const invoice of this.invoices.values()) this.settleOne(invoice);
  }

  private settleOne(invoice: PlainInvoice): void {
    const run = this.runOf(invoice);
    if (run === null) return;
    const { rule, runOn } = run;
    const { outcome, amount } = outcomeOf(invoice, rule);
    const method = this.methodOf(rule, invoice.client);
    if (runOn <= this.today) {
      invoice.isDecided = true;
      const state =
        outcome === 'charge' ? ` ${amount} ${method} ${take(invoice, amount, method)}` : '';
      const name = `${rule.name} v${rule.version}`;
      this.lines.push(`${this.today} ${invoice.number} ${name} of ${runOn}: ${outcome}${state}`);
    } else if (outcome === 'charge' && plusDays(runOn, -NOTICE_DAYS) <= this.today) {
      invoice.toldOf = runOn;
      const told = `${runOn} ${method}`;
      const [said, before] = invoice.told.split(': ');
      if (said === told && Number(before) >= amount) return;
      invoice.told = `${told}: ${amount}`;
      this.lines.push(`${this.today} ${invoice.number} told of ${invoice.told}`);
    }
  }

  /** The rule that takes an invoice and the day; null when none does, or none any more. */
  runOf(invoice: PlainInvoice): { rule: PlainRule; runOn: Day } | null {
    if (invoice.isDecided) return null;
    const rule = winnerOf(invoice, this.clientOf(invoice.client).rules);
    if (rule === undefined) return null;
    const day = meantDay(invoice, rule) ?? '';
    // It came, or its rule did, when the day was gone: a person has to say so.
    if (day < rule.activatedOn || plusDays(day, LATE_DAYS) < invoice.knownSince) return null;
    const wanted = latest(day, invoice.openedOn, invoice.knownSince);
    const isBank = this.methodOf(rule, invoice.client) === 'bank';
    return { rule, runOn: latest(isBank ? bankingDayFrom(wanted) : wanted, invoice.toldOf) };
  }

  methodOf(rule: PlainRule, client: string): MethodName {
    return rule.method ?? this.clientOf(client).default;
  }

  /** A person pays at once. Whatever no longer fits of what is scheduled is lowered. */
  pay(number: string, amount: number, method: MethodName, reference: string): void {
    const invoice = this.invoiceOf(number);
    this.lines.push(`${reference} ${number} ${amount} ${take(invoice, amount, method)}`);
    trim(invoice);
  }

  /** Another balance in the books: somebody paid elsewhere. */
  fall(number: string, open: number): void {
    const invoice = this.invoiceOf(number);
    invoice.open = open;
    trim(invoice);
  }

  /**
   * Other rules for a client. A rule that now takes an invoice whose day is gone, and did not take it
   * on that day before, begins today; an invoice that a rule newly meets is new to autopay.
   */
  changeRules(clientName: string, change: (rules: PlainRule[]) => PlainRule[]): void {
    const client = this.clientOf(clientName);
    const before = client.rules;
    const after = change(structuredClone(before));
    const begins = new Set<string>();
    for (const invoice of this.invoicesOf(clientName)) {
      if (invoice.open - invoice.settled <= 0) continue;
      const meeting = (rules: PlainRule[]) =>
        rules.filter((rule) => rule.isEnabled && meets(invoice, rule)).map(({ name }) => name);
      const met = meeting(before);
      const [was, is] = [winnerOf(invoice, before), winnerOf(invoice, after)];
      if (meeting(after).some((name) => !met.includes(name))) invoice.knownSince = this.today;
      if (is === undefined) continue;
      const day = meantDay(invoice, is) ?? '';
      const isAsBefore = was?.name === is.name && meantDay(invoice, was) === day;
      if (!isAsBefore && day < this.today) begins.add(is.name);
    }
    client.rules = after.map((rule) => {
      const known = before.find(({ name }) => name === rule.name);
      const now = begins.has(rule.name) ? { ...rule, activatedOn: this.today } : rule;
      const isNews = known !== undefined && JSON.stringify(now) !== JSON.stringify(known);
      return isNews ? { ...now, version: now.version + 1 } : now;
    });
  }

  /** One client's alone, for trying what would happen. */
  copyOf(name: string): PlainBooks {
    const copy = new PlainBooks(this.today);
    copy.clients.set(name, structuredClone(this.clientOf(name)));
    for (const invoice of this.invoicesOf(name)) {
      copy.invoices.set(invoice.number, structuredClone(invoice));
    }
    return copy;
  }
}

export function headroomOf({ open, settled, pending }: PlainInvoice): number {
  return open - settled - pending;
}

function trim(invoice: PlainInvoice): void {
  const { scheduled } = invoice;
  if (scheduled === null) return;
  scheduled.amount = Math.min(scheduled.amount, Math.max(0, headroomOf(invoice)));
}

function take(invoice: PlainInvoice, amount: number, method: MethodName): string {
  if (method === 'declining') return 'failed';
  if (method === 'bank') invoice.pending += amount;
  else invoice.settled += amount;
  return method === 'bank' ? 'pending' : 'settled';
}

function winnerOf(invoice: PlainInvoice, rules: readonly PlainRule[]): PlainRule | undefined {
  return rules.find((rule) => rule.isEnabled && meets(invoice, rule));
}

function meets(invoice: PlainInvoice, rule: PlainRule): boolean {
  const isMet = (criterion: Criterion): boolean => {
    switch (criterion.operator) {
      case 'equals':
        return invoice.agreement === criterion.value;
      case 'notEquals':
        return invoice.agreement !== criterion.value;
      case 'gte':
        return invoice.total >= criterion.value;
      case 'lt':
        return invoice.total < criterion.value;
    }
  };
  return rule.criteria.every(isMet) && meantDay(invoice, rule) !== null;
}

function meantDay({ issuedOn, dueOn }: PlainInvoice, { timing }: PlainRule): Day | null {
  switch (timing.kind) {
    case 'onDueDate':
      return dueOn;
    case 'daysBeforeDue':
      return dueOn && plusDays(dueOn, -timing.days);
    case 'daysAfterDue':
      return dueOn && plusDays(dueOn, timing.days);
    case 'daysAfterInvoiceDate':
      return plusDays(issuedOn, timing.days);
    case 'dayOfMonth':
      return nextDayOfMonth(issuedOn, timing.day);
  }
}

function outcomeOf(invoice: PlainInvoice, { cap, withScheduled }: PlainRule) {
  const planned = invoice.scheduled?.amount ?? 0;
  const headroom = headroomOf(invoice);
  const left = headroom - planned;
  const amount = cap === null ? left : Math.min(left, cap.amountMinor);
  const outcome = () => {
    if (invoice.isExcluded) return 'excluded';
    if (invoice.isHeld) return 'held';
    if (cap?.mode === 'skip' && invoice.total > cap.amountMinor) return 'over-cap';
    if (headroom <= 0) return 'superseded';
    if (withScheduled === 'suppress' && planned > 0) return 'suppressed';
    if (left <= 0) return 'superseded';
    return amount < GATEWAY_MINIMUM ? 'below-minimum' : 'charge';
  };
  return { outcome: outcome(), amount };
}
