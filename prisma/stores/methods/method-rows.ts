/** A saved method with what would be left dangling without it. The token never leaves this room. */
import type { Pool, PoolClient } from 'pg';
import type { PaymentMethod } from '../../../contracts/payment-methods';

type Row = Readonly<{
  id: string;
  version: number;
  kind: PaymentMethod['kind'];
  brand: string;
  last_four: string;
  friendly_name: string | null;
  expires_in: string | null;
  is_default: boolean;
  status: PaymentMethod['status'];
  read_at: Date;
  planned: readonly Readonly<{
    id: string;
    number: string;
    runOn: string | null;
    amountMinor: number;
    currency: string;
  }>[];
  rules: PaymentMethod['rules'];
}>;

const SELECT = `
  SELECT id, version, kind, brand, last_four, friendly_name, expires_in, is_default, status, read_at,
         (SELECT coalesce(json_agg(json_build_object(
              'id', payment.id, 'number', 'P-' || payment.number, 'runOn', payment.run_on,
              'amountMinor', payment.amount_minor, 'currency', payment.currency)
              ORDER BY payment.run_on NULLS FIRST, payment.number), '[]')
            FROM payment WHERE payment.method_id = payment_method.id
             AND payment.state IN ('scheduled', 'inReview')) AS planned,
         (SELECT coalesce(json_agg(json_build_object('id', rule.id, 'name', rule.name)
              ORDER BY rule.position, rule.id), '[]')
            FROM autopay_rule AS rule
           WHERE rule.organization_id = payment_method.organization_id AND rule.is_enabled
             AND rule.removed_at IS NULL AND (rule.method_id = payment_method.id
                  OR (rule.method_id IS NULL AND payment_method.is_default))) AS rules
    FROM payment_method WHERE removed_at IS NULL`;

/** The default first; null when there is no such client. */
export async function listMethods(
  pool: Pool,
  organizationId: string,
): Promise<readonly PaymentMethod[] | null> {
  const { rows } = await pool.query<Row | { id: null }>(
    `SELECT method.* FROM organization
       LEFT JOIN LATERAL (${SELECT} AND organization_id = organization.id) AS method ON true
      WHERE organization.id = survivor_of($1)
      ORDER BY method.is_default DESC, method.read_at, method.id`,
    [organizationId],
  );
  if (rows.length === 0) return null;
  return rows.flatMap((row) => (row.id === null ? [] : [methodOf(row)]));
}

/** Null when there is none, or it was removed. */
export async function readMethod(
  source: Pool | PoolClient,
  methodId: string,
): Promise<PaymentMethod | null> {
  const { rows } = await source.query<Row>(`${SELECT} AND id = $1`, [methodId]);
  return rows[0] === undefined ? null : methodOf(rows[0]);
}

function methodOf(row: Row): PaymentMethod {
  return {
    id: row.id,
    version: row.version,
    kind: row.kind,
    brand: row.brand,
    lastFour: row.last_four,
    friendlyName: row.friendly_name,
    expiresIn: row.expires_in,
    isDefault: row.is_default,
    status: row.status,
    readAt: row.read_at.toISOString(),
    planned: row.planned.map(({ id, number, runOn, amountMinor, currency }) => ({
      payment: { id, number },
      runOn,
      amount: { amountMinor, currency },
    })),
    rules: row.rules,
  };
}
