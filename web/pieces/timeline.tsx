import { IconCircle, type TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './timeline.module.css';

export type TimelineItem = Readonly<{
  key: string;
  /** `ahead`: still to come, drawn open and dim. */
  tone: 'plain' | 'done' | 'trouble' | 'ahead';
  icon?: TablerIcon;
  /** Its verb in `<b>`. */
  sentence: ReactNode;
  detail?: ReactNode;
  /** Already in words; absent for what is ahead. `at` is the instant behind them. */
  time?: string;
  at?: string;
}>;

/** What happened, newest first, what is still to come on top. The caller orders. */
export function Timeline({
  items,
  label,
}: Readonly<{ items: readonly TimelineItem[]; label: string }>) {
  return (
    <ol className={styles['timeline']} aria-label={label}>
      {items.map(({ key, tone, icon: Icon = IconCircle, sentence, detail, time, at }) => (
        <li className={styles['entry']} key={key} data-tone={tone}>
          <span className={styles['dot']} data-tone={tone}>
            <Icon size={14} stroke={1.75} aria-hidden />
          </span>
          <div>
            <div className={styles['sentence']}>{sentence}</div>
            {detail !== undefined && <div className={styles['detail']}>{detail}</div>}
          </div>
          {time !== undefined && (
            <time className={styles['time']} dateTime={at}>
              {time}
            </time>
          )}
        </li>
      ))}
    </ol>
  );
}
