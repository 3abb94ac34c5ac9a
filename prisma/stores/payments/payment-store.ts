/** Payments as the API has them: every decision in one transaction, every refusal with its reasons. */
import type { Pool } from 'pg';
import type { ChangeRefusal, PaymentStore } from '../../../api/stores/payments';
import type { PreviewPaymentBody } from '../../../contracts/payment-request';
import type { PlacedPayment } from '../../../contracts/payments';
import type { GatewayCapabilities } from '../../../domain/ports';
import { ok, type Result, refuse } from '../../../domain/result';
import { answered } from './answered';
import { createApply, createStateFor } from './apply';
import { createApprovePayment } from './approve';
import { createCancelPayment } from './cancel';
import { createChangePayment } from './change';
import { createCharging } from './charging';
import type { DecisionResult } from './decision-types';
import { createReceipts } from './messages/receipts';
import { createPlacePayment } from './place';
import type { PlacementRefusal } from './placement-types';
import { createPreviewPayment } from './preview';
import { createPreviewSplit } from './preview-split';
import { createPaymentReader } from './reading/payment-reader';
import { createStarting } from './starting';

type Dependencies = Readonly<{ pool: Pool; capabilities: GatewayCapabilities }>;

/** @param byKey for what is done at each confirmed payment. */
export function createPaymentStore({
  pool,
  byKey,
  capabilities,
}: Dependencies & Readonly<{ byKey: Pool }>): PaymentStore {
  const limits = capabilities;
  const placePayment = createPlacePayment({ pool: byKey, limits });
  const preview = createPreviewPayment({ pool, limits });
  const apply = createApply({ pool, capabilities });
  const { readStart } = createStarting({ pool: byKey });
  const { recordReport } = createCharging({ pool });
  return {
    ...createPaymentReader({ pool, capabilities }),
    ...createReceipts({ pool }),
    ...decisions({ pool, capabilities }),
    preview,
    previewSplit: createPreviewSplit({ pool, limits }),
    async place(paymentId, request, actor) {
      const asked = { ...request, changes: null };
      const result = await answered(
        () => placePayment(paymentId, request, actor),
        () => preview(asked),
        isRefused,
      );
      if (!result.ok) return refuse(result.refusal);
      const { payment, isNew } = result.value;
      return ok({ payment, isNew });
    },
    readStart,
    recordReport,
    apply: (paymentId, outcome, from) => apply(paymentId, outcome, from),
    stateFor: createStateFor({ pool }),
  };
}

/** Decisions about a placed payment. A conflict of versions is answered with the payment as it is. */
function decisions({
  pool,
  capabilities,
}: Dependencies): Pick<PaymentStore, 'change' | 'cancel' | 'approve'> {
  const dependencies = { pool, limits: capabilities };
  const change = createChangePayment(dependencies);
  const approve = createApprovePayment(dependencies);
  const cancel = createCancelPayment({ pool, capabilities });
  const preview = createPreviewPayment(dependencies);
  const { read } = createPaymentReader({ pool, capabilities });

  const decided = async (
    paymentId: string,
    attempt: () => Promise<DecisionResult>,
    asked: Partial<Pick<PreviewPaymentBody, 'lines' | 'methodId'>> & { runOn: string | null },
  ): Promise<Result<PlacedPayment, ChangeRefusal>> => {
    const previewOfIt = async () => {
      const request = await requestOf(pool, paymentId);
      return request === null ? null : preview({ ...request, ...asked });
    };
    const result = await answered(attempt, previewOfIt, isRefused);
    if (result.ok) return ok(result.value);
    const { refusal } = result;
    if (refusal.code !== 'VERSION_CONFLICT') return refuse(refusal);
    const present = await read(paymentId);
    return refuse(present === null ? { code: 'NOT_FOUND' } : { code: refusal.code, present });
  };

  return {
    change: (paymentId, request, actor) => {
      const { lines, methodId, runOn, extraRecipients } = request;
      return decided(paymentId, () => change(paymentId, request, actor), {
        ...(lines && { lines }),
        ...(methodId && { methodId }),
        ...(extraRecipients && { extraRecipients }),
        runOn: runOn ?? null,
      });
    },
    approve: (paymentId, request, actor) =>
      decided(paymentId, () => approve(paymentId, request, actor), { runOn: request.runOn }),
    cancel: (paymentId, request, actor) =>
      decided(paymentId, () => cancel(paymentId, request, actor), { runOn: null }),
  };
}

function isRefused<Other extends Readonly<{ code: string }>>(
  refusal: Other | PlacementRefusal,
): refusal is Extract<PlacementRefusal, { code: 'REFUSED' | 'PLAN_CHANGED' }> {
  return refusal.code === 'REFUSED' || refusal.code === 'PLAN_CHANGED';
}

const REQUEST = {
  name: 'payment-as-request',
  text: `
  SELECT json_build_object('organizationId', organization_id, 'methodId', method_id,
    'currency', currency, 'strategy', strategy, 'extraRecipients', extra_recipients, 'changes', id,
    'runOn', run_on,
    'lines', (SELECT coalesce(json_agg(json_build_object('invoiceId', invoice_id,
                'amountMinor', amount_minor) ORDER BY position), '[]')
                FROM payment_line WHERE payment_id = payment.id AND amount_minor > 0)) AS request
    FROM payment WHERE id = $1`,
};

/** The placed payment as the request that it is; null when it was never placed. */
async function requestOf(pool: Pool, paymentId: string): Promise<PreviewPaymentBody | null> {
  const { rows } = await pool.query<{ request: PreviewPaymentBody }>({
    ...REQUEST,
    values: [paymentId],
  });
  return rows[0]?.request ?? null;
}
