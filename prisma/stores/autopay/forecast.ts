/**
 * What autopay is to take from open invoices (rules.md 1, *autopay forecast*): decided by the one judge
 * from the rows as they are. For the rows of a page it is decided as they are read; lists and sums go
 * by what is kept of it in `autopay_forecast`, which only `figures/fold-figures.ts` writes.
 *
 * One statement where no rule exists and two otherwise, for any number of clients and invoices.
 */
import type { InvoiceForecast } from '../../../contracts/invoice-row';
import { decideFor, type StoredRule } from '../../../domain/autopay-outlook';
import type { GatewayLimits } from '../../../domain/plan';
import { IS_OPEN, RESIDUAL } from '../invoices/invoice-figures';
import {
  type DecisionInvoice,
  readInvoices,
  readRules,
  type RuleRecord,
  type Source,
  storedRule,
  type WhichInvoices,
  type WhichRules,
} from './decision-inputs';

type Entry = Omit<InvoiceForecast, 'amount'> & Readonly<{ amountMinor: number }>;

/** By invoice id; those from which nothing is to be taken are not in it. */
export type Forecast = ReadonlyMap<string, Entry>;

export const NO_FORECAST: Forecast = new Map();

/**
 * What is stale: these invoices, and every open one of these clients. `organizationIds` has the clients
 * of both.
 */
export type StaleForecast = Readonly<{
  invoiceIds: readonly string[];
  changedIds: readonly string[];
  organizationIds: readonly string[];
}>;

/** Of open invoices among those that are stale. */
export function decideForecast(
  source: Source,
  limits: GatewayLimits,
  { invoiceIds, changedIds, organizationIds }: StaleForecast,
): Promise<Forecast> {
  return forecastOf(source, limits, { organizationIds }, (rules) => ({
    where: `invoice.organization_id = ANY($1::uuid[]) AND ${IS_OPEN}
            AND (invoice.id = ANY($2::uuid[]) OR invoice.organization_id = ANY($3::uuid[]))`,
    values: [[...new Set(rules.map((rule) => rule.organizationId))], invoiceIds, changedIds],
  }));
}

/** Only these invoices: the rows of a page. */
export async function readForecastOf(
  source: Source,
  limits: GatewayLimits,
  invoices: readonly Readonly<{ id: string; organization_id: string }>[],
): Promise<Forecast> {
  if (invoices.length === 0) return NO_FORECAST;
  const organizationIds = [...new Set(invoices.map((invoice) => invoice.organization_id))];
  return forecastOf(source, limits, { organizationIds }, () => ({
    invoiceIds: invoices.map(({ id }) => id),
  }));
}

async function forecastOf(
  source: Source,
  limits: GatewayLimits,
  which: WhichRules,
  invoicesOf: (rules: readonly RuleRecord[]) => WhichInvoices,
): Promise<Forecast> {
  const rules = (await readRules(source, which)).filter(({ isEnabled }) => isEnabled);
  if (rules.length === 0) return NO_FORECAST;
  const entryOf = forecastBy(rules, limits);
  const forecast = new Map<string, Entry>();
  for (const invoice of await readInvoices(source, invoicesOf(rules), rules)) {
    const entry = entryOf(invoice);
    if (entry !== null) forecast.set(invoice.invoiceId, entry);
  }
  return forecast;
}

/** The forecast of one invoice by enabled rules, of its client and others; null when nothing is taken. */
export function forecastBy(
  rules: readonly RuleRecord[],
  limits: GatewayLimits,
): (invoice: DecisionInvoice) => Entry | null {
  const stored = new Map<string, StoredRule[]>();
  for (const rule of rules) {
    const { organizationId } = rule;
    stored.set(organizationId, [...(stored.get(organizationId) ?? []), storedRule(rule)]);
  }
  const names = new Map(rules.map(({ id, name }) => [id, { id, name }] as const));
  return (invoice) => {
    if (invoice.isDecided) return null;
    const own = stored.get(invoice.organizationId) ?? [];
    const { outcome, winnerId } = decideFor(invoice, own, limits);
    const rule = names.get(winnerId ?? '');
    if (outcome.kind !== 'charge' || rule === undefined) return null;
    return { rule, runOn: outcome.runOn, amountMinor: outcome.amountMinor };
  };
}

/** The figures of a statement over the table `invoice` that know of a forecast, in SQL. */
export type ForecastFigures = Readonly<{
  forecast: string;
  uncovered: string;
  /** Whether anything is to be taken. */
  isTaken: string;
}>;

/** Where autopay takes nothing: the plain figure, for which lists have an index. */
export const WITHOUT_FORECAST: ForecastFigures = {
  forecast: '0',
  uncovered: RESIDUAL,
  isTaken: 'false',
};

/**
 * `amount` is SQL of what is kept, null where nothing is. Never more than is left after what is
 * planned: a payment placed since the fold lowers it.
 */
export function forecastFigures(amount: string): ForecastFigures {
  const forecast = `least(${RESIDUAL}, coalesce(${amount}, 0))`;
  return {
    forecast,
    uncovered: `(${RESIDUAL} - ${forecast})`,
    isTaken: `${RESIDUAL} > 0 AND ${amount} > 0`,
  };
}

/** Joins to `invoice` what is kept of it: for all invoices at once. */
export const KEPT_FORECAST = 'LEFT JOIN autopay_forecast AS kept ON kept.invoice_id = invoice.id';
export const JOINED_FORECAST = forecastFigures('kept.amount_minor');

/** Looked up for one invoice after the other: for a list that is walked until its page is full. */
export const WALKED_FORECAST = forecastFigures(
  '(SELECT amount_minor FROM autopay_forecast WHERE invoice_id = invoice.id)',
);

/** A list of more invoices with a forecast than this is walked; fewer are found first. */
export const FORECASTS_FOUND_MAX = 2_000;
