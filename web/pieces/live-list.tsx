import { IconCheck, IconLoader2, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './live-list.module.css';

export type LiveStep = Readonly<{
  key: string;
  state: 'done' | 'now' | 'failed';
  title: string;
  sentence: ReactNode;
  /** A time, or how far it is (`2 of 3`). */
  time?: string;
}>;

const MARKS = { done: IconCheck, now: IconLoader2, failed: IconX } as const;
const STATE_WORDS = { done: 'done', now: 'under way', failed: 'failed' } as const;

/**
 * What the server has said so far, one line per step: never optimistic, so a line is added when the
 * server says so and not before. A polite live region: each new line is read out once.
 */
export function LiveList({
  steps,
  label,
}: Readonly<{ steps: readonly LiveStep[]; label: string }>) {
  return (
    <ol className={styles['list']} aria-label={label} aria-live="polite">
      {steps.map(({ key, state, title, sentence, time }) => {
        const Mark = MARKS[state];
        return (
          <li className={styles['step']} key={key}>
            <span className={styles['mark']} data-state={state}>
              <Mark size={16} stroke={2} aria-hidden />
            </span>
            <div>
              <div className={styles['title']}>
                {title}
                <span className="hr-unseen">, {STATE_WORDS[state]}</span>
              </div>
              <div className={styles['sentence']}>{sentence}</div>
            </div>
            {time !== undefined && <span className={styles['time']}>{time}</span>}
          </li>
        );
      })}
    </ol>
  );
}
