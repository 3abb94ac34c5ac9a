import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useIsNarrow } from './narrow';
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
  const isNarrow = useIsNarrow();
  const shown = isNarrow ? others.slice(0, 1) : others;
  const folded = isNarrow ? others.slice(1) : [];
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
        {shown.map(({ label, icon, onClick }) => (
          <Button
            variant={isNarrow ? 'default' : 'quiet'}
            key={label}
            leftSection={icon}
            onClick={onClick}
          >
            {label}
          </Button>
        ))}
        {folded.length > 0 && <Folded acts={folded} />}
        <Button className={styles['clear']} variant="quiet" onClick={onClear}>
          Clear
        </Button>
      </div>
    </section>
  );
}

/** What has no room of its own on a phone. */
function Folded({ acts }: Readonly<{ acts: readonly Act[] }>) {
  return (
    <Menu position="top-end" width={200}>
      <Menu.Target>
        <ActionIcon className={styles['more']} aria-label="More" size={40}>
          <IconDots size={18} stroke={1.75} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {acts.map(({ label, icon, onClick }) => (
          <Menu.Item key={label} leftSection={icon} onClick={onClick}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
