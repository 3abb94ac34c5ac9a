import { IconAlertTriangle, IconInfoCircle, type TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './note.module.css';

type NoteProps = Readonly<{
  tone: 'warn' | 'bad' | 'accent';
  headline: ReactNode;
  children?: ReactNode;
  icon?: TablerIcon;
  /** Read out when it appears: for answers to what the reader just did. */
  isAlert?: boolean;
}>;

/** What must be read before going on: who did what, and what it means. */
export function Note({ tone, headline, children, icon, isAlert = false }: NoteProps) {
  const Icon = icon ?? (tone === 'accent' ? IconInfoCircle : IconAlertTriangle);
  return (
    <div className={styles['note']} data-tone={tone} {...(isAlert && { role: 'alert' })}>
      <Icon size={18} stroke={1.75} aria-hidden />
      <div>
        <div className={styles['headline']}>{headline}</div>
        {children !== undefined && <div className={styles['words']}>{children}</div>}
      </div>
    </div>
  );
}
