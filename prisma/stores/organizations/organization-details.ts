/** One client: what it owes, its oldest invoice, its credit and its default method. */
import type { Pool } from 'pg';
import type { OrganizationDetails } from '../../../contracts/organizations';
import type { GatewayLimits } from '../../../domain/plan';
import { foldFigures, KEPT_SUMS } from '../figures/fold-figures';
import { currencyTotalsOf, totalsJson, type TotalsRecord } from '../invoices/currency-totals';
import { IS_OPEN } from '../invoices/invoice-figures';
import { Parameters } from '../lists/parameters';

type Details = Omit<OrganizationDetails, 'totals'> & Readonly<{ totals: readonly TotalsRecord[] }>;

const OLDEST = `
  (SELECT json_build_object('invoice', json_build_object('id', id, 'number', number), 'dueOn', due_on)
     FROM invoice WHERE organization_id = organization.id AND ${IS_OPEN} AND due_on IS NOT NULL
    ORDER BY due_on, id LIMIT 1)`;

const SOURCE = `
  (SELECT json_build_object('name', source.name, 'readAt',
            to_char(invoice.read_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
     FROM invoice JOIN source ON source.id = invoice.source_id
    WHERE invoice.organization_id = organization.id AND invoice.read_at IS NOT NULL
    ORDER BY invoice.read_at DESC, source.name LIMIT 1)`;

const UNAPPLIED = `
  (SELECT coalesce(json_agg(json_build_object('currency', currency, 'amountMinor', remaining)
            ORDER BY currency), '[]')
     FROM (SELECT currency, sum(remaining_minor) AS remaining FROM unapplied_money
            WHERE organization_id = organization.id AND remaining_minor > 0
            GROUP BY currency) AS credit)`;

const DEFAULT_METHOD = `
  (SELECT json_build_object('id', id, 'kind', kind, 'brand', brand, 'lastFour', last_four,
            'friendlyName', friendly_name, 'expiresIn', expires_in)
     FROM payment_method WHERE organization_id = organization.id AND is_default)`;

const ALIASES = `
  (SELECT coalesce(json_agg(alias ORDER BY alias), '[]') FROM organization_alias
    WHERE organization_id = organization.id)`;

const COUNTS = `
  json_build_object(
    'openInvoices', (SELECT count(*) FROM invoice WHERE organization_id = organization.id AND ${IS_OPEN}),
    'payments', (SELECT count(*) FROM payment WHERE organization_id = organization.id),
    'autopayRules', (SELECT count(*) FROM autopay_rule
                      WHERE organization_id = organization.id AND removed_at IS NULL),
    'methods', (SELECT count(*) FROM payment_method
                 WHERE organization_id = organization.id AND removed_at IS NULL),
    'contacts', (SELECT count(*) FROM contact
                  WHERE organization_id = organization.id AND removed_at IS NULL))`;

/** Null when there is no such client. The id of one that was merged answers with the survivor. */
export async function readOrganization(
  pool: Pool,
  now: Date,
  limits: GatewayLimits,
  organizationId: string,
): Promise<OrganizationDetails | null> {
  await foldFigures(pool, now, limits);
  const parameters = new Parameters();
  const id = `survivor_of(${parameters.bind(organizationId)}::uuid)`;
  const text = `
    WITH owed AS (
      SELECT currency, ${KEPT_SUMS.join(', ')} FROM client_owed
       WHERE organization_id = ${id} AND view = 'all'
    )
    SELECT json_build_object(
      'id', id, 'name', name, 'customerNumber', customer_number, 'city', city, 'terms', terms_text,
      'aliases', ${ALIASES}, 'source', ${SOURCE},
      'totals', ${totalsJson('owed')}, 'oldest', ${OLDEST}, 'unapplied', ${UNAPPLIED},
      'defaultMethod', ${DEFAULT_METHOD}, 'counts', ${COUNTS}) AS details
      FROM organization WHERE id = ${id}`;
  const { rows } = await pool.query<{ details: Details }>(text, parameters.values);
  const details = rows[0]?.details;
  return details === undefined
    ? null
    : { ...details, totals: details.totals.map(currencyTotalsOf) };
}
