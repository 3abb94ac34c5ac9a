import { ActionIcon, Kbd } from '@mantine/core';
import { IconMenu2, IconSearch } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Session } from '../../contracts/session';
import type { LiveState } from '../live/live-state';
import { Logo } from '../pieces/logo';
import { useIsNarrow } from '../pieces/narrow';
import { StatusChip } from '../pieces/status-chip';
import { useWords } from '../words/business';
import { daysText } from '../words/dates';
import styles from './top-bar.module.css';

type TopBarProps = Readonly<{
  session: Session;
  /** The business's now. */
  now: string;
  live: LiveState;
  userMenu: ReactNode;
  onSearch: () => void;
  onMenu: () => void;
}>;

/** Search, the business's date, and who is signed in. */
export function TopBar({ session, now, live, userMenu, onSearch, onMenu }: TopBarProps) {
  const words = useWords();
  const isNarrow = useIsNarrow();
  if (isNarrow) {
    return (
      <header className={styles['bar']}>
        <span className={styles['mark']}>
          <Logo size={24} />
          Headroom
        </span>
        <span className={styles['right']}>
          <LiveMark live={live} />
          <ActionIcon aria-label="Search" onClick={onSearch}>
            <IconSearch size={18} stroke={1.75} aria-hidden />
          </ActionIcon>
          <ActionIcon aria-label="Menu" onClick={onMenu}>
            <IconMenu2 size={20} stroke={1.75} aria-hidden />
          </ActionIcon>
        </span>
      </header>
    );
  }
  return (
    <header className={styles['bar']}>
      <div className={styles['inner']}>
        <button className={styles['search']} type="button" onClick={onSearch}>
          <IconSearch size={16} stroke={1.75} aria-hidden />
          <span className={styles['hint']}>Clients, invoices, amounts, actions</span>
          <Kbd aria-hidden>/</Kbd>
        </button>
        <div className={styles['right']}>
          <LiveMark live={live} />
          <ClockChip offsetMs={session.clock.offsetMs} />
          <time className={`${styles['now']} hr-number`} dateTime={now}>
            {words.nowLine(now)}
          </time>
          <span className={styles['zone']}>{words.zoneName}</span>
          <span className={styles['rule']} aria-hidden />
          {userMenu}
        </div>
      </div>
    </header>
  );
}

/** Says only trouble: that all is up to date is the rule. */
function LiveMark({ live }: Readonly<{ live: LiveState }>) {
  return (
    <span className={styles['stale']} role="status">
      {live === 'stale' && 'No live connection. What you see may be old.'}
    </span>
  );
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

function ClockChip({ offsetMs }: Readonly<{ offsetMs: number }>) {
  if (offsetMs === 0) return null;
  const days = Math.round(offsetMs / DAY_MS);
  const ahead = days > 0 ? daysText(days) : `${Math.max(1, Math.round(offsetMs / HOUR_MS))} h`;
  return <StatusChip kind="waits">Test clock, {ahead} ahead</StatusChip>;
}
