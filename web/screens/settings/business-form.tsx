import { Select, Textarea, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import type { Settings } from '../../../contracts/settings';
import { useIsAdmin } from '../../api/session';
import { amountWords } from '../../words/amounts';
import { zoneName } from '../../words/business';
import { dateWords } from '../../words/dates';
import { plural } from '../../words/plural';
import { SaveBar } from './save-bar';
import styles from './settings.module.css';
import { useSettingsDraft } from './use-settings-draft';

const LEGAL_LINES_MAX = 8;

/** Who the business is, where it is, when its payments run; and what the deployment has fixed. */
export function BusinessForm({ settings }: Readonly<{ settings: Settings }>) {
  const draft = useSettingsDraft(settings);
  const isOff = !useIsAdmin();
  const { values, set } = draft;
  const zones = useMemo(() => Intl.supportedValuesOf('timeZone'), []);
  const hasTooManyLines = values.legalLines.length > LEGAL_LINES_MAX;
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        draft.save();
      }}
    >
      <TextInput
        label="Name"
        required
        withAsterisk={false}
        maxLength={200}
        disabled={isOff}
        value={values.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <Textarea
        label="Legal lines"
        description="Address and registration, one per line. They stand under every mail."
        autosize
        minRows={3}
        disabled={isOff}
        error={hasTooManyLines && `At most ${LEGAL_LINES_MAX} lines.`}
        value={values.legalLines.join('\n')}
        onChange={(event) => set({ legalLines: linesOf(event.currentTarget.value) })}
      />
      <div className={styles['pair']}>
        <Select
          label="Zone"
          description="The business’s dates and times."
          searchable
          disabled={isOff}
          data={zones.includes(values.zone) ? zones : [values.zone, ...zones]}
          value={values.zone}
          onChange={(zone) => zone !== null && set({ zone })}
        />
        <TextInput
          type="time"
          label="Run time"
          description={`Payments of a day run then, ${zoneName(values.zone)} time.`}
          required
          withAsterisk={false}
          disabled={isOff}
          value={values.runTime}
          onChange={(event) => set({ runTime: event.currentTarget.value.slice(0, 5) })}
        />
      </div>
      <TextInput
        label="Language of dates and numbers"
        description={exampleOf(values.locale)}
        required
        withAsterisk={false}
        maxLength={35}
        disabled={isOff}
        error={!isLocale(values.locale) && 'A language tag looks like en-US or de-DE.'}
        value={values.locale}
        onChange={(event) => set({ locale: event.currentTarget.value.trim() })}
      />
      <p className="hr-small hr-dim">
        A new zone or run time holds for what is placed afterwards. What is planned keeps its own.
      </p>
      <SaveBar draft={draft} reason={reasonOf(hasTooManyLines, isLocale(values.locale))} />
      <Fixed settings={settings} />
    </form>
  );
}

function reasonOf(hasTooManyLines: boolean, hasLocale: boolean): string | null {
  if (hasTooManyLines) return 'Too many legal lines.';
  return hasLocale ? null : 'The language is not one.';
}

/** Lines as they are typed: an empty one at the end is the next one being begun. */
function linesOf(text: string): string[] {
  return text === '' ? [] : text.split('\n');
}

function isLocale(locale: string): boolean {
  try {
    return Intl.getCanonicalLocales(locale).length === 1;
  } catch {
    return false;
  }
}

/** How a date and an amount read, so that a tag is chosen by what it does. */
function exampleOf(locale: string): string {
  if (!isLocale(locale)) return 'For example en-US.';
  const date = dateWords(locale, 'UTC').dateWithWeekday('2026-12-04');
  return `A date then reads “${date}”, an amount “${amountWords(locale).money(150_000, 'USD')}”.`;
}

/** Set by whoever runs Headroom here. */
function Fixed({
  settings: { gateway, defaultCurrency, isSandbox },
}: Readonly<{ settings: Settings }>) {
  const { amount } = amountWords('en-US');
  const limit = (given: Settings['gateway']['minimum']) =>
    given === null ? 'none' : `${amount(given.amountMinor, given.currency)} ${given.currency}`;
  const facts = [
    ['Gateway', isSandbox ? `${gateway.name}, no real money` : gateway.name],
    ['Smallest payment', limit(gateway.minimum)],
    ['Largest payment', limit(gateway.maximum)],
    ['A bank debit may come back for', plural(gateway.returnsUntilDays, 'day')],
    ['Currency of new clients', defaultCurrency],
  ] as const;
  return (
    <section className={styles['fixed']}>
      <h2 className="hr-section">Set by the installation</h2>
      <dl className={styles['facts']}>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
