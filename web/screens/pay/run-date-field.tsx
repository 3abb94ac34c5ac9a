import { DatePickerInput } from '@mantine/dates';
import { IconCalendarEvent } from '@tabler/icons-react';
import { useId } from 'react';
import { bankHolidayOn, isBankingDay } from '../../../domain/banking-days';
import { addDays, addMonths, type CivilDate } from '../../../domain/calendar';
import { MONTHS_AHEAD_MAX } from '../../../domain/schedule-date';
import { useWords } from '../../words/business';

type RunDateFieldProps = Readonly<{
  label: string;
  value: CivilDate | null;
  onChange: (day: CivilDate | null) => void;
}>;

/** A day on which a schedule may run, with the calendar of banking days. */
export function RunDateField({ label, value, onChange }: RunDateFieldProps) {
  const words = useWords();
  // The calendar is a dialog of its own, named by the field that opens it.
  const id = useId();
  return (
    <DatePickerInput
      id={id}
      aria-label={label}
      leftSection={<IconCalendarEvent size={16} stroke={1.75} aria-hidden />}
      valueFormatter={({ date }) =>
        typeof date === 'string' ? words.dateWithWeekday(date.slice(0, 10)) : ''
      }
      placeholder="Choose a date"
      value={value}
      onChange={onChange}
      minDate={addDays(words.today, 1)}
      maxDate={addMonths(words.today, MONTHS_AHEAD_MAX)}
      getDayProps={(day) => dayProps(day.slice(0, 10))}
      popoverProps={{ id, position: 'bottom-start' }}
    />
  );
}

/** Days on which banks are closed are dim, and say why to the pointer and to those who listen. */
function dayProps(day: CivilDate) {
  if (isBankingDay(day)) return {};
  return { title: bankHolidayOn(day) ?? 'Banks are closed', 'data-closed': true };
}
