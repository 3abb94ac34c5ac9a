import { Input, InputBase, Popover } from '@mantine/core';
import { DatePicker } from '@mantine/dates';
import { IconCalendarEvent } from '@tabler/icons-react';
import { useState } from 'react';
import { bankHolidayOn, isBankingDay } from '../../../domain/banking-days';
import {
  addDays,
  addMonths,
  type CivilDate,
  daysInMonth,
  fromParts,
  partsOf,
} from '../../../domain/calendar';
import { MONTHS_AHEAD_MAX } from '../../../domain/schedule-date';
import { useWords } from '../../words/business';
import { listWords } from '../../words/plural';
import styles from './pay.module.css';

type RunDateFieldProps = Readonly<{
  label: string;
  value: CivilDate | null;
  onChange: (day: CivilDate | null) => void;
}>;

/** A day on which a schedule may run, with the calendar of banking days and what it means for a debit. */
export function RunDateField({ label, value, onChange }: RunDateFieldProps) {
  const words = useWords();
  const first = addDays(words.today, 1);
  const [isOpen, setOpen] = useState(false);
  const [month, setMonth] = useState<CivilDate>(value ?? first);
  const toggle = () => {
    setMonth(value ?? first);
    setOpen(!isOpen);
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} trapFocus returnFocus position="bottom-start">
      <Popover.Target>
        <InputBase
          component="button"
          type="button"
          pointer
          aria-label={label}
          leftSection={<IconCalendarEvent size={16} stroke={1.75} aria-hidden />}
          onClick={toggle}
        >
          {value === null ? (
            <Input.Placeholder>Choose a date</Input.Placeholder>
          ) : (
            words.dateWithWeekday(value)
          )}
        </InputBase>
      </Popover.Target>
      <Popover.Dropdown>
        <DatePicker
          size="sm"
          value={value}
          onChange={(day) => {
            onChange(day);
            setOpen(false);
          }}
          date={month}
          onDateChange={(day) => setMonth(day.slice(0, 10))}
          minDate={first}
          maxDate={addMonths(words.today, MONTHS_AHEAD_MAX)}
          getDayProps={(day) => dayProps(day.slice(0, 10))}
        />
        <p className={styles['closed']}>
          {holidayWords(month, words)} A debit set for a weekend runs on the next banking day.
        </p>
      </Popover.Dropdown>
    </Popover>
  );
}

/** Days on which banks are closed are dim, and say why to the pointer and to those who listen. */
function dayProps(day: CivilDate) {
  if (isBankingDay(day)) return {};
  return { title: bankHolidayOn(day) ?? 'Banks are closed', 'data-closed': true };
}

/** `Dec 25 is a bank holiday.` Of the month with this day in it; nothing of one without any. */
function holidayWords(within: CivilDate, words: ReturnType<typeof useWords>): string {
  const { year, month } = partsOf(within);
  const days = Array.from({ length: daysInMonth(year, month) }, (_, day) =>
    fromParts(year, month, day + 1),
  );
  const kept = days.filter((day) => bankHolidayOn(day) !== null).map(words.shortDate);
  if (kept.length === 0) return '';
  return `${listWords(kept)} ${kept.length === 1 ? 'is a bank holiday' : 'are bank holidays'}.`;
}
