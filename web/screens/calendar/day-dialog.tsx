import { Button } from '@mantine/core';
import type { CalendarEntry } from '../../../contracts/calendar';
import { bankHolidayOn } from '../../../domain/banking-days';
import { Dialog } from '../../pieces/dialog';
import { useWords } from '../../words/business';
import styles from './calendar.module.css';
import { sumsOf } from './calendar-days';
import { figures } from './calendar-words';
import { EntryRow } from './entry-row';

type DayDialogProps = Readonly<{
  day: string;
  entries: readonly CalendarEntry[];
  onClose: () => void;
}>;

/** Everything that runs on one day. */
export function DayDialog({ day, entries, onClose }: DayDialogProps) {
  const words = useWords();
  const holiday = bankHolidayOn(day);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={words.dateWithWeekday(day)}
      subtitle={words.relative(day)}
      width={640}
      foot={{
        sentence: figures(sumsOf(entries), null, words),
        acts: (
          <Button variant="filled" data-autofocus onClick={onClose}>
            Close
          </Button>
        ),
      }}
    >
      {holiday !== null && <p className={styles['closed']}>{holiday}, banks closed</p>}
      {entries.length === 0 ? (
        <p>Nothing runs on this day.</p>
      ) : (
        <ul className={styles['rows']} aria-label="Payments of this day">
          {entries.map((entry) => (
            <EntryRow key={keyOf(entry)} entry={entry} shared={null} />
          ))}
        </ul>
      )}
    </Dialog>
  );
}

export const keyOf = (entry: CalendarEntry): string =>
  entry.kind === 'planned' ? entry.payment.id : entry.invoice.id;
