/**
 * Places a payment (rules.md 1 to 10): reads, decides and writes, if all is still as it was read. Where
 * something is planned on its invoices, or something moved meanwhile, it is decided anew under locks.
 *
 * Invariant: what is written is exactly the plan of the values that were read and that are held while
 * it is written, and a refusal writes nothing. An id is placed once, whatever comes under it at once.
 */
import type { Pool, PoolClient } from 'pg';
import { PaymentKind } from '../../../domain/payment';
import type { GatewayLimits } from '../../../domain/plan';
import { ok, type Result, refuse } from '../../../domain/result';
import { atOnce, CommitUnknownError, type Finished, inTransaction } from '../transaction';
import { readPlaced, sameBodyText } from './placed';
import { decidePlacement } from './placement-decision';
import { scheduledMails } from './placement-mails';
import { invoiceIdsOf, type ReadForPlacing, readForPlacing, readPlacement } from './placement-read';
import * as statements from './placement-statements';
import {
  type Actor,
  LINES_MAX,
  type Placed,
  type PlacementRefusal,
  type PlacementRequest,
  type StoreRefusal,
} from './placement-types';
import { type PlacementToWrite, totalOf, touchedBy, writePlacement } from './write-placement';

export type PlacementDependencies = Readonly<{ pool: Pool; limits: GatewayLimits }>;
export type PlacementResult = Result<Placed, PlacementRefusal>;

export function createPlacePayment(dependencies: PlacementDependencies) {
  /**
   * The same id and body again answers the placed payment with `isNew` false, also when both come
   * at once; another body under the id is refused with the placed payment.
   *
   * @throws when the database is away. Asking again under the same id is always right.
   */
  return async function place(
    paymentId: string,
    request: PlacementRequest,
    actor: Actor,
  ): Promise<PlacementResult> {
    try {
      const result = await attempt(dependencies, paymentId, request, actor);
      if (result !== 'taken' && result.ok) return result;
      // What is refused may be placed already, and have taken the headroom it asks for.
      const known = await again(dependencies.pool, paymentId, request);
      if (known !== null) return known;
      if (result === 'taken') throw new Error(`payment ${paymentId} was there and is not`);
      return result;
    } catch (error) {
      if (isOriginMissing(error)) return refused({ code: 'PAYMENT_NOT_OF_ORGANIZATION' });
      if (!(error instanceof CommitUnknownError)) throw error;
      const known = await again(dependencies.pool, paymentId, request);
      if (known !== null) return known;
      throw error;
    }
  };
}

type Attempt = PlacementResult | 'taken';

async function attempt(
  { pool, limits }: PlacementDependencies,
  paymentId: string,
  request: PlacementRequest,
  actor: Actor,
): Promise<Attempt> {
  if (request.lines.length > LINES_MAX) {
    return refused({ code: 'TOO_MANY_LINES', linesMax: LINES_MAX });
  }
  const placing = await readForPlacing(pool, request);
  const decided = decide(placing, limits, paymentId, request, actor);
  if (!decided.ok) return decided;
  if (placing.read.planned.length === 0) {
    const written = await atOnce(() => writePlacement(pool, decided.value));
    if (written === 'taken') return 'taken';
    if (written === 'written') return ok(placedOf(decided.value));
  }
  return inTransaction(pool, (client) =>
    underLocks(client, limits, placing.number, paymentId, request, actor),
  );
}

/** The same, with everything held that it is decided from: nothing moves any more. */
async function underLocks(
  client: PoolClient,
  limits: GatewayLimits,
  number: string,
  paymentId: string,
  request: PlacementRequest,
  actor: Actor,
): Promise<Finished<Attempt>> {
  const organizationId = await lockForPlacement(client, request);
  if (organizationId === null) return drop(refused({ code: 'METHOD_NOT_OF_ORGANIZATION' }));
  const read = await readPlacement(client, { ...request, organizationId });
  const placing = { number, organizationId, read };
  const decided = decide(placing, limits, paymentId, request, actor);
  if (!decided.ok) return drop(decided);
  const written = await writePlacement(client, decided.value);
  if (written === 'moved') throw new Error(`payment ${paymentId}: what is locked has moved`);
  if (written === 'taken') return drop(written);
  return { keep: true, value: ok(placedOf(decided.value)) };
}

/** The client is the survivor, where the one that was named was merged; null when the method is not its. */
async function lockForPlacement(
  client: PoolClient,
  { lines, methodId, organizationId }: PlacementRequest,
): Promise<string | null> {
  const invoiceIds = invoiceIdsOf(lines);
  const { rows } = await client.query<{ organizationId: string }>({
    ...statements.LOCK,
    values: [invoiceIds, methodId, organizationId],
  });
  if (rows[0] === undefined) return null;
  await client.query({ ...statements.LOCK_PLANNED, values: [invoiceIds] });
  return rows[0].organizationId;
}

function decide(
  placing: ReadForPlacing,
  limits: GatewayLimits,
  paymentId: string,
  request: PlacementRequest,
  by: Actor,
): Result<PlacementToWrite, PlacementRefusal> {
  const { number, organizationId, read } = placing;
  const asked = { ...request, organizationId };
  const decided = decidePlacement(read, limits, asked, null);
  if (!decided.ok) return refuse({ code: 'REFUSED', refusals: decided.refusal });
  const { plan, timing, audience, fingerprint } = decided.value;
  if (request.fingerprint !== null && request.fingerprint !== fingerprint) {
    return refuse({ code: 'PLAN_CHANGED', fingerprint, plan });
  }
  return ok({
    paymentId,
    kind: timing === null ? PaymentKind.manual : PaymentKind.scheduled,
    request,
    placing,
    adjustments: plan.adjustments,
    timing,
    recipients: audience.recipients,
    mails: timing === null ? [] : scheduledMails(paymentId, number, asked, read, timing, audience),
    placedBy: by,
    by,
  });
}

function placedOf({
  paymentId,
  kind,
  request,
  placing,
  timing,
  adjustments,
}: PlacementToWrite): Placed {
  const payment = {
    id: paymentId,
    version: 1,
    number: `P-${placing.number}`,
    kind,
    state: timing === null ? ('reserved' as const) : ('scheduled' as const),
    amount: { amountMinor: totalOf(request.lines), currency: request.currency },
    runOn: timing?.runOn ?? null,
    runAt: timing?.runAt ?? null,
  };
  return { payment, isNew: true, touchedPaymentIds: touchedBy(adjustments) };
}

async function again(
  pool: Pool,
  paymentId: string,
  request: PlacementRequest,
): Promise<PlacementResult | null> {
  const known = await readPlaced(pool, paymentId);
  if (known === null) return null;
  if (known.requestBody !== sameBodyText(request)) {
    return refuse({ code: 'PAYMENT_ID_USED', payment: known.payment });
  }
  return ok({ payment: known.payment, isNew: false, touchedPaymentIds: [] });
}

/** The foreign keys of `retry_of_id` and `restored_from_id`, which hold within a client. */
function isOriginMissing(error: unknown): boolean {
  const { code, constraint } = error as Readonly<{ code?: unknown; constraint?: unknown }>;
  return code === '23503' && /retry_of|restored_from/.test(String(constraint));
}

const drop = <Value>(value: Value) => ({ keep: false, value });
const refused = (refusal: StoreRefusal): PlacementResult =>
  refuse({ code: 'REFUSED', refusals: [refusal] });
