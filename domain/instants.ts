/**
 * Between wall time in a zone and instants. An instant is a UTC ISO string with milliseconds
 * (`2026-11-01T15:00:00.000Z`), so all instants made here compare as text too.
 *
 * Zone rules come from `Intl` and from nowhere else. A wall time that the clocks skip moves forward
 * by the skipped length; one that occurs twice is the first.
 */
import { type CivilDate, isCivilDate } from './calendar';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Whether the name is an IANA time zone that this machine knows. */
export function isZone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

/** Whether the text is a wall time, `HH:MM`, `00:00` to `23:59`. */
export function isWallTime(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
}

/**
 * The instant of a wall time on a civil date.
 *
 * @throws RangeError when the date, the time or the zone is not one.
 */
export function instantOf(on: CivilDate, time: string, zone: string): string {
  if (!isCivilDate(on) || !isWallTime(time)) throw new RangeError(`no wall time: ${on} ${time}`);
  const wallMs = Date.parse(`${on}T${time}:00Z`);
  // Clocks change less than once in two days, so these two are the offsets on either side.
  const offsetBeforeMs = offsetAt(wallMs - DAY_MS, zone);
  const offsetAfterMs = offsetAt(wallMs + DAY_MS, zone);
  const candidatesMs = [wallMs - offsetBeforeMs, wallMs - offsetAfterMs];
  const realMs = candidatesMs.filter(
    (instantMs) => instantMs + offsetAt(instantMs, zone) === wallMs,
  );
  // In a gap no candidate is real. The old offset then lands as far after the gap as the wall time
  // was into it.
  const chosenMs = realMs.length > 0 ? Math.min(...realMs) : wallMs - offsetBeforeMs;
  return new Date(chosenMs).toISOString();
}

/** @throws RangeError when the instant or the zone is not one. */
export function civilDateAt(instant: string, zone: string): CivilDate {
  return wallClockAt(millisecondsOf(instant), zone).slice(0, 10);
}

/** The wall time, `HH:MM`. @throws RangeError when the instant or the zone is not one. */
export function wallTimeAt(instant: string, zone: string): string {
  return wallClockAt(millisecondsOf(instant), zone).slice(11, 16);
}

/** @throws RangeError when the text is not an instant. */
export function millisecondsOf(instant: string): number {
  const milliseconds = Date.parse(instant);
  if (Number.isNaN(milliseconds)) throw new RangeError(`not an instant: ${instant}`);
  return milliseconds;
}

/** @throws RangeError when the text is not an instant. */
export function addMilliseconds(instant: string, milliseconds: number): string {
  return new Date(millisecondsOf(instant) + milliseconds).toISOString();
}

export function addHours(instant: string, hours: number): string {
  return addMilliseconds(instant, hours * 60 * 60 * 1000);
}

/** Milliseconds that the zone's clocks are ahead of UTC at that instant. */
function offsetAt(instantMs: number, zone: string): number {
  const wholeSecondMs = Math.floor(instantMs / 1000) * 1000;
  return Date.parse(`${wallClockAt(wholeSecondMs, zone)}Z`) - wholeSecondMs;
}

/** What the zone's clocks show, `YYYY-MM-DDTHH:MM:SS`. */
function wallClockAt(instantMs: number, zone: string): string {
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of formatOf(zone).formatToParts(instantMs)) parts[type] = value;
  const year = (parts.year ?? '').padStart(4, '0');
  return `${year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}:${parts.second}`;
}

/** Making a format costs a thousand times more than using it. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formats.set(zone, format);
  return format;
}
