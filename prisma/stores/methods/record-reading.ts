/**
 * What the gateway says of the method of a payment, before the last look at that payment. In a
 * transaction of its own: it concerns every rule that pays with the method, and locks more than the
 * invoices of one payment.
 */
import type { Pool } from 'pg';
import type { GatewayLimits } from '../../../domain/plan';
import type { MethodReading } from '../../../domain/ports';
import { changeMethods } from '../autopay/methods-changed';
import { inTransaction } from '../transaction';

const METHOD_OF = {
  name: 'reading-method-of-payment',
  text: `
  SELECT method.id, method.organization_id AS "organizationId", method.status
    FROM payment JOIN payment_method AS method ON method.id = payment.method_id WHERE payment.id = $1`,
};

const RECORD = {
  name: 'reading-of-method',
  text: `
  UPDATE payment_method SET
    status = $2, brand = coalesce($3, brand), last_four = coalesce($4, last_four),
    expires_in = coalesce($5, expires_in), read_at = clock_timestamp()
   WHERE id = $1`,
};

type Method = Readonly<{ id: string; organizationId: string; status: MethodReading['status'] }>;

export function createRecordReading({
  pool,
  limits,
}: Readonly<{ pool: Pool; limits: GatewayLimits }>) {
  /** @throws Error when there is no such payment. */
  return (paymentId: string, reading: MethodReading): Promise<void> =>
    inTransaction(pool, async (client) => {
      const { rows } = await client.query<Method>({ ...METHOD_OF, values: [paymentId] });
      const method = rows[0];
      if (method === undefined) throw new Error(`no payment ${paymentId}`);
      const { status, brand, lastFour, expiresIn } = reading;
      const values = [method.id, status, brand, lastFour, expiresIn];
      const record = () => client.query({ ...RECORD, values });
      if (method.status === status) await record();
      else await changeMethods(client, method.organizationId, limits, record);
      return { keep: true, value: undefined };
    });
}
