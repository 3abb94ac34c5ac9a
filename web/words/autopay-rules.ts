/** Autopay rules in words: what they ask of an invoice, when they run, what is wrong with them. */
import type { InvoiceAutopay, SlotDecision } from '../../contracts/autopay-preview';
import type {
  AutopayRule,
  MethodFlag,
  RuleCriterion,
  RuleTiming,
  RuleWarning,
} from '../../contracts/autopay-rule';
import type { Words } from './business';
import { methodWords } from './methods';
import { listWords, plural } from './plural';

export type CriterionField = RuleCriterion['field'];
export type CriterionOperator = RuleCriterion['operator'];

export const FIELD_WORDS: Readonly<Record<CriterionField, string>> = {
  agreement: 'Agreement',
  agreementType: 'Agreement type',
  terms: 'Terms',
  type: 'Invoice type',
  source: 'Source',
  poNumber: 'Order',
  location: 'Location',
  lineItem: 'Line item',
  total: 'Invoice total',
};

export const OPERATOR_WORDS: Readonly<Record<CriterionOperator, string>> = {
  equals: 'is',
  notEquals: 'is not',
  contains: 'contains',
  startsWith: 'starts with',
  in: 'is one of',
  gt: 'is over',
  gte: 'is at least',
  lt: 'is under',
  lte: 'is at most',
  between: 'is between',
};

/** As many values as a line of a rule writes out. */
const VALUES_SHOWN = 4;

/** `Agreement is Managed Services`. Amounts are in the rule's currency, which stands elsewhere. */
export function criterionWords(criterion: RuleCriterion, currency: string, words: Words): string {
  const { field, operator, value } = criterion;
  const values = [value].flat().map((one) => valueWords(one, currency, words));
  const told = operator === 'between' ? values.join(' and ') : listWords(values, VALUES_SHOWN);
  const subject =
    field === 'lineItem' ? 'An item' : field === 'total' ? 'Total' : FIELD_WORDS[field];
  return `${subject} ${OPERATOR_WORDS[operator]} ${told}`;
}

export function valueWords(value: string | number, currency: string, words: Words): string {
  return typeof value === 'number' ? words.amount(value, currency) : value;
}

type Asks = Pick<AutopayRule, 'criteria' | 'currency' | 'cap' | 'needsApproval'>;

/** `Agreement is Managed Services, total is under 2,500.00`; `Every invoice`. */
export function asksWords({ criteria, currency, cap, needsApproval }: Asks, words: Words): string {
  const [first = 'Every invoice', ...others] = criteria.map((criterion) =>
    criterionWords(criterion, currency, words),
  );
  const limit = cap && words.amount(cap.amountMinor, currency);
  return [
    first,
    ...others.map((text) => text.charAt(0).toLowerCase() + text.slice(1)),
    ...(cap === null
      ? []
      : [cap.mode === 'skip' ? `none over ${limit}` : `at most ${limit} of each`]),
    ...(needsApproval ? ['with approval'] : []),
  ].join(', ');
}

/** `5 days before the due date`. */
export function timingWords(timing: RuleTiming): string {
  switch (timing.kind) {
    case 'onDueDate':
      return 'On the due date';
    case 'daysBeforeDue':
      return `${plural(timing.days, 'day')} before the due date`;
    case 'daysAfterDue':
      return `${plural(timing.days, 'day')} after the due date`;
    case 'daysAfterInvoiceDate':
      return `${plural(timing.days, 'day')} after the invoice date`;
    case 'dayOfMonth':
      return timing.day > 28 ? `On day ${timing.day}, or the month’s last` : `On day ${timing.day}`;
  }
}

/** `On the due date, from Visa ··4242, the default`. */
export function runsWords({ timing, method, methodId }: AutopayRule): string {
  const from = method === null ? 'from no method' : `from ${methodWords(method)}`;
  return `${timingWords(timing)}, ${from}${methodId === null ? ', the default' : ''}`;
}

