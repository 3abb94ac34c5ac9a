/**
 * Amounts and moments as a business writes them. The one place where a message's numbers become
 * words: templates get what comes out of here.
 */
import { digitsOf } from '../../domain/currencies';
import type { BusinessFacts, RunFacts } from '../../domain/message-facts';

export type Formatting = Readonly<{
  /** The figure alone, in the currency's own digits: `1,500.00`. */
  figure(amountMinor: number, currency: string): string;
  /** The figure and its currency, which no line break parts: `1,500.00 USD`. */
  amount(amountMinor: number, currency: string): string;
  /** `Fri, Dec 4, 2026`, in the zone of the run or of the business. */
  day(at: string, zone?: string): string;
  /** `Fri, Dec 4, 2026, 09:00 Chicago time`. */
  moment(at: string, zone?: string): string;
  run(run: RunFacts): string;
}>;

const NO_BREAK_SPACE = '\u00a0';
const MINUS = '\u2212';

export function createFormatting(business: Pick<BusinessFacts, 'locale' | 'zone'>): Formatting {
  const { locale } = business;

  function figure(amountMinor: number, currency: string): string {
    const digits = digitsOf(currency);
    const format = new Intl.NumberFormat(locale, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    // As text: a division would round the cents of very large amounts.
    const decimal = `${amountMinor}E-${digits}` as `${number}`;
    return format
      .formatToParts(decimal)
      .map(({ type, value }) => (type === 'minusSign' ? MINUS : value))
      .join('');
  }

  function day(at: string, zone = business.zone): string {
    return new Intl.DateTimeFormat(locale, {
      timeZone: zone,
      weekday: 'short',
      year: 'numeric',
      month: 'short',
      day: 'numeric',
    }).format(Date.parse(at));
  }

  function moment(at: string, zone = business.zone): string {
    const time = new Intl.DateTimeFormat(locale, {
      timeZone: zone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }).format(Date.parse(at));
    return `${day(at, zone)}, ${time} ${placeOf(zone)}`;
  }

  return {
    figure,
    amount: (amountMinor, currency) =>
      `${figure(amountMinor, currency)}${NO_BREAK_SPACE}${currency}`,
    day,
    moment,
    run: ({ at, zone }) => moment(at, zone),
  };
}

/** The zone as people say it: `America/New_York` is `New York time`, `Etc/UTC` is `UTC`. */
function placeOf(zone: string): string {
  const place = (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
  return zone.includes('/') && !zone.startsWith('Etc/') ? `${place} time` : place;
}
