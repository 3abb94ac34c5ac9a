import type { Response } from 'express';
import type { PaymentRow } from '../../contracts/payment-row';
import {
  approvePayment,
  cancelPayment,
  changePayment,
  listPayments,
  listReceipts,
  previewPayment,
  previewSplit,
  putPayment,
  readPayment,
  sendReceipts,
  type PlacedPayment,
} from '../../contracts/payments';
import { type Result, refuse } from '../../domain/result';
import { invoicePaymentWorkflowId } from '../../workflows/messages';
import { amountCell, type Column } from '../csv';
import { answer, type Mounting, mount } from '../mount';
import { Problem } from '../problem';
import type { ChangeRefusal } from '../stores/payments';
import type { Deployment, RouteDependencies } from './dependencies';
import { sendCsv, wantsCsv } from './lists';
import { changed, found, placementProblem, simpleProblem } from './refusals';

const COLUMNS: readonly Column<PaymentRow>[] = [
  { title: 'Payment', cell: (row) => row.number },
  { title: 'Client', cell: (row) => row.organization.name },
  { title: 'Kind', cell: (row) => row.kind },
  { title: 'State', cell: (row) => row.state },
  { title: 'Currency', cell: (row) => row.amount.currency },
  { title: 'Amount', cell: (row) => amountCell(row.amount) },
  { title: 'Method', cell: (row) => `${row.method.brand} ··${row.method.lastFour}` },
  { title: 'Runs', cell: (row) => row.runOn },
  { title: 'Placed', cell: (row) => row.placedAt },
  { title: 'Placed by', cell: (row) => row.placedBy },
  { title: 'Settled', cell: (row) => row.settledAt },
  { title: 'Reference', cell: (row) => row.reference },
  { title: 'Invoices', cell: (row) => row.invoiceCount },
];

/** Payments. Each answer comes from the database, so it is right also while Temporal is away. */
export function paymentRoutes(mounting: Mounting, dependencies: RouteDependencies): void {
  const { stores, deployment } = dependencies;
  const { payments } = stores;

  placingRoutes(mounting, dependencies);
  decidingRoutes(mounting, dependencies);
  receiptRoutes(mounting, dependencies);

  mount(mounting, listPayments, async ({ query, request }) => {
    if (!wantsCsv(request, query)) return answer(200, await payments.list(query));
    const file = { name: 'payments', columns: COLUMNS, query, read: payments.list.bind(payments) };
    return answer(200, (response: Response) => sendCsv(response, file));
  });

  mount(mounting, readPayment, async ({ params }) => {
    const payment = found(await payments.read(params.id));
    return answer(200, { ...payment, workflow: workflowOf(params.id, deployment) });
  });
}

/** Preview and place: nothing, and everything, in one transaction of the store. */
function placingRoutes(mounting: Mounting, { stores, soon }: RouteDependencies): void {
  const { payments } = stores;

  mount(mounting, previewPayment, async ({ body }) =>
    answer(200, found(await payments.preview(body))),
  );

  mount(mounting, previewSplit, async ({ body }) =>
    answer(200, found(await payments.previewSplit(body))),
  );

  mount(mounting, putPayment, async ({ params, body, actor, response }) => {
    const result = await soon.givingWay(() => payments.place(params.id, body, actor));
    if (!result.ok) {
      const { refusal } = result;
      if (refusal.code !== 'PAYMENT_ID_USED') throw placementProblem(refusal);
      throw new Problem('PAYMENT_ID_USED', { payment: refusal.payment });
    }
    const { payment, isNew } = result.value;
    if (!isNew) return answer(200, payment);
    soon.startPayment(payment.id);
    response.location(`/api/payments/${payment.id}`);
    return answer(201, payment);
  });
}

/** Decisions of a person about a placed payment; its workflow is told and reads again. */
function decidingRoutes(mounting: Mounting, { stores, soon, deployment }: RouteDependencies): void {
  const { payments } = stores;
  const withWorkflow = (id: string, result: Result<PlacedPayment, ChangeRefusal>) => {
    if (result.ok || result.refusal.code !== 'VERSION_CONFLICT') return result;
    const { code, present } = result.refusal;
    return refuse({ code, present: { ...present, workflow: workflowOf(id, deployment) } });
  };

  mount(mounting, cancelPayment, async ({ params, body, actor }) => {
    const result = await payments.cancel(params.id, body, actor);
    const payment = changed(withWorkflow(params.id, result));
    soon.tellPayment(payment.id, 'changed');
    return answer(200, payment);
  });

  mount(mounting, changePayment, async ({ params, body, actor }) => {
    const result = await payments.change(params.id, body, actor);
    const payment = changed(withWorkflow(params.id, result));
    soon.tellPayment(payment.id, 'changed');
    return answer(200, payment);
  });

  mount(mounting, approvePayment, async ({ params, body, actor }) => {
    const result = await payments.approve(params.id, body, actor);
    const payment = changed(withWorkflow(params.id, result));
    soon.tellPayment(payment.id, 'changed');
    return answer(200, payment);
  });
}

function receiptRoutes(mounting: Mounting, { stores, soon }: RouteDependencies): void {
  const { payments } = stores;

  mount(mounting, listReceipts, async ({ params }) =>
    answer(200, { items: [...found(await payments.receipts(params.id))] }),
  );

  mount(mounting, sendReceipts, async ({ params, body, actor }) => {
    const result = await payments.sendReceipts(params.id, body, actor);
    if (!result.ok) throw simpleProblem(result.refusal);
    soon.tellPayment(params.id, 'changed');
    return answer(202, { items: [...result.value] });
  });
}

/** Where an operator looks: the workflow's page in the Temporal UI. */
function workflowOf(paymentId: string, deployment: Deployment) {
  const id = invoicePaymentWorkflowId(paymentId);
  const { temporalUiUrl, temporalNamespace } = deployment;
  const path = `/namespaces/${temporalNamespace}/workflows/${encodeURIComponent(id)}`;
  return { id, url: temporalUiUrl === null ? null : `${temporalUiUrl}${path}` };
}
