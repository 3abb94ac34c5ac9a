/**
 * Two years in the life of a business, made up by chance from a seed: invoices that come in, and what
 * people do in the evening of some days.
 *
 * Whatever is done is done to the plain books first; so only things happen that can be done, and none
 * whose outcome would hang on which of two runs of one minute comes first.
 */
import { type Act, perform } from './acts';
import { PlainBooks } from './plain-books';
import { bankingDayFrom, type Day, isBankingDay, plusDays } from './plain-calendar';
import {
  type Criterion,
  headroomOf,
  type MethodName,
  type PlainInvoice,
  type PlainRule,
  type RuleFields,
} from './plain-rules';

/** A row of the balance list: a new invoice, or a known one with another balance. */
export type Row = Readonly<{
  client: string;
  number: string;
  issuedOn: Day;
  dueOn: Day | null;
  agreement: string | null;
  total: number;
  balance: number;
}>;

export type Evening = Readonly<{ day: Day; rows: readonly Row[]; acts: readonly Act[] }>;

export type Story = Readonly<{
  /** The evening before the first day. */
  begins: Day;
  clients: readonly Readonly<{ name: string; methods: readonly MethodName[] }>[];
  evenings: readonly Evening[];
  /** As the plain books tell it. */
  books: PlainBooks;
}>;

type Given = Readonly<{ seed: number; begins: Day; days: number; clients: number }>;

/** The first is the default. */
const CARDS: readonly MethodName[] = ['good', 'declining'];
const BANK: readonly MethodName[] = ['bank'];
const AGREEMENTS = ['Managed services', 'Projects', 'Licences'];

export function tellStory({ seed, begins, days, clients: count }: Given): Story {
  const chance = new Chance(seed);
  const books = new PlainBooks(begins);
  const clients = Array.from({ length: count }, (_, index) => ({
    name: `Client ${String.fromCharCode(65 + index)}`,
    methods: index % 5 === 4 ? BANK : CARDS,
  }));
  for (const { name, methods } of clients) {
    const standard = methods[0] ?? null;
    books.clients.set(name, { name, methods: [...methods], default: standard, rules: [] });
  }
  const evenings: Evening[] = [];
  const author = new Author(books, chance);
  evenings.push({ day: begins, rows: [], acts: author.begin() });
  for (let day = 1; day <= days; day += 1) {
    books.morning();
    if (!isBankingDay(books.today)) continue;
    const rows = author.rows();
    const acts = author.acts();
    if (rows.length + acts.length > 0) evenings.push({ day: books.today, rows, acts });
  }
  return { begins, clients, evenings, books };
}

class Author {
  private counter = 0;

  constructor(
    private readonly books: PlainBooks,
    private readonly chance: Chance,
  ) {}

  /** Every client has two rules to begin with. */
  begin(): Act[] {
    return this.clientNames().flatMap((client) =>
      [this.newRule(client), this.newRule(client)].filter((act) => this.can(act)),
    );
  }

  /** Once a month everyone gets an invoice; twice, some balances fall or a late invoice comes. */
  rows(): Row[] {
    const { today } = this.books;
    const isBilling = bankingDayFrom(`${today.slice(0, 8)}02`) === today;
    const isSecond = bankingDayFrom(`${today.slice(0, 8)}16`) === today;
    if (!isBilling && !isSecond) return [];
    const rows = this.clientNames().flatMap((client) => {
      if (isBilling || this.chance.of(5)) return [this.newInvoice(client)];
      const payable = this.books.invoicesOf(client).filter((one) => headroomOf(one) > 20_000);
      return this.chance.of(4) && payable.length > 0 ? [this.fallen(this.chance.one(payable))] : [];
    });
    this.books.settle();
    return rows;
  }

  private newInvoice(client: string): Row {
    const { today } = this.books;
    this.counter += 1;
    const issuedOn = plusDays(today, -this.chance.upTo(4));
    const dueIn = this.chance.one([-12, -3, -2, -1, 0, 1, 3, 10, 14, 20, 30, 30, 45]);
    const total = 10_000 + this.chance.upTo(390_000);
    const row = {
      client,
      number: `INV-${1000 + this.counter}`,
      issuedOn,
      dueOn: this.chance.of(15) ? null : plusDays(today, dueIn),
      agreement: this.chance.of(6) ? null : this.chance.one(AGREEMENTS),
      total,
      balance: total,
    };
    const { number, balance: open, ...fields } = row;
    this.books.invoices.set(number, {
      ...{ ...fields, number, open, settled: 0, pending: 0, scheduled: null, knownSince: today },
      ...{
        isHeld: false,
        isExcluded: false,
        openedOn: null,
        toldOf: null,
        told: '',
        questions: [],
        isDecided: false,
      },
    });
    return row;
  }

  private fallen(invoice: PlainInvoice): Row {
    const { client, number, issuedOn, dueOn, agreement, total, open } = invoice;
    const by = 5_000 + this.chance.upTo(headroomOf(invoice) - 10_000);
    this.books.fall(number, open - by);
    return { client, number, issuedOn, dueOn, agreement, total, balance: open - by };
  }

