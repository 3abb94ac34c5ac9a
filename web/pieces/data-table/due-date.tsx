import { useWords } from '../../words/business';
import styles from './due-date.module.css';

type DueDateProps = Readonly<{
  dueOn: string | null;
  isPastDue: boolean;
  /** Of the date, so that the relative words stand in a line below each other: 96, compact 92. */
  dateWidth?: number;
}>;

/** A due date, and beside it how far it is: `Nov 13, 2026  12 days past due`. */
export function DueDate({ dueOn, isPastDue, dateWidth = 96 }: DueDateProps) {
  const words = useWords();
  if (dueOn === null) return <span className={styles['none']}>No due date</span>;
  return (
    <span className={styles['due']}>
      <span className="hr-number" style={{ minWidth: dateWidth }}>
        {words.date(dueOn)}
      </span>
      <span className={styles['relative']} data-late={isPastDue || undefined}>
        {words.due(dueOn)}
      </span>
    </span>
  );
}

/** The same in one line of a phone's row: `Due Nov 13 · 12 days past due`. */
export function DueWords({ dueOn, isPastDue }: Omit<DueDateProps, 'dateWidth'>) {
  const words = useWords();
  if (dueOn === null) return 'No due date';
  return (
    <>
      Due {words.shortDate(dueOn)} ·{' '}
      <span className={styles['late']} data-late={isPastDue || undefined}>
        {words.due(dueOn)}
      </span>
    </>
  );
}
