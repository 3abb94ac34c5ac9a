import { Button } from '@mantine/core';
import type { AutopayRule } from '../../../../contracts/autopay-rule';
import { Note } from '../../../pieces/note';
import { asksWords, timingWords } from '../../../words/autopay-rules';
import { useWords, type Words } from '../../../words/business';
import { listWords } from '../../../words/plural';
import { carriedOver, differing, type EditedField, fieldsOf, type RuleDraft } from './rule-draft';
import styles from './editor.module.css';

type ChangedMeanwhileProps = Readonly<{
  /** Null: it was removed. */
  present: AutopayRule | null;
  draft: RuleDraft;
  onDraft: (draft: RuleDraft) => void;
}>;

/** Somebody changed the rule while it was typed: who, what, and what becomes of both. */
export function ChangedMeanwhile({ present, draft, onDraft }: ChangedMeanwhileProps) {
  const words = useWords();
  if (draft.base === null) return null;
  if (present === null) {
    return (
      <Note tone="warn" isAlert headline="Somebody removed this rule while you changed it.">
        <p className={styles['truth']}>
          Nothing of yours is saved. Discard lets it go; what you typed can also become a new rule,
          after the others.
        </p>
        <div className={styles['choices']}>
          <Button size="sm" onClick={() => onDraft({ ...draft, base: null, agreedIds: null })}>
            Make it a new rule
          </Button>
        </div>
      </Note>
    );
  }
  const { at, by } = present.changed;
  const theirs = differing(fieldsOf(draft.base), fieldsOf(present));
  const mine = differing(fieldsOf(draft.base), draft.fields);
  const both = theirs.filter((field) => mine.includes(field));
  return (
    <Note
      tone="warn"
      isAlert
      headline={`${by ?? 'Headroom'} changed this rule at ${words.time(at)}, while you did.`}
    >
      <ul className={styles['changes']}>
        {theirs.map((field) => (
          <li key={field}>{presentWords(field, present, words)}</li>
        ))}
      </ul>
      <p className={styles['truth']}>
        {both.length === 0
          ? 'You changed something else: both can stand.'
          : `You changed ${listWords(both.map((field) => NAMES[field]))} too. Yours takes its place when you keep it.`}
      </p>
      <div className={styles['choices']}>
        <Button size="sm" onClick={() => onDraft(carriedOver(draft, present))}>
          {both.length === 0 ? 'Keep both' : 'Keep mine'}
        </Button>
        <Button
          size="sm"
          variant="quiet"
          onClick={() => onDraft({ base: present, fields: fieldsOf(present), agreedIds: null })}
        >
          Let mine go
        </Button>
      </div>
    </Note>
  );
}

const NAMES: Readonly<Record<EditedField, string>> = {
  name: 'the name',
  isLocked: 'whether the client may change it',
  methodId: 'the method',
  criteria: 'the criteria',
  timing: 'when it runs',
  currency: 'the currency',
  cap: 'the limit',
  withScheduled: 'what it does beside a schedule',
  allowsFallThrough: 'what happens when its method cannot pay',
  needsApproval: 'whether a person approves',
  noticeDays: 'the days of notice',
};

/** What a field says now: `The name is now Managed services.` */
function presentWords(field: EditedField, present: AutopayRule, words: Words): string {
  switch (field) {
    case 'name':
      return `It is called ${present.name} now.`;
    case 'timing':
      return `It runs ${timingWords(present.timing).toLowerCase()} now.`;
    case 'criteria':
    case 'cap':
    case 'needsApproval':
      return `It asks now: ${asksWords(present, words)}.`;
    default:
      return `Changed: ${NAMES[field]}.`;
  }
}
