import { Button } from '@mantine/core';
import { useState } from 'react';
import { ProblemError } from '../../../../contracts/client';
import type { AutopayRule } from '../../../../contracts/autopay-rule';
import type { PaymentMethod } from '../../../../contracts/payment-methods';
import { changingTrouble } from '../../../api/changing-trouble';
import { useCanBill } from '../../../api/session';
import { Note } from '../../../pieces/note';
import { StatusChip } from '../../../pieces/status-chip';
import { plural } from '../../../words/plural';
import { ChangedMeanwhile } from './changed-meanwhile';
import { RemoveRuleDialog } from './remove-rule-dialog';
import { isChanged, type RuleDraft, wholeRule } from './rule-draft';
import { RuleForm } from './rule-form';
import { RuleOutlook } from './rule-outlook';
import { RuleVersions } from './rule-versions';
import { backlogOf, isAgreed, Takings } from './takings';
import { RULE_REFUSALS, useSaveRule } from './use-rule-changes';
import { useRulePreview } from './use-rule-preview';
import styles from './editor.module.css';

type RuleEditorProps = Readonly<{
  organizationId: string;
  /** As it is now; null for a new one, and for one that was removed while it was changed. */
  rule: AutopayRule | null;
  draft: RuleDraft;
  methods: readonly PaymentMethod[];
  currencies: readonly string[];
  /** The version that is asked for. */
  version: number | undefined;
  onDraft: (draft: RuleDraft) => void;
  onDiscard: () => void;
  onSaved: (rule: AutopayRule) => void;
  onRemoved: () => void;
}>;

/** One rule as it is typed, with what it would do under it. */
export function RuleEditor(props: RuleEditorProps) {
  const { organizationId, rule, draft, methods, currencies, version } = props;
  const { onDraft, onDiscard, onSaved, onRemoved } = props;
  const { base, fields, agreedIds } = draft;
  const canBill = useCanBill();
  const [isRemoving, setIsRemoving] = useState(false);
  const previewed = useRulePreview(organizationId, rule?.id ?? null, fields);
  const takes = previewed.preview?.takes;
  // What comes later over the versions would move the one that was asked for.
  const isTold = previewed.preview !== null || previewed.error !== null;
  const save = useSaveRule(organizationId, onSaved);
  const whole = wholeRule(fields);
  const isTaken = isAgreed(agreedIds, takes);
  const hasNewer = base !== null && base.version !== rule?.version;
  const isDirty = isChanged(draft);
  const reason = whyNot(
    whole.isWhole ? null : whole.reason,
    hasNewer,
    previewed.isBehind && isTaken,
  );
  const change = (changed: Partial<RuleDraft>) => {
    save.reset();
    onDraft({ ...draft, ...changed });
  };
  return (
    <section className={styles['editor']} aria-label={rule === null ? 'New rule' : rule.name}>
      <div className={styles['head']}>
        <h2 className="hr-section">{rule === null ? 'New rule' : `Rule ${rule.position}`}</h2>
        {isDirty && <StatusChip kind="plain">Unsaved</StatusChip>}
        {canBill && (
          <div className={styles['acts']}>
            {rule !== null && !isDirty && (
              <Button variant="quiet" onClick={() => setIsRemoving(true)}>
                Remove
              </Button>
            )}
            {isDirty && (
              <Button variant="quiet" onClick={onDiscard}>
                {base === null ? 'Cancel' : 'Discard'}
              </Button>
            )}
            <Button
              variant="filled"
              disabled={!isDirty || reason !== null}
              loading={save.isPending}
              onClick={() => save.send({ draft, backlog: backlogOf(agreedIds, isTaken) })}
            >
              {isTaken ? `Save, take ${plural(agreedIds?.length ?? 0, 'invoice')}` : 'Save rule'}
            </Button>
          </div>
        )}
      </div>
      {isDirty && reason !== null && <p className={styles['reason']}>{reason}</p>}
      {hasNewer && <ChangedMeanwhile present={rule} draft={draft} onDraft={onDraft} />}
      {save.error && !isConflict(save.error) && (
        <Note tone="bad" isAlert headline="The rule is not saved.">
          {changingTrouble(save.error, RULE_REFUSALS)}
        </Note>
      )}
      <RuleForm
        fields={fields}
        methods={methods}
        currencies={currencies}
        isOff={!canBill || save.isPending}
        onChange={(typed) => change({ fields: typed })}
      />
      {takes && canBill && (rule === null || rule.isEnabled) && (
        <Takings
          takes={takes}
          act="Saving it"
          isTaken={isTaken}
          onAgree={(ids) => change({ agreedIds: ids })}
        />
      )}
      {rule?.isEnabled === false && (
        <p className={styles['truth']}>It is off. Until it is turned on it takes nothing.</p>
      )}
      <RuleOutlook previewed={previewed} />
      {rule && isTold && <RuleVersions ruleId={rule.id} asked={version} />}
      {rule && isRemoving && (
        <RemoveRuleDialog
          organizationId={organizationId}
          rule={rule}
          onClose={() => setIsRemoving(false)}
          onRemoved={onRemoved}
        />
      )}
    </section>
  );
}

function whyNot(unfinished: string | null, hasNewer: boolean, isListBehind: boolean) {
  if (hasNewer) return 'Decide first about what was changed meanwhile.';
  if (unfinished !== null) return unfinished;
  return isListBehind ? 'The invoices to take are being counted again.' : null;
}

/** Told by `ChangedMeanwhile`, once the rules are read again. */
function isConflict(error: Error): boolean {
  return (
    error instanceof ProblemError &&
    (error.problem.code === 'VERSION_CONFLICT' || error.problem.code === 'NOT_FOUND')
  );
}
