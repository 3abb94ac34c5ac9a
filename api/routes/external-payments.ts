import {
  applyUnapplied,
  listUnapplied,
  previewExternalPayment,
  previewUnapplied,
  recordExternalPayment,
} from '../../contracts/external-payments';
import type { Actor } from '../stores/actor';
import { answer, type Mounting, mount } from '../mount';
import { Problem } from '../problem';
import type { ExternalPaymentStore, ExternalRefusal } from '../stores/external-payments';
import type { RouteDependencies } from './dependencies';
import { found, refusedProblem } from './refusals';

/** Money that reaches an invoice without a payment of ours: previewed, then recorded once. */
export function externalPaymentRoutes(
  mounting: Mounting,
  { stores, soon }: RouteDependencies,
): void {
  const { externalPayments } = stores;
  const record = async (asked: Parameters<ExternalPaymentStore['record']>[0], actor: Actor) => {
    const result = await externalPayments.record(asked, actor);
    if (!result.ok) throw problemOf(result.refusal);
    const { payment, isNew, touchedPaymentIds } = result.value;
    for (const id of touchedPaymentIds) soon.tellPayment(id, 'changed');
    soon.tellRulesOf({ kind: 'invoice', id: payment.invoice.id });
    return isNew ? answer(201, payment) : answer(200, payment);
  };

  mount(mounting, previewExternalPayment, async ({ params, body }) => {
    const { amountMinor, receivedOn } = body;
    const from = { kind: 'receivedElsewhere', receivedOn, reference: null, reason: null } as const;
    return answer(
      200,
      found(await externalPayments.preview({ invoiceId: params.id, amountMinor, from })),
    );
  });

  mount(mounting, recordExternalPayment, ({ params, body, actor }) => {
    const { id, fingerprint, amountMinor, receivedOn, reference, reason } = body;
    const from = { kind: 'receivedElsewhere', receivedOn, reference, reason } as const;
    return record({ id, fingerprint, invoiceId: params.id, amountMinor, from }, actor);
  });

  mount(mounting, listUnapplied, async ({ query }) => {
    const items = found(await externalPayments.unapplied(query.organizationId));
    return answer(200, { items: [...items] });
  });

  mount(mounting, previewUnapplied, async ({ params, body: { invoiceId, amountMinor } }) => {
    const from = { kind: 'creditApplied', unappliedId: params.id } as const;
    return answer(200, found(await externalPayments.preview({ invoiceId, amountMinor, from })));
  });

  mount(mounting, applyUnapplied, ({ params, body, actor }) => {
    const { id, fingerprint, invoiceId, amountMinor } = body;
    const from = { kind: 'creditApplied', unappliedId: params.id } as const;
    return record({ id, fingerprint, invoiceId, amountMinor, from }, actor);
  });
}

function problemOf(refusal: ExternalRefusal): Problem {
  switch (refusal.code) {
    case 'REFUSED':
      return refusedProblem(refusal.refusals);
    case 'PLAN_CHANGED':
      return new Problem('PLAN_CHANGED', { externalPreview: refusal.preview });
    case 'NOT_FOUND':
    case 'PAYMENT_ID_USED':
      return new Problem(refusal.code);
  }
}
