/**
 * Places a payment: decides and writes in one transaction of three statements, or of five where
 * something is planned on its invoices (rules.md 1 to 10).
 *
 * Invariant: what is written is exactly the plan of the values that were locked and read, and a
 * refusal writes nothing.
 */
import type { Pool, PoolClient } from 'pg';
import { PaymentKind } from '../../../domain/payment';
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
import { insertAndLock, touchedBy, writePlacement } from './write-placement';

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
  asked: PlacementRequest,
  actor: Actor,
): Promise<Finished<PlacementResult | 'notInserted'>> {
  if (asked.lines.length > LINES_MAX) {
    return drop(refused({ code: 'TOO_MANY_LINES', linesMax: LINES_MAX }));
  }
  const kind = asked.runOn === null ? PaymentKind.manual : PaymentKind.scheduled;
  const inserted = await insertAndLock(client, { paymentId, kind, request: asked, by: actor });
  if (inserted === null) return drop('notInserted');
  const { number, organizationId } = inserted;
  const request = { ...asked, organizationId };
  const read = await readAndLock(client, request);
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

/** Under the locks of the invoices; those of what is planned on them are taken where there is any. */
async function readAndLock(client: PoolClient, request: PlacementRequest): Promise<PlacementRead> {
  const read = await readPlacement(client, request);
  if (read.planned.length === 0) return read;
  const invoiceIds = invoiceIdsOf(request.lines);
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
  const { organizationId, currency, lines } = request;
  await writePlacement(client, {
    paymentId,
    organizationId,
    currency,
    lines,
    adjustments: plan.adjustments,
    timing,
    recipients: audience.recipients,
    mails:
      timing === null ? [] : scheduledMails(paymentId, number, request, read, timing, audience),
    by: actor,
    now: read.business.now,
  });
}

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
  return { payment, isNew: true, touchedPaymentIds: touchedBy(plan.adjustments) };
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