/** What the linter says, as one sentence. */
export function warningWords(warning: RuleWarning, words: Words): string {
  switch (warning.code) {
    case 'SHADOWED':
      return `Never reached: ${listWords(warning.by.map(({ name }) => name))} wins every invoice it matches.`;
    case 'MATCHES_NOTHING':
      return 'No open invoice matches now.';
    case 'METHOD':
      return flagWords(warning.flag, words);
    case 'CAP_DEFEATED': {
      const total = words.money(warning.total.amountMinor, warning.total.currency);
      return `A part-payment defeats its limit: of ${plural(warning.invoices, 'invoice')} over it, it would pay all that is left, ${total}.`;
    }
    case 'PLAN_DOES_NOT_ADD_UP': {
      const total = words.money(warning.total.amountMinor, warning.total.currency);
      return `What is scheduled on ${plural(warning.invoices, 'invoice')} leaves ${total} that nothing pays, for beside a schedule it stays away.`;
    }
  }
}

/** Why its method cannot pay. Nothing is charged to another one. */
export function flagWords({ code, runOn }: MethodFlag, words: Words): string {
  switch (code) {
    case 'NO_DEFAULT_METHOD':
      return 'The client has no default method, so nothing can be charged.';
    case 'METHOD_REMOVED':
      return 'Its method is removed, so nothing can be charged.';
    case 'METHOD_EXPIRED':
      return 'Its card has expired, so nothing can be charged.';
    case 'METHOD_SWITCHED_OFF':
      return 'Its kind of method is switched off, so nothing can be charged.';
    case 'METHOD_EXPIRES_BEFORE_RUN':
      return runOn === null
        ? 'Its card expires before it runs.'
        : `Its card expires before the run of ${words.dateWithWeekday(runOn)}.`;
  }
}

export type AutopayOutcome = InvoiceAutopay['outcome'];

/** Why an invoice is not taken, a phrase; null for one that is. */
export function outcomeWords(outcome: AutopayOutcome): string | null {
  return OUTCOMES[outcome];
}

const OUTCOMES: Readonly<Record<AutopayOutcome, string | null>> = {
  excluded: 'Excluded from autopay',
  held: 'Held from autopay',
  missing: 'The books no longer name it',
  'no-match': 'No rule matches',
  'method-invalid': 'The method cannot pay',
  backlog: 'Its date had passed when the rule began',
  'over-cap': 'Over the limit',
  superseded: 'Nothing is left to take',
  suppressed: 'A payment is scheduled on it',
  'below-minimum': 'Less than the gateway takes',
  'above-maximum': 'More than the gateway takes',
  charge: null,
};

type SlotOutcome = SlotDecision['outcome'];

/** Why a run took nothing, a sentence about that day; null for one that took something. */
export function tookNothingWords(outcome: SlotOutcome): string | null {
  return TOOK_NOTHING[outcome];
}

const TOOK_NOTHING: Readonly<Record<SlotOutcome, string | null>> = {
  excluded: 'The invoice was excluded from autopay.',
  held: 'The invoice was held.',
  missing: 'The books no longer named the invoice.',
  'method-invalid':
    'Its method could not be charged, and nothing goes to another one. A task asks what to do.',
  'over-cap': 'The total was over its limit.',
  superseded: 'Nothing was left to pay.',
  suppressed: 'A payment was scheduled on the invoice, and that comes first.',
  'below-minimum': 'Less was left than the gateway takes.',
  'above-maximum': 'More was left than the gateway takes at once. A task asks what to do.',
  'not-approved': 'It wanted an approval, and nobody had said yes in time.',
  charge: null,
};

type NotMatched = InvoiceAutopay['notMatched'][number];

/** `Asks that total is under 500.00; here it is 6,400.00`. */
export function whyNotWords(against: NotMatched, currency: string, words: Words): string {
  switch (against.reason) {
    case 'CRITERION': {
      const asked = criterionWords(against.criterion, currency, words);
      const here = listWords(
        against.actual.map((value) => valueWords(value, currency, words)),
        VALUES_SHOWN,
      );
      const found = here === '' ? 'here nothing is said' : `here it is ${here}`;
      return `Why not: asks that ${asked.charAt(0).toLowerCase()}${asked.slice(1)}; ${found}`;
    }
    case 'NO_DUE_DATE':
      return 'Why not: it runs by the due date, and here is none';
    case 'OTHER_CURRENCY':
      return 'Why not: it is for another currency';
    case 'DISABLED':
      return 'Why not: it is off';
  }
}
