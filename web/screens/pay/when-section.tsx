import { Switch } from '@mantine/core';
import { followingBankingDay } from '../../../domain/banking-days';
import { addDays, type CivilDate, daysInMonth, fromParts, partsOf } from '../../../domain/calendar';
import type { PossiblePreview } from '../../../contracts/payment-preview';
import { useWords, zoneName } from '../../words/business';
import styles from './pay.module.css';
import { RunDateField } from './run-date-field';

type WhenSectionProps = Readonly<{
  isScheduled: boolean;
  runOn: CivilDate | null;
  preview: PossiblePreview | null;
  onChange: (when: Readonly<{ isScheduled: boolean; runOn: CivilDate | null }>) => void;
  /** A schedule that is changed stays one, and a draft has no date. */
  isFixed?: boolean;
  /** Absent where one payment stays one. */
  onSplit?: () => void;
}>;

/** Now or on a day: the calendar of banking days, and in words when it runs and reaches the bank. */
export function WhenSection(props: WhenSectionProps) {
  const { isScheduled, runOn, preview, onChange, isFixed, onSplit } = props;
  const words = useWords();
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
      {isFixed && !isScheduled && (
        <p className={styles['hint']}>At once, when somebody lets it go on.</p>
      )}
      {isScheduled && (
        <div className={styles['when']}>
          <RunDateField label="Date of the payment" value={runOn} onChange={choose} />
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
              {onSplit !== undefined && (
                <button type="button" className={styles['link']} onClick={onSplit}>
                  Split into…
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

function monthEnd(today: CivilDate): CivilDate {
  const { year, month } = partsOf(today);
  return fromParts(year, month, daysInMonth(year, month));
}
