import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { AutopayRule } from '../../../../contracts/autopay-rule';
import { useCanBill } from '../../../api/session';
import { changingTrouble } from '../../../api/changing-trouble';
import { showToast } from '../../../pieces/toast';
import { useReorder } from '../../../pieces/use-reorder';
import { useWords, type Words } from '../../../words/business';
import { plural } from '../../../words/plural';
import { RuleRow } from './rule-row';
import { useOrderRules } from './use-order-rules';
import { RULE_REFUSALS, useSwitchRule } from './use-rule-changes';
import { TurnOnDialog } from './turn-on-dialog';
import styles from './rules.module.css';

type RuleListProps = Readonly<{
  organization: Readonly<{ id: string; name: string }>;
  rules: readonly AutopayRule[];
  /** The rule in the editor. */
  chosenId: string | null;
  draftIds: readonly string[];
}>;

/** The rules in their order, the first match wins; each can be moved, switched and opened. */
export function RuleList({ organization, rules, chosenId, draftIds }: RuleListProps) {
  const canBill = useCanBill();
  const { shown, order } = useOrderRules(organization.id, rules);
  const [turnedOn, setTurnedOn] = useState<string | null>(null);
  const turnOff = useSwitchRule(organization.id, {
    onRefused: ({ name }, error) =>
      showToast({
        tone: 'bad',
        words: `${name} is still on: ${changingTrouble(error, RULE_REFUSALS)}`,
      }),
  });
  const nameOf = (id: string) => rules.find((rule) => rule.id === id)?.name ?? '';
  const reorder = useReorder({
    ids: shown.map(({ id }) => id),
    nameOf,
    onOrder: order,
  });
  const onSwitch = (rule: AutopayRule) => {
    if (!rule.isEnabled) setTurnedOn(rule.id);
    else turnOff.send({ rule, isEnabled: false });
  };
  const asked = rules.find(({ id }) => id === turnedOn);
  return (
    <section className={styles['list']} aria-label={`Autopay rules of ${organization.name}`}>
      <div className={styles['head']}>
        <h2 className="hr-section">Rules</h2>
        <span className={styles['hint']}>
          {canBill && rules.length > 1 ? 'first match wins, drag to reorder' : 'first match wins'}
        </span>
        {canBill && <AddRule />}
      </div>
      <ol className={styles['rows']}>
        {shown.map((rule) => (
          <RuleRow
            key={rule.id}
            rule={rule}
            isChosen={rule.id === chosenId}
            hasDraft={draftIds.includes(rule.id)}
            reorder={reorder}
            onSwitch={canBill ? () => onSwitch(rule) : undefined}
            isSwitching={turnOff.isPending}
          />
        ))}
      </ol>
      <p className="hr-unseen" aria-live="assertive">
        {reorder.told}
      </p>
      <ForecastOfAll rules={rules} />
      {asked && (
        <TurnOnDialog organization={organization} rule={asked} onClose={() => setTurnedOn(null)} />
      )}
    </section>
  );
}

export function AddRule() {
  return (
    <Button
      component={Link}
      to="."
      search={((now: object) => ({ ...now, rule: 'new', version: undefined })) as never}
      resetScroll={false}
      size="sm"
      leftSection={<IconPlus size={15} stroke={1.75} aria-hidden />}
    >
      Add rule
    </Button>
  );
}

function ForecastOfAll({ rules }: Readonly<{ rules: readonly AutopayRule[] }>) {
  const words = useWords();
  const charging = rules.filter(({ isEnabled, forecast }) => isEnabled && forecast.invoices > 0);
  if (charging.length === 0) return null;
  return (
    <div className={styles['foot']}>
      <div className={styles['sum']}>
        <span>Forecast of all rules</span>
        <span className="hr-number">{sumWords(charging, words)}</span>
      </div>
      <div className={styles['quiet']}>{spanWords(charging, words)}</div>
    </div>
  );
}

/** One sum per currency. */
function sumWords(rules: readonly AutopayRule[], words: Words): string {
  const sums = new Map<string, number>();
  for (const { forecast } of rules) {
    const { currency, amountMinor } = forecast.total;
    sums.set(currency, (sums.get(currency) ?? 0) + amountMinor);
  }
  return [...sums].map(([currency, minor]) => words.money(minor, currency)).join(' · ');
}

function spanWords(rules: readonly AutopayRule[], words: Words): string {
  const invoices = rules.reduce((sum, { forecast }) => sum + forecast.invoices, 0);
  const [next] = rules.flatMap(({ forecast }) => forecast.nextRunOn ?? []).sort();
  const from = next === undefined ? '' : `, the next on ${words.shortDateWithWeekday(next)}`;
  return `${plural(invoices, 'invoice')}${from}. A scheduled payment beats autopay.`;
}
