/**
 * What a decision about a payment is made from: one statement, the same for a preview and for the
 * placement that follows it, so that both are given the same values (rules.md 7).
 */
import type { Pool, PoolClient } from 'pg';
import type { BusinessFacts, MethodFacts } from '../../../domain/message-facts';
import type { PaymentState } from '../../../domain/payment';
import type { PlanInvoice } from '../../../domain/plan';
import type { AudienceContact } from '../../../domain/receipt-audience';
import type { PlannedPayment } from '../../../domain/trim';
import { audienceContactsJson } from './messages/audience-contacts';
import type { PlacementRequest } from './placement-types';

export type PlacementInvoice = PlanInvoice &
  Readonly<{
    number: string;
    unpostedMinor: number;
    plannedMinor: number;
    isMissing: boolean;
    isDrifted: boolean;
  }>;

export type PlacementRead = Readonly<{
  /** `now` is business time, UTC. */
  business: BusinessFacts & Readonly<{ runTime: string; now: string }>;
  method:
    | (MethodFacts & Readonly<{ organizationId: string; status: string; isRemoved: boolean }>)
    | null;
  organizationName: string | null;
  invoices: readonly PlacementInvoice[];
  /** Every payment planned on the invoices, with all its lines. */
  planned: readonly (PlannedPayment & Readonly<{ state: PaymentState }>)[];
  contacts: readonly AudienceContact[];
}>;

/**
 * $1 as a planner knows it before its value: plans for each number of invoices would be no better than
 * one for all, and making them costs more than running them.
 */
const INVOICE_IDS = 'ARRAY(SELECT unnest($1::uuid[]))';

/** SQL of a `PlacementRead`: $1 invoice ids, $2 method id, and where the organization's id stands. */
export const placementRead = (organization: string) => `
  json_build_object(
    'business', (SELECT json_build_object('zone', zone, 'runTime', run_time, 'name', name,
        'replyTo', mail_reply_to, 'locale', locale,
        'now', to_char((clock_timestamp() + clock_offset_ms * interval '1 millisecond')
                       AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) FROM business),
    'method', (SELECT json_build_object('organizationId', organization_id, 'kind', kind,
        'status', status, 'brand', brand, 'lastFour', last_four, 'friendlyName', friendly_name,
        'isRemoved', removed_at IS NOT NULL)
        FROM payment_method WHERE id = $2::uuid),
    'organizationName', (SELECT name FROM organization WHERE id = ${organization}),
    'contacts', ${audienceContactsJson(organization)},
    'invoices', (SELECT coalesce(json_agg(json_build_object(
        'invoiceId', id, 'organizationId', organization_id, 'currency', currency,
        'number', number, 'unpostedMinor', unposted_minor,
        'openMinor', open_minor, 'firmMinor', firm_minor, 'disputedMinor', disputed_minor,
        'plannedMinor', planned_minor, 'isVoid', is_void, 'isOnHold', is_on_hold, 'isMissing', missing_since IS NOT NULL,
        'isDrifted', drift_since IS NOT NULL) ORDER BY id), '[]')
        FROM invoice WHERE id = ANY(${INVOICE_IDS})),
    'planned', (SELECT coalesce(json_agg(json_build_object(
        'paymentId', payment.id, 'state', state, 'runOn', run_on,
        'lines', (SELECT json_agg(json_build_object('invoiceId', invoice_id, 'amountMinor', amount_minor))
                    FROM payment_line WHERE payment_id = payment.id)) ORDER BY run_on, payment.id), '[]')
        FROM payment
       WHERE payment.id IN (SELECT payment_id FROM payment_line WHERE invoice_id = ANY(${INVOICE_IDS}))
         AND (state = 'scheduled' OR (state = 'inReview' AND run_on IS NOT NULL))))`;

const READ = { name: 'placement-read', text: `SELECT ${placementRead('$3::uuid')} AS read` };

/** Reads under the locks that the caller holds. */
export async function readPlacement(
  client: PoolClient,
  asked: Readonly<{
    lines: readonly Readonly<{ invoiceId: string }>[];
    methodId: string;
    organizationId: string;
  }>,
): Promise<PlacementRead> {
  const { rows } = await client.query<{ read: PlacementRead }>({
    ...READ,
    values: [invoiceIdsOf(asked.lines), asked.methodId, asked.organizationId],
  });
  const read = rows[0]?.read;
  if (read === undefined) throw new Error('a placement read nothing');
  return read;
}

const READ_FOR_PLACING = {
  name: 'place-read',
  text: `
  SELECT nextval('payment_number_seq')::text AS number, client.id AS "organizationId",
         ${placementRead('client.id')} AS read
    FROM (SELECT survivor_of($3::uuid) AS id) AS client`,
};

/** `number` without the prefix. The client is the survivor, where the one that was named was merged. */
export type ReadForPlacing = Readonly<{
  number: string;
  organizationId: string;
  read: PlacementRead;
}>;

/** Reads for a payment that is not placed yet, and gives it its number. */
export async function readForPlacing(
  source: Pool | PoolClient,
  { lines, methodId, organizationId }: PlacementRequest,
): Promise<ReadForPlacing> {
  const values = [invoiceIdsOf(lines), methodId, organizationId];
  const { rows } = await source.query<ReadForPlacing>({ ...READ_FOR_PLACING, values });
  const [read] = rows;
  if (read === undefined) throw new Error('a placement read nothing');
  return read;
}

export const invoiceIdsOf = (lines: readonly Readonly<{ invoiceId: string }>[]): string[] => [
  ...new Set(lines.map(({ invoiceId }) => invoiceId)),
];

/** By its number; one that was not read, by its id alone. */
export function invoiceNamed(
  { invoices }: Pick<PlacementRead, 'invoices'>,
  invoiceId: string,
): Readonly<{ id: string; number: string }> {
  const invoice = invoices.find((candidate) => candidate.invoiceId === invoiceId);
  return { id: invoiceId, number: invoice?.number ?? invoiceId };
}
