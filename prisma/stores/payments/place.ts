/**
 * Places a payment: decides and writes in one transaction of five statements (rules.md 1 to 10).
 *
 * Invariant: what is written is exactly the plan of the values that were locked and read, and a
 * refusal writes nothing.
 */
import type { Pool, PoolClient } from 'pg';
import type { GatewayLimits, Plan } from '../../../domain/plan';
import { ok, type Result, refuse } from '../../../domain/result';
import type { RunTiming } from '../../../domain/schedule-date';
import { CommitUnknownError, type Finished, inTransaction } from '../transaction';
import { readPlaced, sameBodyText } from './placed';
import { type Decision, decidePlacement } from './placement-decision';
import { scheduledMails } from './placement-mails';
import { invoiceIdsOf, type PlacementRead, readPlacement } from './placement-read';
import * as statements from './placement-statements';
import {
  type Actor,
  LINES_MAX,
  type Placed,
  type PlacementRefusal,
  type PlacementRequest,
  type StoreRefusal,
} from './placement-types';

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
      const decided = await inTransaction(dependencies.pool, (client) =>
        attempt(client, dependencies.limits, paymentId, request, actor),
      );
      if (decided !== 'notInserted') return decided;
    } catch (error) {
      if (isOriginMissing(error)) return refused({ code: 'PAYMENT_NOT_OF_ORGANIZATION' });
      if (!(error instanceof CommitUnknownError)) throw error;
      const known = await again(dependencies.pool, paymentId, request);
      if (known !== null) return known;
      throw error;
    }
    // Nothing was inserted: the id is taken, or the method is not of this client.
    const known = await again(dependencies.pool, paymentId, request);
    return known ?? refused({ code: 'METHOD_NOT_OF_ORGANIZATION' });
  };
}

async function attempt(
  client: PoolClient,
  limits: GatewayLimits,
  paymentId: string,
  request: PlacementRequest,
  actor: Actor,
): Promise<Finished<PlacementResult | 'notInserted'>> {
  if (request.lines.length > LINES_MAX) {
    return drop(refused({ code: 'TOO_MANY_LINES', linesMax: LINES_MAX }));
  }
  const number = await insertPayment(client, paymentId, request, actor);
  if (number === null) return drop('notInserted');
  const read = await lockAndRead(client, request);
  const decided = decidePlacement(read, limits, request, null);
  if (!decided.ok) return drop(refuse({ code: 'REFUSED', refusals: decided.refusal }));
  const { plan, timing, fingerprint } = decided.value;
  if (request.fingerprint !== null && request.fingerprint !== fingerprint) {
    return drop(refuse({ code: 'PLAN_CHANGED', fingerprint, plan }));
  }

  const placed = placedOf(paymentId, number, request, plan, timing);
  await write(client, placed, request, actor, read, decided.value);
  return { keep: true, value: ok(placed) };
}

async function insertPayment(
  client: PoolClient,
  paymentId: string,
  request: PlacementRequest,
  actor: Actor,
): Promise<string | null> {
  const total = request.lines.reduce((sum, line) => sum + Math.max(0, line.amountMinor), 0);
  const { rows } = await client.query<{ number: string }>({
    ...statements.INSERT_PAYMENT,
    values: [
      paymentId,
      request.methodId,
      request.organizationId,
      request.runOn === null ? 'manual' : 'scheduled',
      request.currency,
      total,
      request.strategy,
      request.reference,
      request.note,
      request.extraRecipients,
      request.retryOf,
      request.restoredFrom,
      sameBodyText(request),
      actor.id,
      actor.name,
    ],
  });
  return rows[0]?.number ?? null;
}

async function lockAndRead(client: PoolClient, request: PlacementRequest): Promise<PlacementRead> {
  const invoiceIds = invoiceIdsOf(request.lines);
  await client.query({ ...statements.LOCK_INVOICES, values: [invoiceIds] });
  await client.query({ ...statements.LOCK_PLANNED, values: [invoiceIds] });
  return readPlacement(client, request);
}

async function write(
  client: PoolClient,
  { payment: { id: paymentId, number } }: Placed,
  request: PlacementRequest,
  actor: Actor,
  read: PlacementRead,
  { plan, timing, audience }: Decision,
): Promise<void> {
  const { business } = read;
  const isNow = timing === null;
  const mails =
    timing === null ? [] : scheduledMails(paymentId, number, request, read, timing, audience);
  const deltas = request.lines.map(({ invoiceId, amountMinor }, position) => ({
    invoice_id: invoiceId,
    position,
    amount: amountMinor,
    firm: isNow ? amountMinor : 0,
    planned: isNow ? -takenOff(plan, invoiceId) : amountMinor,
  }));
  const lowered = plan.adjustments.map((adjustment) => ({
    payment_id: adjustment.paymentId,
    invoice_id: adjustment.invoiceId,
    before: adjustment.beforeMinor,
    after: adjustment.afterMinor,
  }));
  const after = {
    amountMinor: plan.totalMinor,
    currency: request.currency,
    runOn: timing?.runOn ?? null,
    lines: request.lines,
  };
  const { rows } = await client.query({
    ...statements.WRITE,
    values: [
      paymentId,
      JSON.stringify(deltas),
      JSON.stringify(lowered),
      request.organizationId,
      request.currency,
      business.now,
      isNow ? 'reserved' : 'scheduled',
      timing?.runOn ?? null,
      timing?.runTime ?? null,
      timing?.zone ?? null,
      timing?.runAt ?? null,
      isNow ? 'real' : 'business',
      timing?.runAt ?? new Date().toISOString(),
      actor.id,
      actor.name,
      JSON.stringify(after),
      JSON.stringify(audience.recipients),
      JSON.stringify(mails),
    ],
  });
  const touched = touchedBy(plan).length;
  const wrote = [rows[0].claims, rows[0].own_lines, rows[0].other_lines, rows[0].kept];
  const wanted = [deltas.length, deltas.length, lowered.length, lowered.length];
  const isWhole = wrote.every((count, index) => count === wanted[index]);
  if (!isWhole || rows[0].own_and_told !== 2 + touched || rows[0].other_payments !== touched) {
    throw new Error(`a placement under locks wrote ${wrote} of ${wanted}`);
  }
}

const takenOff = (plan: Plan, invoiceId: string) =>
  plan.adjustments
    .filter((adjustment) => adjustment.invoiceId === invoiceId)
    .reduce((sum, { beforeMinor, afterMinor }) => sum + beforeMinor - afterMinor, 0);

const touchedBy = (plan: Plan) => [
  ...new Set(plan.adjustments.map((adjustment) => adjustment.paymentId)),
];

function placedOf(
  id: string,
  number: string,
  request: PlacementRequest,
  plan: Plan,
  timing: RunTiming | null,
): Placed {
  const payment = {
    id,
    version: 1,
    number: `P-${number}`,
    kind: timing === null ? ('manual' as const) : ('scheduled' as const),
    state: timing === null ? ('reserved' as const) : ('scheduled' as const),
    amount: { amountMinor: plan.totalMinor, currency: request.currency },
    runOn: timing?.runOn ?? null,
    runAt: timing?.runAt ?? null,
  };
  return { payment, isNew: true, touchedPaymentIds: touchedBy(plan) };
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
