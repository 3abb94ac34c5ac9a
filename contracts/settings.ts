/** What an admin may set for the business, and what is fixed by the deployment. */
import { z } from 'zod';
import { isZone } from '../domain/instants';
import { Amount, Currency, EmailAddress, line, Version } from './fields';
import { ADMINS, ANY_ROLE, defineOperation } from './operation';

const RunTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be HH:MM');
const Zone = z
  .string()
  .max(64)
  .refine((zone) => isZone(zone), 'must be a zone of the IANA database');
const Locale = z
  .string()
  .max(35)
  .refine((locale) => isLocale(locale), 'must be a BCP 47 language tag');

/** Days before a run on which its client is told and its approval asked. */
export const NOTICE_DAYS = { min: 1, max: 60 } as const;
/** Over so many minutes the runs of one minute are spread; half a day still ends on the day itself. */
export const WINDOW_MINUTES = { min: 0, max: 720 } as const;

export const Settings = z
  .strictObject({
    name: z.string(),
    /** Address and registration, under every mail. */
    legalLines: z.array(z.string()),
    zone: z.string(),
    runTime: z.string(),
    locale: z.string(),
    defaultCurrency: Currency,
    mailFromName: z.string(),
    mailReplyTo: z.string().nullable(),
    /** A rule may have days of its own. */
    autopayNoticeDays: z.int(),
    autopayWindowMinutes: z.int(),
    version: Version,
    /** Set by the deployment; shown, not changed here. */
    mailFromAddress: z.string(),
    gateway: z.strictObject({
      name: z.string(),
      profile: z.string(),
      minimum: Amount.nullable(),
      maximum: Amount.nullable(),
      returnsUntilDays: z.int(),
    }),
    isSandbox: z.boolean(),
  })
  .meta({ id: 'Settings' });
export type Settings = z.output<typeof Settings>;

/** Only the fields named are written. */
export const SettingsChange = z.strictObject({
  version: Version,
  name: line(200).optional(),
  legalLines: z.array(line(200)).max(8).optional(),
  zone: Zone.optional(),
  runTime: RunTime.optional(),
  locale: Locale.optional(),
  mailFromName: line(100).optional(),
  mailReplyTo: EmailAddress.nullable().optional(),
  autopayNoticeDays: z.int().min(NOTICE_DAYS.min).max(NOTICE_DAYS.max).optional(),
  autopayWindowMinutes: z.int().min(WINDOW_MINUTES.min).max(WINDOW_MINUTES.max).optional(),
});
export type SettingsChange = z.output<typeof SettingsChange>;

export const readSettings = defineOperation({
  id: 'readSettings',
  tag: 'Settings',
  method: 'GET',
  path: '/settings',
  summary: 'The settings of the business.',
  permission: ANY_ROLE,
  responses: { 200: Settings },
  problems: [],
});

export const changeSettings = defineOperation({
  id: 'changeSettings',
  tag: 'Settings',
  method: 'PATCH',
  path: '/settings',
  summary: 'Change settings. A new zone or run time concerns what is placed afterwards.',
  permission: ADMINS,
  body: SettingsChange,
  responses: { 200: Settings },
  problems: ['VERSION_CONFLICT'],
});

function isLocale(locale: string): boolean {
  try {
    return Intl.getCanonicalLocales(locale).length === 1;
  } catch {
    return false;
  }
}
