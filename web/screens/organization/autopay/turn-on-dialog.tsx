import { useState } from 'react';
import type { AutopayRule } from '../../../../contracts/autopay-rule';
import { changingTrouble } from '../../../api/changing-trouble';
import { useLookedAt } from '../../../api/use-looked-at';
import { readingTrouble } from '../../../api/trouble';
import { ActDialog } from '../../../pieces/act-dialog';
import { SkeletonBar } from '../../../pieces/skeleton';
import { ErrorState } from '../../../pieces/state-panel';
import { useWords } from '../../../words/business';
import { plural } from '../../../words/plural';
import { RuleMeanwhile, ruleChanges } from './changed-meanwhile';
import { fieldsOf } from './rule-draft';
import { backlogOf, isAgreed, Takings } from './takings';
import { RULE_REFUSALS, useSwitchRule } from './use-rule-changes';
import { useRulePreview } from './use-rule-preview';
import styles from './rules.module.css';

type TurnOnDialogProps = Readonly<{
  organization: Readonly<{ id: string; name: string }>;
  rule: AutopayRule;
  onClose: () => void;
}>;

/** Says what a rule would take before it is turned on, and asks about what is late. */
export function TurnOnDialog({ organization, rule, onClose }: TurnOnDialogProps) {
  const [agreedIds, setAgreedIds] = useState<readonly string[] | null>(null);
  const words = useWords();
  const { looked, changes, lookAgain } = useLookedAt(rule, (before, now) =>
    ruleChanges(before, now, words),
  );
  const { preview, isBehind, error, refetch } = useRulePreview(
    organization.id,
    rule.id,
    fieldsOf(looked),
  );
  const turnOn = useSwitchRule(organization.id, { onDone: onClose });
  const isTaken = isAgreed(agreedIds, preview?.takes);
  const takesNothing = preview?.takes.coming.invoices === 0 && preview.takes.backlog.invoices === 0;
  return (
    <ActDialog
      title={`Turn on ${rule.name}`}
      subtitle={organization.name}
      width={560}
      onClose={onClose}
      isBackFirst
      sentence="Nothing is charged yet"
      act={isTaken ? `Turn on, take ${plural(agreedIds?.length ?? 0, 'invoice')}` : 'Turn on'}
      canAct={preview !== null && !isBehind && changes.length === 0}
      isActing={turnOn.isPending}
      onAct={() =>
        turnOn.send({ rule: looked, isEnabled: true, backlog: backlogOf(agreedIds, isTaken) })
      }
      trouble={
        turnOn.error && {
          headline: `${rule.name} is still off.`,
          sentence: changingTrouble(turnOn.error, RULE_REFUSALS),
        }
      }
    >
      <RuleMeanwhile
        rule={rule}
        changes={changes}
        onLook={() => {
          turnOn.reset();
          setAgreedIds(null);
          lookAgain();
        }}
      />
      {preview ? (
        <>
          {takesNothing && <p className={styles['truth']}>It takes no invoice that is open now.</p>}
          <Takings
            takes={preview.takes}
            act="Turning it on"
            isTaken={isTaken}
            onAgree={setAgreedIds}
          />
        </>
      ) : error ? (
        <ErrorState
          title="What it would take could not be read"
          onRetry={refetch}
          {...readingTrouble(error)}
        />
      ) : (
        <div className={styles['loading']} role="status" aria-label="Its invoices are being read">
          <SkeletonBar width={320} />
          <SkeletonBar width={240} />
        </div>
      )}
    </ActDialog>
  );
}
