/**
 * A refused placement as its caller is told: with a preview read right after it, so that the limits
 * and the plan are those of now.
 *
 * Nothing was written by the refused try. When what stood in its way is gone by the time the preview
 * is read, it is tried again.
 */
import type { PlacementRefusal as Answered } from '../../../api/stores/payments';
import type { PaymentPreview, Refusal } from '../../../contracts/payment-preview';
import { ok, type Result, refuse } from '../../../domain/result';
import type { PlacementRefusal, StoreRefusal } from './placement-types';

/** Books that change faster than they are read three times are told as they are. */
const TRIES_MAX = 3;

type Refused = Extract<PlacementRefusal, { code: 'REFUSED' | 'PLAN_CHANGED' }>;

/**
 * @param preview of the same request; null when it names no client, or no payment, that exists.
 */
export async function answered<Value, Other extends Readonly<{ code: string }>>(
  attempt: () => Promise<Result<Value, Refused | Other>>,
  preview: () => Promise<PaymentPreview | null>,
  isRefused: (refusal: Refused | Other) => refusal is Refused,
): Promise<Result<Value, Answered | Other>> {
  for (let tries = 1; ; tries += 1) {
    const result = await attempt();
    if (result.ok) return ok(result.value);
    const { refusal } = result;
    if (!isRefused(refusal)) return refuse(refusal);
    const now = isOfPlacingAlone(refusal) ? null : await preview();
    if (now === null) return refuse({ code: 'REFUSED', refusals: withoutNames(refusal) });
    if (now.kind === 'refused') return refuse({ code: 'REFUSED', refusals: now.refusals });
    if (refusal.code === 'PLAN_CHANGED' || tries === TRIES_MAX) {
      return refuse({ code: 'PLAN_CHANGED', preview: now });
    }
  }
}

/** A preview is not told what is tried again or restored. */
function isOfPlacingAlone(refusal: Refused): boolean {
  return (
    refusal.code === 'REFUSED' &&
    refusal.refusals.some(({ code }) => code === 'PAYMENT_NOT_OF_ORGANIZATION')
  );
}

/** Of a request that names somebody who does not exist: the codes are all that can be said. */
function withoutNames(refusal: Refused): Refusal[] {
  const refusals: readonly StoreRefusal[] = refusal.code === 'REFUSED' ? refusal.refusals : [];
  return refusals.map(({ code }) => ({
    code,
    invoice: null,
    limit: null,
    plannedEntries: [],
    earliest: null,
    latest: null,
  }));
}
