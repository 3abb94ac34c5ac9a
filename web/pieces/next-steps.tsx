import { IconArrowRight, type TablerIcon } from '@tabler/icons-react';
import styles from './next-steps.module.css';

export type NextStep = Readonly<{
  key: string;
  icon: TablerIcon;
  title: string;
  sentence: string;
  onClick: () => void;
}>;

/** *What you can do next*, after something has failed: rows, not buttons, because none is the usual one. */
export function NextSteps({ steps }: Readonly<{ steps: readonly NextStep[] }>) {
  return (
    <ul className={styles['list']}>
      {steps.map(({ key, icon: Icon, title, sentence, onClick }) => (
        <li key={key}>
          <button className={styles['step']} type="button" onClick={onClick}>
            <Icon className={styles['icon']} size={18} stroke={1.75} aria-hidden />
            <span className={styles['words']}>
              <span className={styles['title']}>{title}</span>
              <span className={styles['sentence']}>{sentence}</span>
            </span>
            <IconArrowRight className={styles['arrow']} size={16} stroke={1.75} aria-hidden />
          </button>
        </li>
      ))}
    </ul>
  );
}
