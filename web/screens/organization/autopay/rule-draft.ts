/**
 * A rule as it is being typed: every field may be unfinished. Invariant: what is sent is either whole
 * or nothing, and of a known rule only the fields that a person changed.
 */
import type {
  AutopayRule,
  AutopayRuleBody,
  AutopayRuleChange,
  RuleCriterion,
  RuleTiming,
} from '../../../../contracts/autopay-rule';
import type { CriterionField, CriterionOperator } from '../../../words/autopay-rules';

/** `texts` are the values of a text field, `amounts` those of a total in minor units. */
export type CriterionDraft = Readonly<{
  /** Of the row on the page. */
  key: string;
  field: CriterionField;
  operator: CriterionOperator;
  texts: readonly string[];
  amounts: readonly (number | null | 'refused')[];
}>;

type TimingDraft = Readonly<{ kind: RuleTiming['kind']; count: number | null }>;

export type RuleFields = Readonly<{
  name: string;
  isLocked: boolean;
  /** Null: the organization's default. */
  methodId: string | null;
  criteria: readonly CriterionDraft[];
  timing: TimingDraft;
  currency: string;
  cap: Readonly<{ mode: 'none' | 'skip' | 'payUpTo'; amountMinor: number | null }>;
  withScheduled: AutopayRule['withScheduled'];
  allowsFallThrough: boolean;
  needsApproval: boolean;
  /** Null: the days of the business. */
  noticeDays: number | null;
}>;

export type EditedField = keyof RuleFields;

/** Begun on `base`, which is null for a new rule. */
export type RuleDraft = Readonly<{
  base: AutopayRule | null;
  fields: RuleFields;
  /** Invoices whose date has passed that the person agreed to take, as they were listed. */
  agreedIds: readonly string[] | null;
}>;

export function newRuleFields(currency: string): RuleFields {
  return {
    name: '',
    isLocked: false,
    methodId: null,
    criteria: [],
    timing: { kind: 'onDueDate', count: null },
    currency,
    cap: { mode: 'none', amountMinor: null },
    withScheduled: 'suppress',
    allowsFallThrough: false,
    needsApproval: false,
    noticeDays: null,
  };
}

export function fieldsOf(rule: AutopayRule): RuleFields {
  const { name, isLocked, methodId, criteria, timing, currency, cap, withScheduled } = rule;
  const { allowsFallThrough, needsApproval, noticeDays } = rule;
  return {
    name,
    isLocked,
    methodId,
    criteria: criteria.map((criterion, index) => criterionDraft(criterion, String(index))),
    timing: { kind: timing.kind, count: countOf(timing) },
    currency,
    cap: { mode: cap?.mode ?? 'none', amountMinor: cap?.amountMinor ?? null },
    withScheduled,
    allowsFallThrough,
    needsApproval,
    noticeDays,
  };
}

function countOf(timing: RuleTiming): number | null {
  if ('days' in timing) return timing.days;
  return 'day' in timing ? timing.day : null;
}

function criterionDraft({ field, operator, value }: RuleCriterion, key: string): CriterionDraft {
  const values = [value].flat();
  return {
    key,
    field,
    operator,
    texts: values.filter((one) => typeof one === 'string'),
    amounts: values.filter((one) => typeof one === 'number'),
  };
}

/** A criterion of another field, with its values where they still mean something. */
export function ofField(criterion: CriterionDraft, field: CriterionField): CriterionDraft {
  const wasTotal = criterion.field === 'total';
  if (wasTotal === (field === 'total')) return { ...criterion, field };
  const operator = field === 'total' ? 'lt' : 'equals';
  return { ...criterion, field, operator, texts: [], amounts: [] };
}

/** A criterion of another operator, with as many values as that one takes. */
export function ofOperator(draft: CriterionDraft, operator: CriterionOperator): CriterionDraft {
  const count = operator === 'in' ? Number.POSITIVE_INFINITY : operator === 'between' ? 2 : 1;
  const { texts, amounts } = draft;
  return { ...draft, operator, texts: texts.slice(0, count), amounts: amounts.slice(0, count) };
}

/** Amounts of another currency are other amounts: they are typed anew. */
export function ofCurrency(fields: RuleFields, currency: string): RuleFields {
  return {
    ...fields,
    currency,
    criteria: fields.criteria.map((criterion) => ({ ...criterion, amounts: [] })),
    cap: { ...fields.cap, amountMinor: null },
  };
}

