import type { TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './task-row.module.css';

type TaskRowProps = Readonly<{
  icon: TablerIcon;
  tone: 'bad' | 'warn' | 'plain';
  /** Says client, event and amount. */
  title: ReactNode;
  /** What is true now. */
  sentence: ReactNode;
  meta: ReactNode;
  /** One default button, at most one quiet beside it. */
  actions: ReactNode;
}>;

/** One thing that waits for a person. An item of a list: the caller renders the `<ul>`. */
export function TaskRow({ icon: Icon, tone, title, sentence, meta, actions }: TaskRowProps) {
  return (
    <li className={styles['row']}>
      <span className={styles['icon']} data-tone={tone}>
        <Icon size={19} stroke={1.75} aria-hidden />
      </span>
      <div>
        <h3 className={styles['title']}>{title}</h3>
        <p className={styles['sentence']}>{sentence}</p>
        <p className={styles['meta']}>{meta}</p>
      </div>
      <div className={styles['actions']}>{actions}</div>
    </li>
  );
}
