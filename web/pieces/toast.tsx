import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './toast.module.css';

/** Long enough to read one line and reach its link; longer while the pointer is on it. */
const SHOWN_MS = 6000;

type Toast = Readonly<{
  /** `bad` stays until it is closed. */
  tone: 'done' | 'bad';
  /** One sentence: what happened, and with trouble whether money moved. */
  words: string;
  /** To what it is about. */
  link?: ReactNode;
  /** *Undo* only where the server can; *Try again* after trouble. */
  act?: Readonly<{ label: string; onClick: () => void }>;
}>;

/** Says in one line, top right, what has happened. Nothing that must be read is said only here. */
export function showToast({ tone, words, link, act }: Toast): void {
  const id = notifications.show({
    position: 'top-right',
    autoClose: tone === 'bad' ? false : SHOWN_MS,
    role: tone === 'bad' ? 'alert' : 'status',
    icon:
      tone === 'bad' ? (
        <IconAlertTriangle size={18} stroke={1.75} aria-hidden />
      ) : (
        <IconCheck size={18} stroke={1.75} aria-hidden />
      ),
    attributes: { icon: { 'data-tone': tone } },
    closeButtonProps: { 'aria-label': 'Close this message' },
    classNames: {
      root: styles['toast'] ?? '',
      icon: styles['icon'] ?? '',
      body: styles['body'] ?? '',
      description: styles['words'] ?? '',
      closeButton: styles['close'] ?? '',
    },
    message: (
      <span className={styles['line']}>
        <span className={styles['message']}>{words}</span>
        {link}
        {act && <span className={styles['rule']} aria-hidden />}
        {act && (
          <button
            className={styles['act']}
            type="button"
            onClick={() => {
              notifications.hide(id);
              act.onClick();
            }}
          >
            {act.label}
          </button>
        )}
      </span>
    ),
  });
}