  /** Each client's people do something every few weeks, one thing in an evening. */
  acts(): Act[] {
    if (this.chance.of(60)) {
      const days = this.chance.one([2, 3, 5]);
      const act: Act = { kind: 'changeNotice', client: null, days };
      return days !== this.books.noticeDays && this.can(act) ? [act] : [];
    }
    return this.clientNames().flatMap((client) => {
      const act =
        this.answer(client) ??
        this.widened(client) ??
        (this.chance.of(9) ? this.anAct(client) : null);
      return act !== null && this.can(act) ? [act] : [];
    });
  }

  /** Now and then what waits for a yes gets one, or a no. */
  private answer(client: string): Act | null {
    const numbers = this.books
      .invoicesOf(client)
      .filter(({ questions }) => questions.some(({ state }) => state === 'asked'))
      .map(({ number }) => number);
    if (numbers.length === 0 || !this.chance.of(2)) return null;
    return { kind: 'answer', client, numbers, decision: this.chance.of(4) ? 'decline' : 'approve' };
  }

  /** Now and then a rule is allowed more than somebody was asked about. */
  private widened(client: string): Act | null {
    const asked = this.books
      .invoicesOf(client)
      .filter(({ isDecided }) => !isDecided)
      .flatMap(({ questions }) => questions.map((question) => question.rule));
    const rule = this.books
      .clientOf(client)
      .rules.find(({ name, cap }) => cap?.mode === 'payUpTo' && asked.includes(name));
    if (!rule?.cap || !this.chance.of(3)) return null;
    const amountMinor = rule.cap.amountMinor + 5_000 + this.chance.upTo(100_000);
    return this.changed(client, rule, { cap: { ...rule.cap, amountMinor } });
  }

  private clientNames(): string[] {
    return [...this.books.clients.keys()];
  }

  /** Does it, unless what comes of it would hang on who is faster. */
  private can(act: Act): boolean {
    const trial = this.books.copyOf(act.client === null ? this.clientNames() : [act.client]);
    perform(trial, act);
    const hangs = [...trial.invoices.values()].some(
      (invoice) => isTie(invoice, trial) || this.isAskedByAnother(invoice, trial),
    );
    if (!hangs) perform(this.books, act);
    return !hangs;
  }

  /** A question of a rule that lost its invoice: that rule takes it back, or the next one replaces it. */
  private isAskedByAnother(invoice: PlainInvoice, trial: PlainBooks): boolean {
    const winner = trial.ruleOf(invoice);
    return this.books
      .invoiceOf(invoice.number)
      .questions.some(({ state, rule }) => state === 'asked' && (winner ?? rule) !== rule);
  }

  private anAct(client: string): Act | null {
    const { rules } = this.books.clientOf(client);
    const known = this.books.invoicesOf(client);
    // What is old was decided long ago: people are busy with what is new.
    const payable = known.filter((invoice) => headroomOf(invoice) >= 10_000).slice(-4);
    const decided = payable.filter(({ isDecided }) => isDecided);
    const rule = rules.length > 0 ? this.chance.one(rules) : null;
    const kinds = [
      () => (rules.length < 4 ? this.newRule(client) : null),
      () => rule && this.changed(client, rule, this.someFields(client)),
      () => rule && this.changed(client, rule, { isEnabled: !rule.isEnabled }),
      () => rule && this.changed(client, rule, { timing: this.timing() }),
      () => rules.length > 2 && rule && { kind: 'removeRule' as const, client, name: rule.name },
      () => rules.length > 1 && this.reordered(client, rules),
      () => rule && this.changed(client, rule, { needsApproval: !rule.needsApproval }),
      () => this.otherDefault(client),
      () => this.otherMethods(client),
      () => this.otherMethods(client),
      () => payable.length > 0 && this.payment(client, this.chance.one(payable), 'pay'),
      () => payable.length > 0 && this.payment(client, this.chance.one(payable), 'pay'),
      () => payable.length > 0 && this.payment(client, this.chance.one(payable), 'schedule'),
      () => payable.length > 0 && this.payment(client, this.chance.one(payable), 'schedule'),
      () => payable.length > 0 && this.marked(client, this.chance.one(payable)),
      () =>
        decided.length > 0 && {
          kind: 'reopen' as const,
          client,
          number: this.chance.one(decided).number,
        },
    ];
    return this.chance.one(kinds)() || null;
  }

  private changed(client: string, { name }: PlainRule, fields: Partial<RuleFields>): Act {
    return { kind: 'changeRule', client, name, fields };
  }

  private reordered(client: string, rules: readonly PlainRule[]): Act {
    const names = rules.map(({ name }) => name);
    const moved = names.splice(this.chance.upTo(names.length), 1);
    names.splice(this.chance.upTo(names.length + 1), 0, ...moved);
    return { kind: 'orderRules', client, names };
  }

  private otherDefault(client: string): Act | null {
    const { default: standard, methods } = this.books.clientOf(client);
    const others = methods.filter((method) => method !== standard);
    if (others.length === 0) return null;
    return { kind: 'makeDefault', client, method: this.chance.one(others) };
  }