/** What the operations take, or why it cannot be sent yet, as a sentence. */
export type WholeRule =
  | Readonly<{ isWhole: true; body: Omit<AutopayRuleBody, 'isEnabled'> }>
  | Readonly<{ isWhole: false; reason: string }>;

export function wholeRule(fields: RuleFields): WholeRule {
  const { name, criteria, timing, cap, ...others } = fields;
  const unfinished = (reason: string) => ({ isWhole: false, reason }) as const;
  const wholeCriteria = criteria.map(wholeCriterion);
  if (wholeCriteria.includes(null)) return unfinished('A criterion has no value yet.');
  const wholeTiming = timingOf(timing);
  if (wholeTiming === null) return unfinished('When it runs has no number yet.');
  if (cap.mode !== 'none' && !cap.amountMinor) return unfinished('Its limit has no amount yet.');
  if (name.trim() === '') return unfinished('It has no name yet.');
  return {
    isWhole: true,
    body: {
      ...others,
      name: name.trim(),
      criteria: wholeCriteria.filter((criterion) => criterion !== null),
      timing: wholeTiming,
      cap:
        cap.mode === 'none' || cap.amountMinor === null
          ? null
          : { amountMinor: cap.amountMinor, mode: cap.mode },
    },
  };
}

function timingOf({ kind, count }: TimingDraft): RuleTiming | null {
  if (kind === 'onDueDate') return { kind };
  if (count === null) return null;
  return kind === 'dayOfMonth' ? { kind, day: count } : { kind, days: count };
}

function wholeCriterion(draft: CriterionDraft): RuleCriterion | null {
  const value = draft.field === 'total' ? wholeAmounts(draft) : wholeTexts(draft);
  if (value === null) return null;
  // The selects offer each field its own operators only.
  return { field: draft.field, operator: draft.operator, value } as RuleCriterion;
}

function wholeTexts({ operator, texts }: CriterionDraft): string | string[] | null {
  const given = texts.map((text) => text.trim()).filter((text) => text !== '');
  const [first] = given;
  if (first === undefined) return null;
  return operator === 'in' ? given : first;
}

function wholeAmounts({ operator, amounts }: CriterionDraft): number | number[] | null {
  const read = amounts.filter((amount) => amount !== 'refused');
  // What is said to be no amount is not left out as if nobody had typed it.
  if (read.length < amounts.length) return null;
  const [first = null, second = null] = read;
  if (operator === 'between') {
    return first === null || second === null || first > second ? null : [first, second];
  }
  if (operator !== 'in') return first;
  const given = read.filter((amount) => amount !== null);
  return given.length === 0 ? null : given;
}

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** Rows of criteria are the same whatever they are called. */
const comparable = ({ criteria, ...others }: RuleFields) => ({
  ...others,
  criteria: criteria.map(({ key: _, ...criterion }) => criterion),
});

/** The fields in which two states of a rule differ. */
export function differing(a: RuleFields, b: RuleFields): readonly EditedField[] {
  const [first, second] = [comparable(a), comparable(b)];
  return (Object.keys(first) as EditedField[]).filter(
    (field) => !isSame(first[field], second[field]),
  );
}

/** Whether there is anything to save. */
export function isChanged({ base, fields, agreedIds }: RuleDraft): boolean {
  return base === null || agreedIds !== null || differing(fieldsOf(base), fields).length > 0;
}

/** Only what was changed, so that what a colleague changed beside it stays. */
export function changeOf(
  base: AutopayRule,
  fields: RuleFields,
): Omit<AutopayRuleChange, 'version'> | null {
  const whole = wholeRule(fields);
  if (!whole.isWhole) return null;
  const changed = differing(fieldsOf(base), fields).map((field) => [field, whole.body[field]]);
  return Object.fromEntries(changed) as Omit<AutopayRuleChange, 'version'>;
}

/** The person's own changes over the rule as it is now. */
export function carriedOver(
  { base, fields, agreedIds }: RuleDraft,
  present: AutopayRule,
): RuleDraft {
  const mine = base === null ? [] : differing(fieldsOf(base), fields);
  const kept = Object.fromEntries(mine.map((field) => [field, fields[field]]));
  return { base: present, fields: { ...fieldsOf(present), ...kept }, agreedIds };
}
