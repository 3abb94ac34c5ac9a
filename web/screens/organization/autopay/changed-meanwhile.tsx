import { Button } from '@mantine/core';
import type { AutopayRule } from '../../../../contracts/autopay-rule';
import { GoOnFromHere, KeepOrLetGo, MeanwhileNote } from '../../../pieces/meanwhile-note';
import { asksWords, timingWords } from '../../../words/autopay-rules';
import { useWords, type Words } from '../../../words/business';
import { listWords } from '../../../words/plural';
import { carriedOver, differing, type EditedField, fieldsOf, type RuleDraft } from './rule-draft';

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
      <MeanwhileNote
        headline="Somebody removed this rule while you changed it."
        truth="Nothing of yours is saved. Discard lets it go; what you typed can also become a new rule, after the others."
        choices={
          <Button size="sm" onClick={() => onDraft({ ...draft, base: null, agreedIds: null })}>
            Make it a new rule
          </Button>
        }
      />
    );
  }
  const { at, by } = present.changed;
  const theirs = differing(fieldsOf(draft.base), fieldsOf(present));
  const mine = differing(fieldsOf(draft.base), draft.fields);
  const both = theirs.filter((field) => mine.includes(field));
  return (
    <MeanwhileNote
      headline={`${by ?? 'Headroom'} changed this rule at ${words.time(at)}, while you did.`}
      changes={ruleChanges(draft.base, present, words)}
      truth={
        both.length === 0
          ? 'You changed something else: both can stand.'
          : `You changed ${listWords(both.map((field) => NAMES[field]))} too. Yours takes its place when you keep it.`
      }
      choices={
        <KeepOrLetGo
          {...(both.length === 0 && { keep: 'Keep both' })}
          onKeep={() => onDraft(carriedOver(draft, present))}
          onLetGo={() => onDraft({ base: present, fields: fieldsOf(present), agreedIds: null })}
        />
      }
    />
  );
}

type RuleMeanwhileProps = Readonly<{
  /** As it is now. */
  rule: AutopayRule;
  changes: readonly string[];
  onLook: () => void;
}>;

/** The same over a question about a rule; nothing is sent before it was looked at. */
export function RuleMeanwhile({ rule, changes, onLook }: RuleMeanwhileProps) {
  const words = useWords();
  const { at, by } = rule.changed;
  if (changes.length === 0) return null;
  return (
    <MeanwhileNote
      headline={`${by ?? 'Headroom'} changed this rule at ${words.time(at)}, while you looked at it.`}
      changes={changes}
      choices={<GoOnFromHere onClick={onLook} />}
    />
  );
}

/** What is different in a rule since it was looked at, a sentence each. */
export function ruleChanges(
  looked: AutopayRule,
  present: AutopayRule,
  words: Words,
): readonly string[] {
  const sentences = differing(fieldsOf(looked), fieldsOf(present)).map((field) =>
    presentWords(field, present, words),
  );
  return [...new Set(sentences)];
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
