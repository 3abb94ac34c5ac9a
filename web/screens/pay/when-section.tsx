import { Switch } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import { IconCalendarEvent } from '@tabler/icons-react';
import { useId } from 'react';
import { bankHolidayOn, followingBankingDay, isBankingDay } from '../../../domain/banking-days';
import {
  addDays,
  addMonths,
  type CivilDate,
  daysInMonth,
  fromParts,
  partsOf,
} from '../../../domain/calendar';
import { MONTHS_AHEAD_MAX } from '../../../domain/schedule-date';
import type { PossiblePreview } from '../../../contracts/payment-preview';
import { useWords, zoneName } from '../../words/business';
import styles from './pay.module.css';

type WhenSectionProps = Readonly<{
  isScheduled: boolean;
  runOn: CivilDate | null;
  preview: PossiblePreview | null;
  onChange: (when: Readonly<{ isScheduled: boolean; runOn: CivilDate | null }>) => void;
  /** A schedule that is changed stays one. */
  isFixed?: boolean;
}>;

/** Now or on a day: the calendar of banking days, and in words when it runs and reaches the bank. */
export function WhenSection({ isScheduled, runOn, preview, onChange, isFixed }: WhenSectionProps) {
  const words = useWords();
  // The calendar is a dialog of its own, named by the field that opens it.
  const dateId = useId();
  const first = addDays(words.today, 1);
  const next = followingBankingDay(first);
  const end = monthEnd(words.today);
  const choose = (day: CivilDate | null) => onChange({ isScheduled: true, runOn: day });
  return (
    <section className={styles['section']}>
      {isFixed ? (
        <h2 className="hr-section">When</h2>
      ) : (
        <Switch
          label={<b className="hr-section">Schedule payment</b>}
          checked={isScheduled}
          onChange={({ currentTarget: { checked } }) =>
            onChange({ isScheduled: checked, runOn: runOn ?? next })
          }
        />
      )}
      {isScheduled && (
        <div className={styles['when']}>
          <DatePickerInput
            id={dateId}
            aria-label="Date of the payment"
            leftSection={<IconCalendarEvent size={16} stroke={1.75} aria-hidden />}
            valueFormatter={({ date }) =>
              typeof date === 'string' ? words.dateWithWeekday(date.slice(0, 10)) : ''
            }
            placeholder="Choose a date"
            value={runOn}
            onChange={choose}
            minDate={first}
            maxDate={addMonths(words.today, MONTHS_AHEAD_MAX)}
            getDayProps={(day) => dayProps(day.slice(0, 10))}
            popoverProps={{ id: dateId, position: 'bottom-start' }}
          />
          <div>
            <div className={styles['runs']} aria-live="polite">
              <RunSentence preview={preview} />
            </div>
            <div className={styles['shortcuts']}>
              <button type="button" className={styles['link']} onClick={() => choose(next)}>
                Next banking day, {words.shortDate(next)}
              </button>
              {end > words.today && (
                <button type="button" className={styles['link']} onClick={() => choose(end)}>
                  Month end
                </button>
              )}
            </div>
          </div>
        </div>
      )}
    </section>
  );
}

/** `Runs Fri, Dec 4 at 09:00 Chicago time, reaches the bank Mon, Dec 7.` */
export function RunSentence({ preview }: Readonly<{ preview: PossiblePreview | null }>) {
  const words = useWords();
  if (!preview?.timing) return 'When it runs is said here once it fits.';
  const { runOn, requestedOn, runTime, zone } = preview.timing;
  const { reachesBankOn } = preview;
  return (
    <>
      Runs{' '}
      <b>
        {words.shortDateWithWeekday(runOn)} at {runTime} {zoneName(zone)} time
      </b>
      {reachesBankOn !== null && (
        <>
          , reaches the bank <b>{words.shortDateWithWeekday(reachesBankOn)}</b>
        </>
      )}
      .{requestedOn !== runOn && ` Banks are closed on ${words.shortDateWithWeekday(requestedOn)}.`}
    </>
  );
}

/** Days on which banks are closed are dim, and say why to the pointer and to those who listen. */
function dayProps(day: CivilDate) {
  if (isBankingDay(day)) return {};
  return { title: bankHolidayOn(day) ?? 'Banks are closed', 'data-closed': true };
}

function monthEnd(today: CivilDate): CivilDate {
  const { year, month } = partsOf(today);
  return fromParts(year, month, daysInMonth(year, month));
}
