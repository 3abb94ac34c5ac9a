import { Button } from '@mantine/core';
import { IconCloudOff, IconRefresh, type TablerIcon } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import styles from './state-panel.module.css';

type EmptyStateProps = Readonly<{
  icon: TablerIcon;
  /** `done` is good news: everything is paid. */
  tone?: 'plain' | 'done';
  title: string;
  sentence: ReactNode;
  /** One or two small buttons. */
  actions?: ReactNode;
}>;

/** Why there is nothing here, and what to do about it. Stands in the body of a table or alone. */
export function EmptyState({
  icon: Icon,
  tone = 'plain',
  title,
  sentence,
  actions,
}: EmptyStateProps) {
  return (
    <div className={styles['panel']}>
      <Icon className={styles['icon']} data-tone={tone} size={24} stroke={1.75} aria-hidden />
      <p className={styles['title']}>{title}</p>
      <p className={styles['sentence']}>{sentence}</p>
      {actions !== undefined && <div className={styles['actions']}>{actions}</div>}
    </div>
  );
}

type ErrorStateProps = Readonly<{
  title: string;
  /** What happened and that no money moved. */
  sentence: string;
  onRetry: () => void;
  /** When it is tried again by itself, in seconds; counted down in words. */
  retryInSeconds?: number;
  /** For the people who look it up in the log. */
  requestId?: string;
}>;

/** Something could not be read. Red icon, words in ink. */
export function ErrorState({
  title,
  sentence,
  onRetry,
  retryInSeconds,
  requestId,
}: ErrorStateProps) {
  const left = useCountdown(retryInSeconds, onRetry);
  return (
    <div className={styles['panel']} role="alert">
      <IconCloudOff
        className={styles['icon']}
        data-tone="bad"
        size={24}
        stroke={1.75}
        aria-hidden
      />
      <p className={styles['title']}>{title}</p>
      <p className={styles['sentence']}>
        {sentence}
        {left !== null && (
          <span
            aria-hidden
          >{` We try again in ${left === 1 ? '1 second' : `${left} seconds`}.`}</span>
        )}
      </p>
      <div className={styles['actions']}>
        <Button
          variant="filled"
          size="sm"
          leftSection={<IconRefresh size={15} stroke={1.75} aria-hidden />}
          onClick={onRetry}
        >
          Try now
        </Button>
        {requestId !== undefined && (
          <Button
            variant="subtle"
            size="sm"
            onClick={() => void navigator.clipboard.writeText(requestId)}
          >
            Copy details, {requestId.slice(0, 8)}
          </Button>
        )}
      </div>
    </div>
  );
}

/** Seconds left, null without a countdown. Calls `onEnd` once at zero. */
function useCountdown(seconds: number | undefined, onEnd: () => void): number | null {
  const [left, setLeft] = useState(seconds ?? null);
  useEffect(() => {
    if (left === null) return;
    if (left <= 0) {
      setLeft(null);
      onEnd();
      return;
    }
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left, onEnd]);
  return left;
}
