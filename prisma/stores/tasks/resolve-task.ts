/**
 * A person says that a task is done. Whoever says it second is told so; what a task is about is
 * decided where it is decided: a payment in review on the payment, a row of an import in the import.
 */
import type { Pool, PoolClient } from 'pg';
import type { TaskStore } from '../../../api/stores/books';
import type { Actor } from '../../../api/stores/actor';
import type { ResolveTaskBody, Task } from '../../../contracts/tasks';
import { ok, refuse } from '../../../domain/result';
import { recordEvent } from '../events/record-event';
import { DISPUTED, liftAutopay, RETURNED } from '../payments/money-back';
import { inTransaction } from '../transaction';
import { TASK_COLUMN, TASK_SOURCE, type TaskRow, toTask } from './task-rows';

type Resolve = TaskStore['resolve'];
type Finished = Readonly<{ keep: boolean; value: Awaited<ReturnType<Resolve>> }>;

/** Invoices first, then the task (rules.md 10): what a task is about never changes. */
const LOCK_INVOICES = `
  SELECT invoice.id FROM invoice
   WHERE id = (SELECT invoice_id FROM task WHERE task.id = $1)
      OR id IN (SELECT line.invoice_id FROM task JOIN payment_line AS line USING (payment_id)
                 WHERE task.id = $1 AND line.amount_minor > 0)
   ORDER BY id FOR NO KEY UPDATE`;

const LOCK_TASK = `SELECT 1 FROM task WHERE id = $1 FOR NO KEY UPDATE`;

const READ_TASK = `SELECT ${TASK_COLUMN} FROM ${TASK_SOURCE} WHERE task.id = $1`;

const WAITS_ELSEWHERE = `
  SELECT (SELECT state FROM payment WHERE payment.id = task.payment_id) = 'inReview' AS payment,
         (SELECT status FROM import WHERE import.id = task.import_id) = 'waiting' AS import
    FROM task WHERE id = $1`;

const RESOLVE = `
  UPDATE task SET resolved_at = clock_timestamp() + business.clock_offset_ms * interval '1 millisecond',
                  resolved_by = $2, resolution = $3, version = task.version + 1
    FROM business WHERE task.id = $1`;

export function createResolveTask(pool: Pool): Resolve {
  return (taskId, request, actor) =>
    inTransaction(pool, (client) => attempt(client, taskId, request, actor));
}

async function attempt(
  client: PoolClient,
  taskId: string,
  request: ResolveTaskBody,
  actor: Actor,
): Promise<Finished> {
  const { rows: invoices } = await client.query<{ id: string }>(LOCK_INVOICES, [taskId]);
  await client.query(LOCK_TASK, [taskId]);
  const before = await readTask(client, taskId);
  if (before === null) return refused({ code: 'NOT_FOUND' });
  if (before.resolved !== null) return refused({ code: 'TASK_ALREADY_RESOLVED' });
  if (before.version !== request.version) {
    return refused({ code: 'VERSION_CONFLICT', present: before });
  }
  if (!(await isPossible(client, before, request))) {
    return refused({ code: 'DECISION_NOT_POSSIBLE' });
  }
  if (request.resolution === 'liftHold') {
    const ids = invoices.map(({ id }) => id);
    await liftHolds(client, before, ids, request, actor);
  }
  await client.query(RESOLVE, [taskId, actor.name, request.note ?? request.resolution]);
  const after = await readTask(client, taskId);
  if (after === null) throw new Error(`task ${taskId} is gone`);
  await recordEvent((text, values) => client.query(text, values), {
    kind: 'task.resolved',
    actor,
    reason: request.note,
    after: { taskKind: after.kind, resolution: request.resolution },
    organizationId: after.organization?.id ?? null,
    paymentId: after.payment?.id ?? null,
    invoiceId: after.invoice?.id ?? null,
    subject: `task:${taskId}`,
  });
  return { keep: true, value: ok(after) };
}

type Refusal = Extract<Finished['value'], { ok: false }>['refusal'];

const refused = (refusal: Refusal): Finished => ({ keep: false, value: refuse(refusal) });

async function readTask(client: PoolClient, taskId: string): Promise<Task | null> {
  const { rows } = await client.query<TaskRow>(READ_TASK, [taskId]);
  return rows[0] === undefined ? null : toTask(rows[0]);
}

async function isPossible(
  client: PoolClient,
  { id, kind }: Task,
  { resolution }: ResolveTaskBody,
): Promise<boolean> {
  if (resolution === 'liftHold') return kind in HOLDS;
  const { rows } = await client.query<{ payment: boolean | null; import: boolean | null }>(
    WAITS_ELSEWHERE,
    [id],
  );
  const waits = rows[0];
  if (kind === 'paymentInReview') return waits?.payment !== true;
  if (kind === 'importMissing') return waits?.import !== true;
  return true;
}

/** What lifts the hold that a kind of task is about. */
const HOLDS: Readonly<Record<string, string>> = {
  [RETURNED.taskKind]: liftAutopay(RETURNED),
  [DISPUTED.taskKind]: liftAutopay(DISPUTED),
  invoiceDrifted: `
    UPDATE invoice SET drift_since = NULL, version = version + 1
     WHERE id = ANY($1::uuid[]) AND drift_since IS NOT NULL AND $2::uuid IS NOT NULL
    RETURNING id, organization_id`,
};

async function liftHolds(
  client: PoolClient,
  task: Task,
  invoiceIds: readonly string[],
  { note }: ResolveTaskBody,
  actor: Actor,
): Promise<void> {
  const { rows } = await client.query<{ id: string; organization_id: string }>(
    HOLDS[task.kind] ?? '',
    [invoiceIds, task.id],
  );
  for (const { id, organization_id: organizationId } of rows) {
    await recordEvent((text, values) => client.query(text, values), {
      kind: task.kind === 'invoiceDrifted' ? 'invoice.driftLifted' : 'invoice.autopayHoldLifted',
      actor,
      reason: note,
      organizationId,
      paymentId: task.payment?.id ?? null,
      invoiceId: id,
      subject: `task:${task.id}`,
    });
  }
}
