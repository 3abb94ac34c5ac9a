/** Money that reaches an invoice without a payment of ours, as the API asks for it. */
import type { Pool } from 'pg';
import type { ExternalPaymentStore } from '../../../api/stores/external-payments';
import type { Unapplied } from '../../../contracts/external-payments';
import { createRecordExternalPayment } from './record-external-payment';
import { createPreviewExternalPayment } from './preview-external-payment';

export function createExternalPaymentStore({
  pool,
}: Readonly<{ pool: Pool }>): ExternalPaymentStore {
  return {
    preview: createPreviewExternalPayment(pool),
    record: createRecordExternalPayment(pool),
    unapplied: (organizationId) => listUnapplied(pool, organizationId),
  };
}

const UNAPPLIED = {
  name: 'unapplied-of-client',
  text: `
  SELECT (SELECT coalesce(json_agg(json_build_object('id', money.id, 'kind', kind,
            'documentNumber', document_number, 'issuedOn', issued_on,
            'amount', json_build_object('amountMinor', amount_minor, 'currency', currency),
            'remaining', json_build_object('amountMinor', remaining_minor, 'currency', currency))
            ORDER BY issued_on NULLS LAST, money.created_at, money.id), '[]')
            FROM unapplied_money AS money
           WHERE money.organization_id = organization.id AND remaining_minor > 0) AS items
    FROM organization WHERE organization.id = survivor_of($1)`,
};

async function listUnapplied(
  pool: Pool,
  organizationId: string,
): Promise<readonly Unapplied[] | null> {
  const { rows } = await pool.query<{ items: readonly Unapplied[] }>({
    ...UNAPPLIED,
    values: [organizationId],
  });
  return rows[0]?.items ?? null;
}
