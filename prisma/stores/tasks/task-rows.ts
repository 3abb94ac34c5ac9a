/** Tasks as they are read: what one is about, joined by id, in the shape of the page. */
import type { Task } from '../../../contracts/tasks';

/**
 * Something went wrong with money, or the outcome is not known: it is shown first. Everything else
 * needs a choice.
 */
const FAILED: ReadonlySet<string> = new Set([
  'paymentDeclined',
  'paymentUnknown',
  'paymentPending',
  'moneyOnClosedPayment',
  'workflowRefused',
  'messageFailed',
]);

const UTC = `AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

export const TASK_SOURCE = `
  task
  LEFT JOIN payment ON payment.id = task.payment_id
  LEFT JOIN invoice ON invoice.id = task.invoice_id
  LEFT JOIN organization ON organization.id = task.organization_id`;

/** A task is about a whole payment, or about the part of it that its facts name. */
export const TASK_COLUMN = `
  json_build_object(
    'id', task.id, 'version', task.version, 'kind', task.kind, 'importId', task.import_id,
    'organization', CASE WHEN organization.id IS NULL THEN NULL
       ELSE json_build_object('id', organization.id, 'name', organization.name) END,
    'payment', CASE WHEN payment.id IS NULL THEN NULL
       ELSE json_build_object('id', payment.id, 'number', 'P-' || payment.number) END,
    'invoice', CASE WHEN invoice.id IS NULL THEN NULL
       ELSE json_build_object('id', invoice.id, 'number', invoice.number) END,
    'amount', CASE WHEN payment.id IS NULL THEN NULL
       ELSE json_build_object('amountMinor', coalesce(
              (SELECT amount_minor FROM charge WHERE charge.payment_id = payment.id),
              payment.amount_minor), 'currency', payment.currency) END,
    'facts', task.facts, 'openedAt', to_char(task.opened_at ${UTC}),
    'resolved', CASE WHEN task.resolved_at IS NULL THEN NULL ELSE json_build_object(
       'at', to_char(task.resolved_at ${UTC}), 'by', task.resolved_by,
       'resolution', task.resolution) END) AS task`;

export type TaskRow = Readonly<{ task: Omit<Task, 'group'> }>;

export function toTask({ task }: TaskRow): Task {
  return { ...task, group: FAILED.has(task.kind) ? 'failed' : 'choice' };
}
