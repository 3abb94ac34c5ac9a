import { NumberInput } from '@mantine/core';
import type { Settings } from '../../../contracts/settings';
import { NOTICE_DAYS, WINDOW_MINUTES } from '../../../contracts/settings';
import { useIsAdmin } from '../../api/session';
import { zoneName } from '../../words/business';
import { plural } from '../../words/plural';
import { SaveBar } from './save-bar';
import styles from './settings.module.css';
import { useSettingsDraft } from './use-settings-draft';

/** When clients are told of autopay runs, and over how long the runs of one minute are spread. */
export function AutopayForm({ settings }: Readonly<{ settings: Settings }>) {
  const draft = useSettingsDraft(settings);
  const isOff = !useIsAdmin();
  const { values, set } = draft;
  const { autopayNoticeDays: days, autopayWindowMinutes: minutes, runTime, zone } = values;
  const wrongDays = isWithin(days, NOTICE_DAYS)
    ? null
    : `A whole number of days from ${NOTICE_DAYS.min} to ${NOTICE_DAYS.max}.`;
  const wrongMinutes = isWithin(minutes, WINDOW_MINUTES)
    ? null
    : `A whole number of minutes from ${WINDOW_MINUTES.min} to ${WINDOW_MINUTES.max}.`;
  return (
    <form
      className={styles['form']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (wrongDays === null && wrongMinutes === null) draft.save();
      }}
    >
      <NumberInput
        label="Notice, in days"
        description={
          wrongDays === null
            ? `Clients are told of a run ${plural(days, 'day')} before it, and approval is asked then. A rule may have days of its own.`
            : 'How long before a run its client is told and approval is asked.'
        }
        disabled={isOff}
        allowDecimal={false}
        allowNegative={false}
        clampBehavior="none"
        error={wrongDays}
        value={Number.isNaN(days) ? '' : days}
        onChange={(given) => set({ autopayNoticeDays: numberOf(given) })}
      />
      <NumberInput
        label="Spread, in minutes"
        description={
          wrongMinutes === null
            ? spreadWords(minutes, runTime, zone)
            : 'Over how long the runs of one minute are spread.'
        }
        disabled={isOff}
        allowDecimal={false}
        allowNegative={false}
        clampBehavior="none"
        error={wrongMinutes}
        value={Number.isNaN(minutes) ? '' : minutes}
        onChange={(given) => set({ autopayWindowMinutes: numberOf(given) })}
      />
      <p className="hr-small hr-dim">
        A run that a client was told of never comes earlier than they were told.
      </p>
      <SaveBar
        draft={draft}
        reason={
          wrongDays === null
            ? wrongMinutes === null
              ? null
              : 'The spread does not fit.'
            : 'The days of notice do not fit.'
        }
      />
    </form>
  );
}

/** An empty field is no number. */
const numberOf = (given: string | number) => (given === '' ? Number.NaN : Number(given));

const isWithin = (given: number, { min, max }: Readonly<{ min: number; max: number }>) =>
  Number.isInteger(given) && given >= min && given <= max;

function spreadWords(minutes: number, runTime: string, zone: string): string {
  if (minutes === 0) return `All runs of a day begin at ${runTime}, ${zoneName(zone)} time.`;
  return `Runs of a day begin in the ${plural(minutes, 'minute')} after ${runTime}, ${zoneName(zone)} time, each rule always at the same point, so that the gateway is not met by all at once.`;
}
