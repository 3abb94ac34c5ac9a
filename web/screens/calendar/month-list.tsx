import { IconCalendarOff } from '@tabler/icons-react';
import type { CalendarEntry } from '../../../contracts/calendar';
import { EmptyState } from '../../pieces/state-panel';
import { useWords } from '../../words/business';
import styles from './calendar.module.css';
import { byDay, sumsOf } from './calendar-days';
import { figures } from './calendar-words';
import { keyOf } from './day-dialog';
import { EntryRow } from './entry-row';

type MonthListProps = Readonly<{
  /** `December 2026` */
  monthName: string;
  entries: readonly CalendarEntry[];
  shared: string | null;
}>;

/** The days of a month on which something runs, each with its sum. */
export function MonthList({ monthName, entries, shared }: MonthListProps) {
  const words = useWords();
  if (entries.length === 0) {
    return (
      <EmptyState
        icon={IconCalendarOff}
        title={`Nothing runs in ${monthName}`}
        sentence="Scheduled payments and what rules of autopay are to take appear here by themselves."
      />
    );
  }
  return [...byDay(entries)].map(([day, ofDay]) => (
    <section className={styles['day']} key={day}>
      <h2 className={styles['dayHead']}>
        <span className="hr-number">{words.dateWithWeekday(day)}</span>
        <span className={styles['dayRelative']}>{words.relative(day)}</span>
        <span className={styles['daySum']}>{figures(sumsOf(ofDay), shared, words)}</span>
      </h2>
      <ul className={styles['rows']}>
        {ofDay.map((entry) => (
          <EntryRow key={keyOf(entry)} entry={entry} shared={shared} />
        ))}
      </ul>
    </section>
  ));
}
