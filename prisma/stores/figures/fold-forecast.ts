/**
 * What autopay is to take of the open invoices that changed, decided once and kept: a part of the fold
 * of figures, under its lock.
 */
import type { PoolClient } from 'pg';
import type { GatewayLimits } from '../../../domain/plan';
import { decideForecast, type StaleForecast } from '../autopay/forecast';
import { DUE, RESIDUAL } from '../invoices/invoice-figures';

/** Its invoice is to be decided again, or with its rules all of them; else only its sums. */
export type StaleRow = Readonly<{
  organization_id: string;
  invoice_id: string | null;
  rules_changed: boolean;
}>;

/** So many clients with rules that changed are decided at once: their invoices are held in memory. */
const CLIENTS_AT_ONCE = 500;

export async function foldForecast(
  client: PoolClient,
  limits: GatewayLimits,
  rows: readonly StaleRow[],
): Promise<void> {
  const changed = rows.filter(({ rules_changed }) => rules_changed);
  const changedIds = idsOf(changed);
  for (let at = 0; at < changedIds.length; at += CLIENTS_AT_ONCE) {
    const some = changedIds.slice(at, at + CLIENTS_AT_ONCE);
    await decide(client, limits, { invoiceIds: [], changedIds: some, organizationIds: some });
  }
  const isChanged = new Set(changedIds);
  const ofInvoices = rows.filter(
    ({ organization_id, invoice_id }) => invoice_id !== null && !isChanged.has(organization_id),
  );
  if (ofInvoices.length === 0) return;
  await decide(client, limits, {
    invoiceIds: [...new Set(ofInvoices.flatMap(({ invoice_id }) => invoice_id ?? []))],
    changedIds: [],
    organizationIds: idsOf(ofInvoices),
  });
}

const idsOf = (rows: readonly StaleRow[]): string[] => [
  ...new Set(rows.map(({ organization_id }) => organization_id)),
];

async function decide(client: PoolClient, limits: GatewayLimits, stale: StaleForecast) {
  await client.query(FORGET, [stale.invoiceIds, stale.changedIds]);
  const forecast = await decideForecast(client, limits, stale);
  if (forecast.size === 0) return;
  await client.query(KEEP, [
    JSON.stringify([...forecast].map(([id, { amountMinor }]) => ({ id, amount: amountMinor }))),
  ]);
}

const FORGET = `
  DELETE FROM autopay_forecast WHERE invoice_id = ANY($1::uuid[]) OR organization_id = ANY($2::uuid[])`;

/** One whose client is others' by now is written by the fold that its merge asks for. */
const KEEP = `
  INSERT INTO autopay_forecast (invoice_id, organization_id, amount_minor, uncovered_minor, due_on,
                                issued_on)
  SELECT invoice.id, invoice.organization_id, amount, greatest(0, ${RESIDUAL} - amount), ${DUE},
         invoice.issued_on
    FROM json_to_recordset($1::json) AS decided(id uuid, amount bigint)
    JOIN invoice ON invoice.id = decided.id
  ON CONFLICT (invoice_id) DO UPDATE SET organization_id = excluded.organization_id,
    amount_minor = excluded.amount_minor, uncovered_minor = excluded.uncovered_minor,
    due_on = excluded.due_on, issued_on = excluded.issued_on`;
