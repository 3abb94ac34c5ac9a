/** Sums over open invoices, by currency: the same for a list, a client and all clients. */
import type { CurrencyTotals } from '../../../contracts/organizations';
import type { ForecastFigures } from '../autopay/forecast';
import { BALANCE, HEADROOM, isPastDue } from './invoice-figures';

/**
 * Aggregates of open invoices that are grouped by currency. What is in flight beyond what is open
 * takes nothing away from the other invoices, so a headroom below zero counts as none.
 */
export const totalsColumns = (today: string, { forecast, uncovered }: ForecastFigures): string => `
  count(*) AS open_invoices,
  sum(invoice.total_minor) AS total,
  sum(${BALANCE}) AS balance,
  sum(greatest(0, ${HEADROOM})) AS headroom,
  coalesce(sum(${BALANCE}) FILTER (WHERE ${isPastDue(today)}), 0) AS past_due,
  count(*) FILTER (WHERE ${isPastDue(today)}) AS past_due_invoices,
  sum(${forecast}) AS autopay_forecast,
  sum(${uncovered}) AS uncovered`;

/** The same sums again, over rows of `from` that hold them already. */
export const summedTotals = (from: string): string =>
  TOTALS.map((total) => `sum(${from}.${total}) AS ${total}`).join(', ');

const TOTALS = [
  'open_invoices',
  'total',
  'balance',
  'headroom',
  'past_due',
  'past_due_invoices',
  'autopay_forecast',
  'uncovered',
];

/** JSON of the rows of `from`, the currency with most open invoices first; an empty list without any. */
export const totalsJson = (from: string): string => `
  (SELECT coalesce(json_agg(json_build_object(
      'currency', currency, 'openInvoices', open_invoices, 'totalMinor', total,
      'balanceMinor', balance, 'headroomMinor', headroom, 'pastDueMinor', past_due,
      'pastDueInvoices', past_due_invoices, 'autopayForecastMinor', autopay_forecast,
      'uncoveredMinor', uncovered)
      ORDER BY open_invoices DESC, currency), '[]') FROM ${from})`;

export type TotalsRecord = Readonly<{
  currency: string;
  openInvoices: number;
  totalMinor: number;
  balanceMinor: number;
  headroomMinor: number;
  pastDueMinor: number;
  pastDueInvoices: number;
  autopayForecastMinor: number;
  uncoveredMinor: number;
}>;

export function currencyTotalsOf(record: TotalsRecord): CurrencyTotals {
  const { currency, openInvoices, pastDueInvoices } = record;
  const amount = (amountMinor: number) => ({ amountMinor, currency });
  return {
    currency,
    openInvoices,
    total: amount(record.totalMinor),
    balance: amount(record.balanceMinor),
    headroom: amount(record.headroomMinor),
    pastDue: amount(record.pastDueMinor),
    pastDueInvoices,
    autopayForecast: amount(record.autopayForecastMinor),
    uncovered: amount(record.uncoveredMinor),
  };
}
