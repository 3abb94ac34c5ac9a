import { Switch } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { IconAlertTriangle, IconGripVertical, IconLock, IconRepeat } from '@tabler/icons-react';
import type { AutopayRule } from '../../../../contracts/autopay-rule';
import { StatusChip } from '../../../pieces/status-chip';
import type { useReorder } from '../../../pieces/use-reorder';
import { asksWords, runsWords, warningWords } from '../../../words/autopay-rules';
import { useWords, type Words } from '../../../words/business';
import { plural } from '../../../words/plural';
import styles from './rules.module.css';

type RuleRowProps = Readonly<{
  rule: AutopayRule;
  isChosen: boolean;
  hasDraft: boolean;
  reorder: ReturnType<typeof useReorder>;
  /** Absent for someone who only reads. */
  onSwitch: (() => void) | undefined;
  /** One rule of the list is being switched: the others wait. */
  isSwitching: boolean;
}>;

/** One rule: what it asks, when it runs from what, what it does next, what is wrong with it. */
export function RuleRow(props: RuleRowProps) {
  const { rule, isChosen, hasDraft, reorder, onSwitch, isSwitching } = props;
  const words = useWords();
  const { id, name, position, isEnabled, isLocked } = rule;
  return (
    <li
      className={styles['row']}
      data-chosen={isChosen || undefined}
      data-lifted={reorder.liftedId === id || undefined}
      data-off={!isEnabled || undefined}
      {...reorder.rowProps(id)}
    >
      {onSwitch && (
        <button className={styles['grip']} type="button" {...reorder.gripProps(id)}>
          <IconGripVertical size={16} stroke={1.75} aria-hidden />
        </button>
      )}
      <span className={styles['position']} aria-hidden>
        {position}
      </span>
      <div className={styles['words']}>
        <div className={styles['line']}>
          <Link
            className={styles['name']}
            to="."
            search={(now) => ({ ...now, rule: id, version: undefined })}
            resetScroll={false}
            aria-current={isChosen || undefined}
          >
            {name}
          </Link>
          {isLocked && (
            <span className={styles['locked']}>
              <IconLock size={14} stroke={1.75} aria-hidden /> Client cannot change it
            </span>
          )}
          {hasDraft && <StatusChip kind="plain">Unsaved</StatusChip>}
        </div>
        <div className={styles['asks']}>{asksWords(rule, words)}</div>
        <div className={styles['asks']}>{runsWords(rule)}</div>
        <NextRun rule={rule} />
        {rule.warnings.map((warning) =>
          warning.code === 'MATCHES_NOTHING' ? null : (
            <div className={styles['warning']} key={warning.code}>
              <IconAlertTriangle size={14} stroke={1.9} aria-hidden />
              {warningWords(warning, words)}
            </div>
          ),
        )}
      </div>
      <Switch
        className={styles['switch'] ?? ''}
        aria-label={`${name} is on`}
        checked={isEnabled}
        disabled={onSwitch === undefined || isSwitching}
        onChange={() => onSwitch?.()}
      />
    </li>
  );
}

function NextRun({ rule }: Readonly<{ rule: AutopayRule }>) {
  const words = useWords();
  const { isEnabled, forecast } = rule;
  if (!isEnabled) return <div className={styles['quiet']}>{offWords(rule, words)}</div>;
  if (forecast.nextRunOn === null) {
    const { matches } = forecast;
    return (
      <div className={styles['quiet']}>
        {matches === 0
          ? 'No open invoice matches now'
          : `Takes none of ${plural(matches, 'invoice')} that it matches`}
      </div>
    );
  }
  return (
    <div className={styles['next']}>
      <IconRepeat size={14} stroke={1.9} aria-hidden />
      <span>
        Next <b>{words.shortDateWithWeekday(forecast.nextRunOn)}</b>
      </span>
      <span className={styles['forecast']}>
        {plural(forecast.invoices, 'invoice')}, forecast{' '}
        {words.money(forecast.total.amountMinor, forecast.total.currency)}
      </span>
    </div>
  );
}

/** `Off, last changed Nov 2 by Marcus Oyelaran`. */
function offWords({ changed: { at, by } }: AutopayRule, words: Words): string {
  const day = words.shortDate(words.civilDate(at));
  return `Off, last changed ${day}${by === null ? '' : ` by ${by}`}`;
}
