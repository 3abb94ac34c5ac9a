import { Link } from '@tanstack/react-router';
import { IconCalendarEvent, IconRepeat } from '@tabler/icons-react';
import type { CalendarEntry } from '../../../contracts/calendar';
import { bankHolidayOn, isBankingDay } from '../../../domain/banking-days';
import { type CivilDate, dayOfWeek } from '../../../domain/calendar';
import { useWords } from '../../words/business';
import { plural } from '../../words/plural';
import styles from './calendar.module.css';
import { byDay, sumsOf, takenOf } from './calendar-days';
import { entryLabel, entryName, figures, waits } from './calendar-words';
import { keyOf } from './day-dialog';
import { useDayKeys } from './use-day-keys';

type MonthGridProps = Readonly<{
  /** `YYYY-MM` */
  month: string;
  weeks: readonly (readonly CivilDate[])[];
  entries: readonly CalendarEntry[];
  shared: string | null;
  /** Entries are told by what they pay, not by whose they are. */
  isOfClient: boolean;
  onOpen: (day: CivilDate) => void;
}>;

const isWeekend = (day: CivilDate) => [0, 6].includes(dayOfWeek(day));

/** A month as seven days and the sum of each week. One stop of the keyboard; arrows go from day to day. */
export function MonthGrid({ month, weeks, entries, shared, isOfClient, onOpen }: MonthGridProps) {
  const words = useWords();
  const ofDay = byDay(entries);
  const busy = weeks.flat().filter((day) => ofDay.has(day));
  const keys = useDayKeys(busy);
  // Weekends are narrow while nothing runs on them.
  const hasWeekends = busy.some(isWeekend);
  const width = (day: CivilDate) => (isWeekend(day) && !hasWeekends ? { width: 64 } : {});
  const [firstWeek = []] = weeks;
  return (
    <table className={styles['grid']} aria-label={words.month(`${month}-01`)}>
      <colgroup>
        {firstWeek.map((day) => (
          <col key={day} {...width(day)} />
        ))}
        <col width={shared === null ? 124 : 104} />
      </colgroup>
      <thead>
        <tr>
          {firstWeek.map((day) => (
            <th key={day} scope="col">
              {words.weekday(day)}
            </th>
          ))}
          <th scope="col" data-number>
            Week
          </th>
        </tr>
      </thead>
      <tbody onKeyDown={keys.onKeyDown}>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((day) => (
              <DayCell
                key={day}
                day={day}
                isOutside={!day.startsWith(month)}
                entries={ofDay.get(day) ?? []}
                shared={shared}
                isOfClient={isOfClient}
                isStop={keys.stop === day}
                onOpen={() => onOpen(day)}
              />
            ))}
            <td className={styles['week']}>
              <Sums entries={week.flatMap((day) => ofDay.get(day) ?? [])} shared={shared} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** As many as a cell writes out. */
const SHOWN = 3;

type DayCellProps = Readonly<{
  day: CivilDate;
  isOutside: boolean;
  entries: readonly CalendarEntry[];
  shared: string | null;
  isOfClient: boolean;
  /** The one that the Tab key stops at. */
  isStop: boolean;
  onOpen: () => void;
}>;

function DayCell(props: DayCellProps) {
  const { day, isOutside, entries, shared, isOfClient, isStop, onOpen } = props;
  const words = useWords();
  const taking = entries.filter((entry) => takenOf(entry) !== null);
  const shown = taking.length > SHOWN + 1 ? taking.slice(0, SHOWN) : taking;
  const rest = taking.slice(shown.length);
  const quiet = entries.length - taking.length;
  const holiday = bankHolidayOn(day);
  const label =
    isOutside || day.endsWith('-01') ? words.shortDate(day) : String(Number(day.slice(8)));
  return (
    <td
      className={styles['cell']}
      data-closed={!isBankingDay(day) || undefined}
      data-outside={isOutside || undefined}
    >
      <div className={styles['cellHead']}>
        {entries.length === 0 ? (
          <span className={styles['number']} data-today={day === words.today || undefined}>
            {label}
          </span>
        ) : (
          <button
            className={styles['number']}
            type="button"
            data-day={day}
            data-today={day === words.today || undefined}
            tabIndex={isStop ? 0 : -1}
            aria-label={`${words.dateWithWeekday(day)}: ${plural(taking.length, 'payment')}${taking.length === 0 ? '' : `, ${figures(sumsOf(taking), null, words)}`}`}
            onClick={onOpen}
          >
            {label}
          </button>
        )}
        {taking.length > 1 && <Sums entries={taking} shared={shared} />}
      </div>
      {holiday !== null && <div className={styles['holiday']}>{holiday}, banks closed</div>}
      {taking.length > 0 && (
        <ul className={styles['entries']}>
          {shown.map((entry) => (
            <li key={keyOf(entry)}>
              <Entry entry={entry} shared={shared} isOfClient={isOfClient} />
            </li>
          ))}
        </ul>
      )}
      {rest.length > 0 && (
        <button className={styles['more']} type="button" tabIndex={-1} onClick={onOpen}>
          <span>{rest.length} more</span>
          <Sums entries={rest} shared={shared} />
        </button>
      )}
      {quiet > 0 && (
        <button className={styles['quiet']} type="button" tabIndex={-1} onClick={onOpen}>
          {quiet} {quiet === 1 ? 'takes' : 'take'} nothing
        </button>
      )}
    </td>
  );
}

type EntryProps = Readonly<{ entry: CalendarEntry; shared: string | null; isOfClient: boolean }>;

/** In the cell a pointer's way in; the keyboard's is the day. */
function Entry({ entry, shared, isOfClient }: EntryProps) {
  const words = useWords();
  const taken = takenOf(entry);
  const Icon = entry.kind === 'planned' ? IconCalendarEvent : IconRepeat;
  const label = entryLabel(entry, isOfClient, words);
  const look = {
    className: styles['entry'] ?? '',
    'data-kind': entry.kind,
    'data-waits': waits(entry) || undefined,
    'aria-label': label,
    title: label,
    tabIndex: -1,
  };
  const content = (
    <>
      <Icon size={14} stroke={1.9} aria-hidden />
      <span className={styles['entryName']}>{entryName(entry, isOfClient)}</span>
      <span className={styles['entryFigure']}>
        {taken !== null && figures([taken], shared, words)}
      </span>
    </>
  );
  return entry.kind === 'planned' ? (
    <Link {...look} to="/payments/$id" params={{ id: entry.payment.id }}>
      {content}
    </Link>
  ) : (
    <Link
      {...look}
      to="."
      search={(now) => ({ ...now, invoice: entry.invoice.id })}
      resetScroll={false}
      preload={false}
    >
      {content}
    </Link>
  );
}

/** One line per currency. */
function Sums({
  entries,
  shared,
}: Readonly<{ entries: readonly CalendarEntry[]; shared: string | null }>) {
  const words = useWords();
  return (
    <span className={styles['sums']}>
      {sumsOf(entries).map((sum) => (
        <span key={sum.currency}>{figures([sum], shared, words)}</span>
      ))}
    </span>
  );
}
