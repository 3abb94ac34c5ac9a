import { Checkbox, NumberInput, Radio, Select, TextInput } from '@mantine/core';
import { useId } from 'react';
import type { PaymentMethod } from '../../../../contracts/payment-methods';
import { useSession } from '../../../api/session';
import { AmountField } from '../../../pieces/amount-field';
import { zoneName } from '../../../words/business';
import { methodWords } from '../../../words/methods';
import { CriteriaFields } from './criteria-fields';
import { FieldRow } from './field-row';
import { ofCurrency, type RuleFields } from './rule-draft';
import styles from './editor.module.css';

type RuleFormProps = Readonly<{
  fields: RuleFields;
  methods: readonly PaymentMethod[];
  /** In which the client has invoices; a choice only when there are several. */
  currencies: readonly string[];
  isOff: boolean;
  onChange: (fields: RuleFields) => void;
}>;

/** Everything that a person sets about a rule, but whether it is on. */
export function RuleForm({ fields, methods, currencies, isOff, onChange }: RuleFormProps) {
  const ids = { name: useId(), currency: useId(), method: useId() };
  const set = (changed: Partial<RuleFields>) => onChange({ ...fields, ...changed });
  const hasChoice = currencies.some((currency) => currency !== fields.currency);
  return (
    <fieldset className={styles['form']} disabled={isOff}>
      <legend className="hr-unseen">The rule</legend>
      <FieldRow label="Name" htmlFor={ids.name}>
        <TextInput
          id={ids.name}
          maxLength={80}
          value={fields.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
      </FieldRow>
      {hasChoice && (
        <FieldRow label="Invoices in" htmlFor={ids.currency}>
          <Select
            id={ids.currency}
            className={styles['short'] ?? ''}
            data={[...new Set([fields.currency, ...currencies])]}
            value={fields.currency}
            onChange={(next) => next !== null && onChange(ofCurrency(fields, next))}
          />
        </FieldRow>
      )}
      <FieldRow label="When all hold">
        <CriteriaFields
          criteria={fields.criteria}
          currency={fields.currency}
          onChange={(criteria) => set({ criteria })}
        />
      </FieldRow>
      <TimingRow fields={fields} set={set} />
      <FieldRow label="Pays with" htmlFor={ids.method}>
        <Select
          id={ids.method}
          data={methodChoices(fields.methodId, methods)}
          value={fields.methodId ?? DEFAULT}
          onChange={(next) => next !== null && set({ methodId: next === DEFAULT ? null : next })}
        />
        <Checkbox
          label="If it cannot pay, the next rule that matches may"
          checked={fields.allowsFallThrough}
          onChange={(event) => set({ allowsFallThrough: event.currentTarget.checked })}
        />
      </FieldRow>
      <CapRow fields={fields} set={set} />
      <ScheduledRow fields={fields} set={set} />
      <BeforeRow fields={fields} set={set} />
    </fieldset>
  );
}

/** Stands for null in a select, which knows texts only. */
const DEFAULT = 'default';

function methodChoices(chosenId: string | null, methods: readonly PaymentMethod[]) {
  const theDefault = methods.find(({ isDefault }) => isDefault);
  const known = methods.map((method) => ({ value: method.id, label: nameOf(method) }));
  const isGone = chosenId !== null && methods.every(({ id }) => id !== chosenId);
  return [
    {
      value: DEFAULT,
      label: `The client’s default, now ${theDefault ? methodWords(theDefault) : 'none'}`,
    },
    ...known,
    ...(isGone ? [{ value: chosenId, label: 'A method that was removed' }] : []),
  ];
}

function nameOf(method: PaymentMethod): string {
  const { friendlyName, status } = method;
  const name =
    friendlyName === null ? methodWords(method) : `${methodWords(method)}, ${friendlyName}`;
  return status === 'usable' ? name : `${name} (${UNUSABLE[status]})`;
}

const UNUSABLE = { expired: 'expired', removed: 'removed', switchedOff: 'switched off' } as const;

type PartProps = Readonly<{
  fields: RuleFields;
  set: (changed: Partial<RuleFields>) => void;
}>;

function TimingRow({ fields: { timing }, set }: PartProps) {
  const { runTime, zone } = useSession().business;
  const setKind = (kind: RuleFields['timing']['kind']) =>
    set({ timing: { kind, count: kind === 'onDueDate' ? null : (timing.count ?? 1) } });
  return (
    <FieldRow label="Runs">
      <div className={styles['inline']}>
        {timing.kind !== 'onDueDate' && (
          <NumberInput
            className={styles['count'] ?? ''}
            aria-label={timing.kind === 'dayOfMonth' ? 'Day of the month' : 'Days'}
            {...(timing.kind === 'dayOfMonth' && { prefix: 'Day ' })}
            min={timing.kind === 'daysAfterInvoiceDate' ? 0 : 1}
            max={timing.kind === 'dayOfMonth' ? 31 : 365}
            allowDecimal={false}
            allowNegative={false}
            clampBehavior="strict"
            value={timing.count ?? ''}
            onChange={(count) => set({ timing: { ...timing, count: numberOf(count) } })}
          />
        )}
        <Select
          className={styles['kind'] ?? ''}
          aria-label="Day of the run"
          data={TIMINGS}
          value={timing.kind}
          onChange={(next) => next !== null && setKind(next as RuleFields['timing']['kind'])}
        />
        <span className={styles['said']}>
          at {runTime} {zoneName(zone)} time
        </span>
      </div>
    </FieldRow>
  );
}

const TIMINGS = [
  { value: 'onDueDate', label: 'On the due date' },
  { value: 'daysBeforeDue', label: 'days before the due date' },
  { value: 'daysAfterDue', label: 'days after the due date' },
  { value: 'daysAfterInvoiceDate', label: 'days after the invoice date' },
  { value: 'dayOfMonth', label: 'of the month' },
];

/** An empty field is no number yet. */
const numberOf = (typed: number | string) => (typeof typed === 'number' ? typed : null);

function CapRow({ fields: { cap, currency }, set }: PartProps) {
  return (
    <FieldRow label="Limit">
      <div className={styles['inline']}>
        <Select
          className={styles['kind'] ?? ''}
          aria-label="Limit by the total of the invoice"
          data={CAPS}
          value={cap.mode}
          onChange={(mode) =>
            mode !== null && set({ cap: { ...cap, mode: mode as RuleFields['cap']['mode'] } })
          }
        />
        {cap.mode !== 'none' && (
          <AmountField
            label="Limit"
            currency={currency}
            valueMinor={cap.amountMinor}
            onChange={(amountMinor) => set({ cap: { ...cap, amountMinor } })}
          />
        )}
      </div>
    </FieldRow>
  );
}

const CAPS = [
  { value: 'none', label: 'None' },
  { value: 'skip', label: 'Skip invoices over' },
  { value: 'payUpTo', label: 'Pay of each at most' },
];

function ScheduledRow({ fields: { withScheduled }, set }: PartProps) {
  const name = useId();
  return (
    <FieldRow label="If something is scheduled">
      {SCHEDULED.map(({ value, label }) => (
        <Radio
          key={value}
          name={name}
          label={label}
          checked={withScheduled === value}
          onChange={() => set({ withScheduled: value })}
        />
      ))}
    </FieldRow>
  );
}

const SCHEDULED = [
  { value: 'suppress', label: 'Leave the invoice alone' },
  { value: 'residual', label: 'Pay only what is not scheduled' },
] as const;

function BeforeRow({ fields: { needsApproval, noticeDays, isLocked }, set }: PartProps) {
  return (
    <FieldRow label="Before it runs">
      <Checkbox
        label="A person approves each payment, or it does not run"
        checked={needsApproval}
        onChange={(event) => set({ needsApproval: event.currentTarget.checked })}
      />
      <div className={styles['inline']}>
        <span>The client is told</span>
        <NumberInput
          className={styles['count'] ?? ''}
          aria-label="Days of notice; empty as set for the business"
          placeholder="usual"
          min={1}
          max={60}
          allowDecimal={false}
          allowNegative={false}
          clampBehavior="strict"
          value={noticeDays ?? ''}
          onChange={(days) => set({ noticeDays: numberOf(days) })}
        />
        <span>days before. {noticeDays === null && 'Empty: as set for the business.'}</span>
      </div>
      <Checkbox
        label="The client cannot change this rule"
        checked={isLocked}
        onChange={(event) => set({ isLocked: event.currentTarget.checked })}
      />
    </FieldRow>
  );
}
