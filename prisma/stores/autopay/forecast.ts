/**
 * What autopay is to take from open invoices, for lists and figures: decided by the one judge from the
 * rows as they are, and never stored (rules.md 1, *autopay forecast*).
 *
 * One statement where no rule exists and two otherwise, for any number of clients and invoices.
 */
import type { InvoiceForecast } from '../../../contracts/invoice-row';
import { decideFor, type StoredRule } from '../../../domain/autopay-outlook';
import type { GatewayLimits } from '../../../domain/plan';
import { RESIDUAL } from '../invoices/invoice-figures';
import type { Parameters } from '../lists/parameters';
import {
  type DecisionInvoice,
  openOf,
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

/** Every open invoice of one client, or of all clients. */
export function readForecast(
  source: Source,
  limits: GatewayLimits,
  organizationId: string | undefined,
): Promise<Forecast> {
  const which = organizationId === undefined ? 'all' : { organizationIds: [organizationId] };
  return forecastOf(source, limits, which, (rules) =>
    openOf([...new Set(rules.map((rule) => rule.organizationId))]),
  );
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
  const stored = new Map<string, StoredRule[]>();
  for (const rule of rules) {
    const { organizationId } = rule;
    stored.set(organizationId, [...(stored.get(organizationId) ?? []), storedRule(rule)]);
  }
  const names = new Map(rules.map(({ id, name }) => [id, { id, name }] as const));
  const entryOf = (invoice: DecisionInvoice): Entry | null => {
    if (invoice.isDecided) return null;
    const own = stored.get(invoice.organizationId) ?? [];
    const { outcome, winnerId } = decideFor(invoice, own, limits);
    const rule = names.get(winnerId ?? '');
    if (outcome.kind !== 'charge' || rule === undefined) return null;
    return { rule, runOn: outcome.runOn, amountMinor: outcome.amountMinor };
  };
  const forecast = new Map<string, Entry>();
  for (const invoice of await readInvoices(source, invoicesOf(rules), rules)) {
    const entry = entryOf(invoice);
    if (entry !== null) forecast.set(invoice.invoiceId, entry);
  }
  return forecast;
}

/** The figures of a statement over the table `invoice` that know of a forecast, in SQL. */
export type ForecastFigures = Readonly<{ forecast: string; uncovered: string }>;

/**
 * Never more than is left after what is planned: a payment placed since the forecast was read lowers
 * it. Without a forecast it is the plain figure, for which lists have an index.
 */
export function forecastFigures(forecast: Forecast, parameters: Parameters): ForecastFigures {
  if (forecast.size === 0) return { forecast: '0', uncovered: RESIDUAL };
  const minor = Object.fromEntries([...forecast].map(([id, entry]) => [id, entry.amountMinor]));
  const amounts = `${parameters.bind(JSON.stringify(minor))}::jsonb`;
  const taken = `least(${RESIDUAL}, coalesce((${amounts} ->> invoice.id::text)::bigint, 0))`;
  return { forecast: taken, uncovered: `(${RESIDUAL} - ${taken})` };
}
