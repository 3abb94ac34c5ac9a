/** What is typed over the rules of a client and not saved yet, kept while the reader goes from rule to rule. */
import { useState } from 'react';
import type { AutopayRule } from '../../../../contracts/autopay-rule';
import { differing, fieldsOf, isChanged, type RuleDraft } from './rule-draft';

export const NEW_RULE = 'new';

export function useRuleDrafts() {
  const [drafts, setDrafts] = useState<Readonly<Record<string, RuleDraft>>>({});
  return {
    ids: Object.keys(drafts),
    draftOf: (id: string) => drafts[id] ?? null,
    /** What is as it was is no draft. */
    keep: (id: string, draft: RuleDraft) =>
      setDrafts((now) => (isChanged(draft) ? { ...now, [id]: draft } : without(now, id))),
    drop: (id: string) => setDrafts((now) => without(now, id)),
  };
}

const without = (drafts: Readonly<Record<string, RuleDraft>>, id: string) =>
  Object.fromEntries(Object.entries(drafts).filter(([known]) => known !== id));

/**
 * The draft on the rule as it is now, unless its words were changed: an order, a switch and a
 * forecast are no reason to ask.
 */
export function onPresent(draft: RuleDraft, present: AutopayRule): RuleDraft {
  if (draft.base === null || draft.base.version === present.version) return draft;
  const isSame = differing(fieldsOf(draft.base), fieldsOf(present)).length === 0;
  return isSame ? { ...draft, base: present } : draft;
}
