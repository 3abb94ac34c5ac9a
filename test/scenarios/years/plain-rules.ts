/**
 * What a rule of autopay means, as plainly as it can be said and from scratch: nothing of `domain/` is
 * used here.
 */
import { type Day, latest, nextDayOfMonth, plusDays } from './plain-calendar';

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
  allowsFallThrough: boolean;
  needsApproval: boolean;
};
export type PlainRule = RuleFields & {
  name: string;
  position: number;
  activatedOn: Day;
  version: number;
};

/** A question to a person: whether a run may take so much, with that method, on that day. */
export type Question = {
  number: string;
  rule: string;
  askedOn: Day;
  runOn: Day;
  method: MethodName;
  most: number;
  state: 'asked' | 'approved' | 'declined' | 'replaced' | 'withdrawn' | 'expired';
  /** When nobody needed the answer any more. */
  withdrawnOn: Day | null;
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
  /** Since it was opened last, oldest first. */
  questions: Question[];
  isDecided: boolean;
};

export type PlainClient = {
  name: string;
  methods: MethodName[];
  /** Null once it was removed, until a method is saved or chosen. */
  default: MethodName | null;
  rules: PlainRule[];
};

/** What the rules make of an invoice that is still open to them. */
export type Run = {
  rule: PlainRule;
  method: MethodName | null;
  runOn: Day;
  outcome: string;
  amount: number;
  /** A rule before it meets the invoice too, and cannot pay. */
  isNext: boolean;
};

export const GATEWAY_MINIMUM = 50;

export function headroomOf({ open, settled, pending }: PlainInvoice): number {
  return open - settled - pending;
}

/** The first that meets it; where that cannot pay and lets the search go on, the next one that can. */
export function winnerOf(
  invoice: PlainInvoice,
  { methods, default: standard }: PlainClient,
  rules: readonly PlainRule[],
): { rule: PlainRule; isUsable: boolean; isNext: boolean } | null {
  const meeting = rules.filter((rule) => rule.isEnabled && meets(invoice, rule));
  for (const rule of meeting) {
    const method = rule.method ?? standard;
    if (method !== null && methods.includes(method)) {
      return { rule, isUsable: true, isNext: rule !== meeting[0] };
    }
    if (!rule.allowsFallThrough) break;
  }
  return meeting[0] === undefined ? null : { rule: meeting[0], isUsable: false, isNext: false };
}

export function meets(invoice: PlainInvoice, rule: PlainRule): boolean {
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

/** Of an invoice that was opened again it is that day at the earliest. */
export function meantDay(invoice: PlainInvoice, rule: PlainRule): Day | null {
  const day = timedDay(invoice, rule);
  return day === null ? null : latest(day, invoice.openedOn);
}

function timedDay({ issuedOn, dueOn }: PlainInvoice, { timing }: PlainRule): Day | null {
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

export function outcomeOf(
  invoice: PlainInvoice,
  { cap, withScheduled }: PlainRule,
  isUsable: boolean,
) {
  const planned = invoice.scheduled?.amount ?? 0;
  const headroom = headroomOf(invoice);
  const left = headroom - planned;
  const amount = cap === null ? left : Math.min(left, cap.amountMinor);
  const outcome = () => {
    if (invoice.isExcluded) return 'excluded';
    if (invoice.isHeld) return 'held';
    if (!isUsable) return 'method-invalid';
    if (cap?.mode === 'skip' && invoice.total > cap.amountMinor) return 'over-cap';
    if (headroom <= 0) return 'superseded';
    if (withScheduled === 'suppress' && planned > 0) return 'suppressed';
    if (left <= 0) return 'superseded';
    return amount < GATEWAY_MINIMUM ? 'below-minimum' : 'charge';
  };
  return { outcome: outcome(), amount };
}

export const isAskedFor = ({ rule, outcome }: Run) => rule.needsApproval && outcome === 'charge';

/** A no holds, also where no yes is needed. What was said last counts. */
export function isAllowed({ questions }: PlainInvoice, run: Run): boolean {
  const { runOn, method, amount } = run;
  const said = questions.filter(
    (question) =>
      ['approved', 'declined'].includes(question.state) &&
      question.runOn === runOn &&
      question.method === method &&
      question.most >= amount,
  );
  const last = said.at(-1)?.state;
  return last === undefined ? !isAskedFor(run) : last === 'approved';
}

/** Whether there is a question in one of these states about this run, or about more of it. */
export function isCovered(
  { questions }: PlainInvoice,
  { runOn, method, amount }: Run,
  states: readonly Question['state'][],
): boolean {
  return questions.some(
    (question) =>
      states.includes(question.state) &&
      question.runOn === runOn &&
      question.method === method &&
      question.most >= amount,
  );
}
