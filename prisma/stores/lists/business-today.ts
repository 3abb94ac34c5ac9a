/** The day of the business as a statement sees it: its clock, in its zone. */

type Binds = Readonly<{ bind(value: unknown): string }>;

/** SQL of a date. `now` is real time; the business's clock may be moved ahead of it. */
export function businessToday(now: Date, parameters: Binds): string {
  const instant = `${parameters.bind(now.toISOString())}::timestamptz`;
  return `(SELECT ((${instant} + clock_offset_ms * interval '1 millisecond') AT TIME ZONE zone)::date FROM business)`;
}
