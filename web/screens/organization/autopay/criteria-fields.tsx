import { ActionIcon, Button, Select, TagsInput, TextInput, Tooltip } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { AmountField } from '../../../pieces/amount-field';
import { type CriterionField, FIELD_WORDS, OPERATOR_WORDS } from '../../../words/autopay-rules';
import { type CriterionDraft, ofField, ofOperator } from './rule-draft';
import styles from './editor.module.css';

type CriteriaFieldsProps = Readonly<{
  criteria: readonly CriterionDraft[];
  currency: string;
  onChange: (criteria: readonly CriterionDraft[]) => void;
}>;

/** As many as the rule may have. */
const CRITERIA_MAX = 20;
const VALUES_MAX = 50;
const TEXT_MAX = 200;

/** What must all hold: a field, an operator and a value each. */
export function CriteriaFields({ criteria, currency, onChange }: CriteriaFieldsProps) {
  const add = () => {
    const key = crypto.randomUUID();
    const fresh = { key, field: 'agreement', operator: 'equals', texts: [], amounts: [] } as const;
    onChange([...criteria, fresh]);
  };
  return (
    <>
      {criteria.length === 0 && (
        <span className={styles['said']}>Every open invoice in {currency}.</span>
      )}
      {criteria.map((criterion, index) => (
        <CriterionRow
          key={criterion.key}
          number={index + 1}
          criterion={criterion}
          currency={currency}
          onChange={(changed) =>
            onChange(criteria.map((one) => (one.key === criterion.key ? changed : one)))
          }
          onRemove={() => onChange(criteria.filter(({ key }) => key !== criterion.key))}
        />
      ))}
      {criteria.length < CRITERIA_MAX && (
        <Button
          className={styles['add'] ?? ''}
          variant="subtle"
          size="sm"
          leftSection={<IconPlus size={15} stroke={1.75} aria-hidden />}
          onClick={add}
        >
          Criterion
        </Button>
      )}
    </>
  );
}

type CriterionRowProps = Readonly<{
  /** From 1, in its names. */
  number: number;
  criterion: CriterionDraft;
  currency: string;
  onChange: (criterion: CriterionDraft) => void;
  onRemove: () => void;
}>;

function CriterionRow(props: CriterionRowProps) {
  const { number, criterion, currency, onChange, onRemove } = props;
  const { field, operator } = criterion;
  return (
    <div className={styles['criterion']}>
      <Select
        className={styles['of'] ?? ''}
        aria-label={`Criterion ${number}, field`}
        data={FIELDS}
        value={field}
        onChange={(next) => next !== null && onChange(ofField(criterion, next))}
      />
      <Select
        className={styles['operator'] ?? ''}
        aria-label={`Criterion ${number}, operator`}
        data={field === 'total' ? TOTAL_OPERATORS : TEXT_OPERATORS}
        value={operator}
        onChange={(next) => next !== null && onChange(ofOperator(criterion, next))}
      />
      <div className={styles['value']}>
        <CriterionValue
          name={`Criterion ${number}, value`}
          criterion={criterion}
          currency={currency}
          onChange={onChange}
        />
      </div>
      <Tooltip label="Remove">
        <ActionIcon
          className={styles['remove'] ?? ''}
          aria-label={`Remove criterion ${number}`}
          onClick={onRemove}
        >
          <IconX size={16} stroke={1.75} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

type CriterionValueProps = Readonly<{
  name: string;
  criterion: CriterionDraft;
  currency: string;
  onChange: (criterion: CriterionDraft) => void;
}>;

function CriterionValue({ name, criterion, currency, onChange }: CriterionValueProps) {
  const { field, operator, texts, amounts } = criterion;
  if (field === 'total') {
    const setAmount = (index: number) => (amountMinor: number | null, isRefused: boolean) =>
      onChange({
        ...criterion,
        amounts: withAt(amounts, index, isRefused ? 'refused' : amountMinor),
      });
    const count =
      operator === 'between' ? 2 : operator === 'in' ? Math.min(amounts.length + 1, VALUES_MAX) : 1;
    return (
      <div className={styles['amounts']}>
        {Array.from({ length: count }, (_, index) => (
          <AmountField
            key={index}
            label={count === 1 ? name : `${name} ${index + 1}`}
            currency={currency}
            valueMinor={minorOf(amounts[index])}
            onChange={setAmount(index)}
          />
        ))}
      </div>
    );
  }
  if (operator === 'in') {
    return (
      <TagsInput
        aria-label={name}
        placeholder={texts.length === 0 ? 'A value, then Enter' : ''}
        size="sm"
        classNames={{ inputField: styles['tag'] ?? '' }}
        maxTags={VALUES_MAX}
        value={[...texts]}
        onChange={(next) => onChange({ ...criterion, texts: next })}
      />
    );
  }
  return (
    <TextInput
      aria-label={name}
      maxLength={TEXT_MAX}
      value={texts[0] ?? ''}
      onChange={(event) => onChange({ ...criterion, texts: [event.currentTarget.value] })}
    />
  );
}

const minorOf = (amount: CriterionDraft['amounts'][number] | undefined): number | null =>
  typeof amount === 'number' ? amount : null;

function withAt<Item>(items: readonly Item[], index: number, item: Item): Item[] {
  const changed = [...items];
  changed[index] = item;
  return changed;
}

const labelled = <Key extends string>(words: Readonly<Record<Key, string>>, keys: readonly Key[]) =>
  keys.map((value) => ({ value, label: words[value] }));

const FIELDS = labelled(FIELD_WORDS, Object.keys(FIELD_WORDS) as CriterionField[]);
const TEXT_OPERATORS = labelled(OPERATOR_WORDS, [
  'equals',
  'notEquals',
  'contains',
  'startsWith',
  'in',
]);
const TOTAL_OPERATORS = labelled(OPERATOR_WORDS, [
  'lt',
  'lte',
  'gt',
  'gte',
  'equals',
  'notEquals',
  'between',
  'in',
]);
