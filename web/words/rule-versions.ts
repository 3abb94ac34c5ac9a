/** What a version of a rule changed, in sentences. */
import type { RuleVersion } from '../../contracts/autopay-versions';
import { asksWords, timingWords } from './autopay-rules';
import type { Words } from './business';
import { methodWords } from './methods';
import { plural } from './plural';

type Telling = (version: RuleVersion, words: Words, before: RuleVersion) => string;

/** Fields that are told together stand with one telling. */
const TELLINGS: readonly Readonly<{ of: readonly (keyof RuleVersion)[]; tell: Telling }>[] = [
  {
    of: ['name'],
    tell: ({ name }, _, before) => `Renamed from “${before.name}” to “${name}”.`,
  },
  {
    of: ['isEnabled'],
    tell: ({ isEnabled }) => (isEnabled ? 'Turned on.' : 'Turned off.'),
  },
  {
    of: ['criteria', 'cap', 'needsApproval', 'currency'],
    tell: (version, words) => `Takes, in ${version.currency}: ${asksWords(version, words)}.`,
  },
  { of: ['timing'], tell: ({ timing }) => `Runs: ${timingWords(timing)}.` },
  { of: ['methodId'], tell: (version) => `Pays with ${paysWith(version)}.` },
  {
    of: ['withScheduled'],
    tell: ({ withScheduled }) =>
      withScheduled === 'suppress'
        ? 'Leaves an invoice alone while a payment is scheduled on it.'
        : 'Takes what is not scheduled.',
  },
  {
    of: ['allowsFallThrough'],
    tell: ({ allowsFallThrough }) =>
      allowsFallThrough
        ? 'The next rule may pay when its method cannot.'
        : 'No other rule pays when its method cannot.',
  },
  {
    of: ['isLocked'],
    tell: ({ isLocked }) =>
      isLocked ? 'The client cannot change it.' : 'The client may change it.',
  },
  {
    of: ['noticeDays'],
    tell: ({ noticeDays }) =>
      noticeDays === null
        ? 'Tells the client as many days before as the business does.'
        : `Tells the client ${plural(noticeDays, 'day')} before.`,
  },
  {
    of: ['position'],
    tell: ({ position }, _, before) => `Moved from place ${before.position} to ${position}.`,
  },
  {
    of: ['backlogInvoices'],
    tell: ({ backlogInvoices }) =>
      backlogInvoices === 0
        ? 'Takes no invoice late any more.'
        : `Takes ${plural(backlogInvoices, 'invoice')} whose day had passed.`,
  },
  {
    of: ['activatedOn'],
    tell: ({ activatedOn }, words) => `Began anew on ${words.date(activatedOn)}.`,
  },
];

/** At least one sentence. Without `before` it is the first version. */
export function versionChanges(
  version: RuleVersion,
  before: RuleVersion | undefined,
  words: Words,
): readonly string[] {
  if (version.isRemoved) return ['Removed.'];
  if (before === undefined) {
    const { timing, backlogInvoices } = version;
    const late =
      backlogInvoices === 0 ? '' : ` It takes ${plural(backlogInvoices, 'late invoice')}.`;
    return [
      `Made: ${asksWords(version, words)}. ${timingWords(timing)}, from ${paysWith(version)}.${late}`,
    ];
  }
  const told = TELLINGS.filter(({ of }) =>
    of.some((field) => JSON.stringify(version[field]) !== JSON.stringify(before[field])),
  ).map(({ tell }) => tell(version, words, before));
  return told.length === 0 ? ['Other late invoices were agreed to.'] : told;
}

function paysWith({ method }: RuleVersion): string {
  return method === null ? 'the client’s default' : methodWords(method);
}
