/**
 * The books of autopay as plainly as they can be kept, in whole days: what the real system is compared
 * with.
 *
 * Every day has a morning, at whose hour everything runs, and an evening, at which people act.
 */
import { bankingDayFrom, type Day, latest, plusDays } from './plain-calendar';
import {
  GATEWAY_MINIMUM,
  headroomOf,
  isAllowed,
  isAskedFor,
  isCovered,
  meantDay,
  meets,
  type MethodName,
  outcomeOf,
  type PlainClient,
  type PlainInvoice,
  type PlainRule,
  type Question,
  type Run,
  winnerOf,
} from './plain-rules';

const LATE_DAYS = 2;

export class PlainBooks {
  readonly clients = new Map<string, PlainClient>();
  readonly invoices = new Map<string, PlainInvoice>();
  /** How long before a run its client is told, and a person asked. */
  noticeDays = 3;
  /**
   * How often the next rule took an invoice, how often one was left because it went to another rule when
   * its day was gone, and how often a run was asked about again for more.
   */
  readonly counts = { takenByNext: 0, leftBehind: 0, askedAgain: 0 };
  private readonly happened: string[] = [];
  private readonly questions: Question[] = [];

  constructor(public today: Day) {}

  /** What happened, one line each. */
  get lines(): string[] {
    return [...this.happened, ...this.questions.map(lineOf)];
  }

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
      if (amount < GATEWAY_MINIMUM) this.happened.push(`${line} superseded`);
      else this.happened.push(`${line} ${amount} ${take(invoice, amount, scheduled.method)}`);
    }
    this.settle();
  }

  /** Whatever has become due, or is to be told, by now. */
  settle(): void {
    for (const invoice of this.invoices.values()) this.settleOne(invoice);
  }

  private settleOne(invoice: PlainInvoice): void {
    const before = this.runOf(invoice);
    if (before === null || !isAskedFor(before)) withdraw(invoice, this.today);
    const run = this.runOf(invoice);
    if (run === null) return;
    if (run.runOn <= this.today) this.decide(invoice, run);
    else if (run.outcome === 'charge' && this.preparesOn(run) <= this.today) {
      if (run.rule.needsApproval) this.ask(invoice, run);
      if (isAllowed(invoice, run)) this.tell(invoice, run);
    }
  }

  /** The day from which a client is told of a run, and a person asked. */
  preparesOn({ runOn }: Run): Day {
    return plusDays(runOn, -this.noticeDays);
  }

  private decide(invoice: PlainInvoice, run: Run): void {
    const { rule, method, runOn, amount } = run;
    if (run.isNext && run.outcome === 'charge') this.counts.takenByNext += 1;
    const isStopped = run.outcome === 'charge' && !isAllowed(invoice, run);
    const outcome = isStopped ? 'not-approved' : run.outcome;
    invoice.isDecided = true;
    endQuestion(invoice, 'expired');
    const state =
      outcome === 'charge' && method !== null
        ? ` ${amount} ${method} ${take(invoice, amount, method)}`
        : '';
    const name = `${rule.name} v${rule.version}`;
    this.happened.push(`${this.today} ${invoice.number} ${name} of ${runOn}: ${outcome}${state}`);
  }

  /** Again only for more, another method or another day. */
  private ask(invoice: PlainInvoice, run: Run): void {
    const { rule, method, runOn, amount: most } = run;
    if (method === null || isCovered(invoice, run, ['asked', 'approved', 'declined'])) return;
    endQuestion(invoice, 'replaced');
    if (invoice.questions.some((one) => one.runOn === runOn && one.most < most)) {
      this.counts.askedAgain += 1;
    }
    const { number } = invoice;
    const about = { number, rule: rule.name, askedOn: this.today, runOn, method, most };
    const question: Question = { ...about, state: 'asked', withdrawnOn: null };
    invoice.questions.push(question);
    this.questions.push(question);
  }

  private tell(invoice: PlainInvoice, { runOn, method, amount }: Run): void {
    invoice.toldOf = runOn;
    const told = `${runOn} ${method}`;
    const [said, before] = invoice.told.split(': ');
    if (said === told && Number(before) >= amount) return;
    invoice.told = `${told}: ${amount}`;
    this.happened.push(`${this.today} ${invoice.number} told of ${invoice.told}`);
  }

  /** The rule that takes an invoice and the day; null when none does, or none any more. */
  runOf(invoice: PlainInvoice): Run | null {
    if (invoice.isDecided) return null;
    const client = this.clientOf(invoice.client);
    const winner = winnerOf(invoice, client, client.rules);
    if (winner === null) return null;
    const { rule, isUsable, isNext } = winner;
    const day = meantDay(invoice, rule) ?? '';
    const method = rule.method ?? client.default;
    // What was opened over a weekend waits for Monday, and no rule comes before it meanwhile.
    const from = invoice.openedOn !== null && method === 'bank' ? bankingDayFrom(day) : day;
    // It came, or its rule did, when the day was gone: a person has to say so.
    if (from < rule.activatedOn || plusDays(day, LATE_DAYS) < invoice.knownSince) return null;
    const { outcome, amount } = outcomeOf(invoice, rule, isUsable);
    const asked = this.askedFor(invoice, rule.needsApproval && outcome === 'charge');
    const wanted = latest(day, invoice.openedOn, invoice.knownSince, asked);
    const told = latest(wanted, invoice.toldOf);
    const runOn = method === 'bank' ? bankingDayFrom(told) : told;
    return { rule, method, runOn, outcome, amount, isNext };
  }

  /** The name of the rule that would take an invoice, whether or not it still does. */
  ruleOf(invoice: PlainInvoice): string | undefined {
    const client = this.clientOf(invoice.client);
    return winnerOf(invoice, client, client.rules)?.rule.name;
  }

  /**
   * Whoever is asked for the first time has until tomorrow. Once nobody needs the answer any more, the
   * run comes the next morning at the earliest, or on the day that was asked about.
   */
  private askedFor({ questions }: PlainInvoice, isWanted: boolean): Day | null {
    const isStanding = ({ state }: Question) =>
      ['approved', 'declined', 'replaced'].includes(state) || (state === 'asked' && isWanted);
    const first = questions.find(isStanding);
    if (first !== undefined) return first.runOn;
    if (isWanted) return plusDays(this.today, 1);
    const last = questions.at(-1);
    if (last === undefined) return null;
    const next = plusDays(last.withdrawnOn ?? this.today, 1);
    return last.runOn < next ? last.runOn : next;
  }

  /** A person says yes or no to whatever waits of a client. */
  answer(clientName: string, state: 'approved' | 'declined'): void {
    for (const { questions } of this.invoicesOf(clientName)) {
      for (const question of questions) if (question.state === 'asked') question.state = state;
    }
  }

  /** A person pays at once. Whatever no longer fits of what is scheduled is lowered. */
  pay(number: string, amount: number, method: MethodName, reference: string): void {
    const invoice = this.invoiceOf(number);
    this.happened.push(`${reference} ${number} ${amount} ${take(invoice, amount, method)}`);
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
   * on that day before, begins today; an invoice that goes to a rule which newly meets it is new to
   * autopay, unless a person opened it again.
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
      const was = winnerOf(invoice, client, before)?.rule;
      const is = winnerOf(invoice, client, after)?.rule;
      if (is === undefined) continue;
      const day = meantDay(invoice, is) ?? '';
      const isAsBefore = was?.name === is.name && meantDay(invoice, was) === day;
      if (isAsBefore) continue;
      const isNew = meeting(after).some((name) => !met.includes(name));
      if (isNew && invoice.openedOn === null) invoice.knownSince = this.today;
      if (day < this.today) begins.add(is.name);
    }
    client.rules = after.map((rule) => {
      const known = before.find(({ name }) => name === rule.name);
      const now = begins.has(rule.name) ? { ...rule, activatedOn: this.today } : rule;
      const isNews = known !== undefined && JSON.stringify(now) !== JSON.stringify(known);
      return isNews ? { ...now, version: now.version + 1 } : now;
    });
  }

  /**
   * Other methods for a client. An invoice that goes to another rule by that, and whose day for it is
   * gone, is new to autopay, unless a person opened it again.
   */
  changeMethods(clientName: string, change: (client: PlainClient) => void): void {
    const client = this.clientOf(clientName);
    const before = structuredClone(client);
    change(client);
    for (const invoice of this.invoicesOf(clientName)) {
      const isClosed = invoice.isDecided || invoice.open - invoice.settled <= 0;
      if (isClosed || invoice.openedOn !== null) continue;
      const was = winnerOf(invoice, before, before.rules)?.rule;
      const is = winnerOf(invoice, client, client.rules)?.rule;
      if (is === undefined || was?.name === is.name) continue;
      if ((meantDay(invoice, is) ?? '') >= this.today) continue;
      const wasTaken = this.runOf(invoice) !== null;
      invoice.knownSince = this.today;
      if (wasTaken && this.runOf(invoice) === null) this.counts.leftBehind += 1;
    }
  }

  /** Some clients alone, for trying what would happen. */
  copyOf(names: readonly string[]): PlainBooks {
    const copy = new PlainBooks(this.today);
    copy.noticeDays = this.noticeDays;
    for (const name of names) {
      copy.clients.set(name, structuredClone(this.clientOf(name)));
      for (const invoice of this.invoicesOf(name)) {
        copy.invoices.set(invoice.number, structuredClone(invoice));
      }
    }
    return copy;
  }
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

function withdraw(invoice: PlainInvoice, today: Day): void {
  for (const question of invoice.questions) {
    if (question.state === 'asked') question.withdrawnOn = today;
  }
  endQuestion(invoice, 'withdrawn');
}

/** The one that waits, if there is one. */
function endQuestion({ questions }: PlainInvoice, state: Question['state']): void {
  for (const question of questions) if (question.state === 'asked') question.state = state;
}

const lineOf = ({ askedOn, number, runOn, method, most, state }: Question) =>
  `${askedOn} ${number} asked of ${runOn} ${method}: ${most} ${state}`;
