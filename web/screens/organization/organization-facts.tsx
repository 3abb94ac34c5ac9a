import { Link } from '@tanstack/react-router';
import type { CurrencyTotals, OrganizationDetails } from '../../../contracts/organizations';
import { daysBetween } from '../../../domain/calendar';
import { BrandMark } from '../../pieces/brand-mark';
import { type Fact, HeaderFacts } from '../../pieces/header-facts';
import { InvoiceLink } from '../invoice/invoice-link';
import { useWords, type Words } from '../../words/business';
import { daysText } from '../../words/dates';
import { methodWords } from '../../words/methods';
import { plural } from '../../words/plural';
import styles from './organization.module.css';

/** What a client owes, how late, what it has left over, and how it pays. */
export function OrganizationFacts({
  organization,
}: Readonly<{ organization: OrganizationDetails }>) {
  const words = useWords();
  const { name, totals, unapplied } = organization;
  return (
    <div className={styles['facts']}>
      <HeaderFacts
        label={name}
        facts={[
          openFact(totals, words),
          pastDueFact(totals, words),
          oldestFact(organization, words),
          ...(unapplied.length === 0 ? [] : [unappliedFact(unapplied, words)]),
          methodFact(organization),
        ]}
      />
    </div>
  );
}

/** The first currency is the great figure, the others stand under it. */
function openFact(totals: readonly CurrencyTotals[], words: Words): Fact {
  const [first, ...others] = totals;
  if (!first) return { key: 'open', label: 'Open', value: 'Nothing' };
  const note = [
    `${plural(first.openInvoices, 'invoice')}, ${first.currency}`,
    ...others.map(({ balance }) => words.money(balance.amountMinor, balance.currency)),
  ];
  return {
    key: 'open',
    label: 'Open',
    value: words.amount(first.balance.amountMinor, first.currency),
    note: note.join(' · '),
  };
}

function pastDueFact(totals: readonly CurrencyTotals[], words: Words): Fact {
  const late = totals.filter(({ pastDue }) => pastDue.amountMinor > 0);
  const [first, ...others] = late;
  if (!first) {
    return {
      key: 'pastDue',
      label: 'Past due',
      value: words.amount(0, totals[0]?.currency ?? 'USD'),
      note: 'No invoice',
    };
  }
  const isFirst = first.currency === totals[0]?.currency;
  const figure = isFirst ? words.amount : words.money;
  const note = [
    plural(first.pastDueInvoices, 'invoice'),
    ...others.map(({ pastDue }) => words.money(pastDue.amountMinor, pastDue.currency)),
  ];
  return {
    key: 'pastDue',
    label: 'Past due',
    value: figure(first.pastDue.amountMinor, first.currency),
    note: note.join(' · '),
    tone: 'bad',
  };
}

function oldestFact({ oldest }: OrganizationDetails, words: Words): Fact {
  if (oldest === null)
    return { key: 'oldest', label: 'Oldest', value: 'None', note: 'Nothing due' };
  const { invoice, dueOn } = oldest;
  const late = daysBetween(dueOn, words.today);
  return {
    key: 'oldest',
    label: 'Oldest',
    value: late > 0 ? `${daysText(late)} past due` : late === 0 ? 'Due today' : 'Not due yet',
    note: (
      <>
        <InvoiceLink id={invoice.id} isPlain>
          {invoice.number}
        </InvoiceLink>
        , due {words.shortDate(dueOn)}
      </>
    ),
  };
}

function unappliedFact(unapplied: OrganizationDetails['unapplied'], words: Words): Fact {
  const [first, ...others] = unapplied;
  return {
    key: 'unapplied',
    label: 'Unapplied money',
    value: first ? words.amount(first.amountMinor, first.currency) : '',
    note: [
      first?.currency ?? '',
      ...others.map(({ amountMinor, currency }) => words.money(amountMinor, currency)),
    ].join(' · '),
  };
}

function methodFact({ id, defaultMethod }: OrganizationDetails): Fact {
  const label = 'Default method';
  const change = (
    <Link className="hr-link hr-link-apart" to={`/organizations/${id}/methods` as never}>
      {defaultMethod ? 'Change' : 'Add one'}
    </Link>
  );
  if (!defaultMethod) return { key: 'method', label, value: 'None', isQuiet: true, note: change };
  const { brand, kind, friendlyName } = defaultMethod;
  return {
    key: 'method',
    label,
    isQuiet: true,
    value: (
      <>
        <BrandMark brand={brand} kind={kind} /> {methodWords(defaultMethod)}
      </>
    ),
    note: (
      <>
        {friendlyName !== null && `${friendlyName} · `}
        {change}
      </>
    ),
  };
}
