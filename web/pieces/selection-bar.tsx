import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './selection-bar.module.css';

type Act = Readonly<{ label: string; icon?: ReactNode; onClick: () => void }>;

type SelectionBarProps = Readonly<{
  count: number;
  /** Formatted sum of the selection; absent when it spans currencies. */
  sum?: string;
  /** `4,310.00 USD` */
  headroom?: string;
  primary: Act & Readonly<{ key: string; isOff?: boolean }>;
  /** Quiet ones, beside the primary. */
  others: readonly Act[];
  /** Text links: *Select all 10 that can be paid*, or one per client that narrows the selection. */
  links?: readonly Act[];
  /** Why the primary is off, or what has left the selection. */
  reason?: string;
  onClear: () => void;
}>;

/**
 * What is chosen and what can be done with it. Takes the toolbar's place at the same height, docks at
 * the foot on a phone, and tells changes politely to those who do not see it.
 */
export function SelectionBar(props: SelectionBarProps) {
  const { count, sum, headroom, primary, others, links = [], reason, onClear } = props;
  return (
    <section className={styles['bar']} aria-label="Selection" data-selection-bar>
      <div className={styles['sums']} role="status" aria-live="polite">
        <b>{count} selected</b>
        {sum !== undefined && <span className={styles['dot']}>·</span>}
        {sum !== undefined && <b>{sum}</b>}
        {headroom !== undefined && <span className={styles['dot']}>·</span>}
        {headroom !== undefined && <span className={styles['headroom']}>headroom {headroom}</span>}
        {reason !== undefined && <span className={styles['reason']}>{reason}</span>}
      </div>
      {links.length > 0 && (
        <div className={styles['links']}>
          {links.map(({ label, onClick }) => (
            <button className={styles['link']} type="button" key={label} onClick={onClick}>
              {label}
            </button>
          ))}
        </div>
      )}
      <div className={styles['actions']}>
        <Button
          className={styles['primary']}
          variant="filled"
          disabled={primary.isOff ?? false}
          onClick={primary.onClick}
        >
          {primary.label}
          <span className={styles['key']} aria-hidden>
            {primary.key}
          </span>
        </Button>
        {others.map(({ label, icon, onClick }) => (
          <Button variant="quiet" key={label} leftSection={icon} onClick={onClick}>
            {label}
          </Button>
        ))}
        <Button className={styles['clear']} variant="quiet" onClick={onClear}>
          Clear
        </Button>
      </div>
    </section>
  );
}
