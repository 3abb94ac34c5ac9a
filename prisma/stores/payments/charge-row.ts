/** The one charge of a payment, as it is kept. */
import type { PoolClient } from 'pg';
import type { Charge } from '../../../domain/ports';

export type ChargeRow = Readonly<{
  charge: Charge;
  /** Real time, UTC. */
  frozenAt: string;
  resendDeadline: string;
  fenceDueAt: string | null;
  stopAskedAt: string | null;
  /** Business time, UTC. */
  returnsUntil: string | null;
  asked: number;
  /** What was said of it last; null before anything was. */
  lastOutcome: unknown;
}>;

type Row = Readonly<{
  key: string;
  method_token: string;
  method_kind: Charge['methodKind'];
  amount_minor: string;
  currency: string;
  statement_text: string;
  handle: string | null;
  frozen_at: Date;
  resend_deadline: Date;
  fence_due_at: Date | null;
  stop_asked_at: Date | null;
  returns_until: Date | null;
  asked: number;
  outcomes: readonly Readonly<{ outcome: unknown }>[];
}>;

export async function readChargeRow(
  source: Pick<PoolClient, 'query'>,
  paymentId: string,
): Promise<ChargeRow | null> {
  const { rows } = await source.query<Row>({
    name: 'charge-read',
    text: 'SELECT * FROM charge WHERE payment_id = $1',
    values: [paymentId],
  });
  const row = rows[0];
  return row === undefined ? null : chargeRowOf(row);
}

const chargeRowOf = (row: Row): ChargeRow => ({
  charge: {
    key: row.key,
    amountMinor: Number(row.amount_minor),
    currency: row.currency,
    methodToken: row.method_token,
    methodKind: row.method_kind,
    statementText: row.statement_text,
    handle: row.handle,
  },
  frozenAt: row.frozen_at.toISOString(),
  resendDeadline: row.resend_deadline.toISOString(),
  fenceDueAt: row.fence_due_at?.toISOString() ?? null,
  stopAskedAt: row.stop_asked_at?.toISOString() ?? null,
  returnsUntil: row.returns_until?.toISOString() ?? null,
  asked: row.asked,
  lastOutcome: row.outcomes.at(-1)?.outcome ?? null,
});

/** Written once, at the freeze: the primary key refuses a second one. Answers it as it is kept. */
export async function insertCharge(
  client: PoolClient,
  charge: Readonly<{
    paymentId: string;
    amountMinor: number;
    currency: string;
    statementText: string;
    resendDeadline: string;
    frozenAt: string;
  }>,
): Promise<ChargeRow> {
  const { rows } = await client.query<Row>({
    name: 'charge-insert',
    text: `
      INSERT INTO charge (payment_id, key, gateway, method_token, method_kind, amount_minor, currency,
                          statement_text, resend_deadline, frozen_at)
      SELECT $1::uuid, $1::uuid || ':charge', method.gateway, method.token, method.kind, $2, $3, $4, $5, $6
        FROM payment JOIN payment_method AS method ON method.id = payment.method_id
       WHERE payment.id = $1::uuid
      RETURNING *`,
    values: [
      charge.paymentId,
      charge.amountMinor,
      charge.currency,
      charge.statementText,
      charge.resendDeadline,
      charge.frozenAt,
    ],
  });
  const row = rows[0];
  if (row === undefined) throw new Error(`no charge row for payment ${charge.paymentId}`);
  return chargeRowOf(row);
}
