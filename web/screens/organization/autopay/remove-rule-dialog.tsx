import type { AutopayRule } from '../../../../contracts/autopay-rule';
import { changingTrouble } from '../../../api/changing-trouble';
import { useLookedAt } from '../../../api/use-looked-at';
import { ActDialog } from '../../../pieces/act-dialog';
import { useWords } from '../../../words/business';
import { plural } from '../../../words/plural';
import { RuleMeanwhile, ruleChanges } from './changed-meanwhile';
import { RULE_REFUSALS, useRemoveRule } from './use-rule-changes';
import styles from './editor.module.css';

type RemoveRuleDialogProps = Readonly<{
  organizationId: string;
  rule: AutopayRule;
  onClose: () => void;
  onRemoved: () => void;
}>;

/** Says what will not be paid by itself any more. */
export function RemoveRuleDialog(props: RemoveRuleDialogProps) {
  const { organizationId, rule, onClose, onRemoved } = props;
  const words = useWords();
  const remove = useRemoveRule(organizationId, () => {
    onClose();
    onRemoved();
  });
  const { looked, changes, lookAgain } = useLookedAt(rule, (before, now) =>
    ruleChanges(before, now, words),
  );
  const { name, forecast } = rule;
  const total = words.money(forecast.total.amountMinor, forecast.total.currency);
  return (
    <ActDialog
      title={`Remove ${name}`}
      onClose={onClose}
      isBackFirst
      act="Remove rule"
      canAct={changes.length === 0}
      isActing={remove.isPending}
      onAct={() => remove.send(looked)}
      trouble={
        remove.error && {
          headline: `${name} is still there.`,
          sentence: changingTrouble(remove.error, RULE_REFUSALS),
        }
      }
    >
      <RuleMeanwhile
        rule={rule}
        changes={changes}
        onLook={() => {
          remove.reset();
          lookAgain();
        }}
      />
      <p className={styles['truth']}>
        {forecast.invoices === 0
          ? 'It would take nothing of what is open now.'
          : `It would take ${total} of ${plural(forecast.invoices, 'invoice')}. After it is removed they are left to the rules after it, or to a person.`}{' '}
        What it has paid keeps its name.
      </p>
    </ActDialog>
  );
}
