/** The business as every text needs it: its language, its zone, its today. */
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { CivilDate } from '../../domain/calendar';
import { type AmountWords, amountWords } from './amounts';
import { ageWords, type DateWords, dateWords, dueWords, relativeDay } from './dates';

export type Business = Readonly<{
  /** BCP 47, for dates and numbers. */
  locale: string;
  /** IANA name. */
  zone: string;
  /** The business's date, also when the test clock has moved it. */
  today: CivilDate;
  /** The business's now as an instant; asked anew for each age. */
  now: () => string;
}>;

export type Words = AmountWords &
  DateWords &
  Readonly<{
    /** BCP 47. */
    locale: string;
    today: CivilDate;
    /** The business's now as an instant; asked anew each time. */
    now(): string;
    zoneName: string;
    due(on: CivilDate): string;
    relative(on: CivilDate): string;
    age(at: string): string;
  }>;

const WordsContext = createContext<Words | null>(null);

export function BusinessProvider({
  business,
  children,
}: Readonly<{ business: Business; children: ReactNode }>) {
  const { locale, zone, today, now } = business;
  const words = useMemo<Words>(
    () => ({
      ...amountWords(locale),
      ...dateWords(locale, zone),
      locale,
      today,
      now,
      zoneName: zoneName(zone),
      due: (on) => dueWords(on, today),
      relative: (on) => relativeDay(on, today),
      age: (at) => ageWords(at, now()),
    }),
    [locale, zone, today, now],
  );
  return <WordsContext value={words}>{children}</WordsContext>;
}

/** @throws Error outside a `BusinessProvider`: a bug of the page. */
export function useWords(): Words {
  const words = useContext(WordsContext);
  if (!words) throw new Error('useWords is called outside a BusinessProvider');
  return words;
}

/** `Chicago` of `America/Chicago`: how people say it. */
export function zoneName(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}