  /** A card goes, or comes back. One that pays what a person planned stays. */
  private otherMethods(client: string): Act | null {
    const { methods } = this.books.clientOf(client);
    if (methods.includes('bank')) return null;
    const gone = CARDS.find((method) => !methods.includes(method));
    if (gone !== undefined) return { kind: 'addMethod', client, method: gone };
    const method = this.chance.one(methods);
    const isPlanned = this.books
      .invoicesOf(client)
      .some(({ scheduled }) => scheduled?.method === method);
    return isPlanned ? null : { kind: 'removeMethod', client, method };
  }

  private marked(client: string, { number, isHeld, isExcluded }: PlainInvoice): Act {
    const mark = this.chance.of(3) ? { isExcluded: !isExcluded } : { isHeld: !isHeld };
    return { kind: 'mark', client, number, mark };
  }

  private payment(client: string, invoice: PlainInvoice, kind: 'pay' | 'schedule'): Act | null {
    const { methods } = this.books.clientOf(client);
    const isBank = methods.includes('bank');
    const method = this.chance.one([...methods, ...methods.filter((one) => one === 'good')]);
    const residual = headroomOf(invoice) - (invoice.scheduled?.amount ?? 0);
    // What a debit lowers it may have to give back for months: it takes only what is left.
    const most = kind === 'pay' && !isBank ? headroomOf(invoice) : residual;
    if (most < 5_000 || (kind === 'schedule' && invoice.scheduled !== null)) return null;
    this.counter += 1;
    return {
      kind,
      client,
      number: invoice.number,
      amount: this.chance.of(4) ? most : 1_000 + this.chance.upTo(most - 1_000),
      method,
      reference: `${kind} ${this.counter}`,
      runOn:
        kind === 'pay'
          ? null
          : bankingDayFrom(plusDays(this.books.today, 1 + this.chance.upTo(25))),
    };
  }

  private newRule(client: string): Act {
    this.counter += 1;
    const fields = { isEnabled: true, timing: this.timing(), ...this.someFields(client) };
    return { kind: 'addRule', client, name: `Rule ${this.counter}`, fields };
  }

  private someFields(client: string): Omit<RuleFields, 'isEnabled' | 'timing'> {
    const { chance } = this;
    const { methods } = this.books.clientOf(client);
    const own = methods.filter((method) => method !== 'bank');
    const amountMinor = 50_000 + chance.upTo(250_000);
    const needsApproval = chance.of(3);
    return {
      method: chance.one([null, null, ...own]),
      criteria: chance.one<() => Criterion[]>([
        () => [],
        () => [],
        () => [{ field: 'agreement', operator: 'equals', value: chance.one(AGREEMENTS) }],
        () => [{ field: 'agreement', operator: 'notEquals', value: chance.one(AGREEMENTS) }],
        () => [{ field: 'total', operator: chance.one(['gte', 'lt']), value: amountMinor }],
      ])(),
      cap:
        needsApproval && chance.of(2)
          ? { amountMinor: 20_000 + chance.upTo(100_000), mode: 'payUpTo' }
          : chance.of(3)
            ? { amountMinor, mode: chance.one(['skip', 'payUpTo']) }
            : null,
      withScheduled: chance.one(['suppress', 'residual']),
      allowsFallThrough: !chance.of(4),
      needsApproval,
    };
  }

  private timing(): RuleFields['timing'] {
    const days = 1 + this.chance.upTo(12);
    return this.chance.one<RuleFields['timing']>([
      { kind: 'onDueDate' },
      { kind: 'daysBeforeDue', days },
      { kind: 'daysAfterDue', days },
      { kind: 'daysAfterInvoiceDate', days: days + 5 },
      { kind: 'dayOfMonth', day: 1 + this.chance.upTo(31) },
    ]);
  }
}

/**
 * Whether what comes of an invoice hangs on who is faster in one minute: a scheduled payment and its
 * run, or the day on which that is told; or the yes of a run that a decline of the same days makes larger.
 */
function isTie(invoice: PlainInvoice, books: PlainBooks): boolean {
  const { scheduled } = invoice;
  const run = books.runOf(invoice);
  if (run === null || scheduled === null) return false;
  const { rule, runOn } = run;
  const preparesOn = books.preparesOn(run);
  const comesBack = scheduled.method === 'declining' && rule.withScheduled === 'suppress';
  const isMeanwhile = preparesOn <= scheduled.runOn && scheduled.runOn <= runOn;
  return [runOn, preparesOn].includes(scheduled.runOn) || (comesBack && isMeanwhile);
}

/** The same numbers for the same seed, on every machine (mulberry32). */
class Chance {
  constructor(private state: number) {}

  private next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** From 0 up to one less than `count`. */
  upTo(count: number): number {
    return Math.floor(this.next() * count);
  }

  /** Once in so many times. */
  of(times: number): boolean {
    return this.upTo(times) === 0;
  }

  one<Item>(items: readonly Item[]): Item {
    const item = items[this.upTo(items.length)];
    if (item === undefined) throw new RangeError('nothing to choose from');
    return item;
  }
}
