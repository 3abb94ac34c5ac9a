/** What a workflow's history tells of where its time went. */
import type { Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import type { Pool } from 'pg';
import { invoicePaymentWorkflowId } from '../workflows/messages';
import { median, rounded } from './measure';

/** Type in the protocol's words without their prefix; time in milliseconds since the epoch. */
export type Event = Readonly<{ type: string; atMs: number; name: string }>;

type Written = Readonly<{
  eventType: string;
  eventTime: string;
  markerRecordedEventAttributes?: Readonly<{ markerName: string }>;
  activityTaskScheduledEventAttributes?: Readonly<{ activityType: Readonly<{ name: string }> }>;
}>;

export async function eventsOf(client: Client, workflowId: string): Promise<readonly Event[]> {
  const history = await client.workflow.getHandle(workflowId).fetchHistory();
  const { events } = JSON.parse(historyToJSON(history)) as Readonly<{ events: readonly Written[] }>;
  return events.map((event) => ({
    type: event.eventType.replace('EVENT_TYPE_', '').toLowerCase().replaceAll('_', ' '),
    atMs: Date.parse(event.eventTime),
    name:
      event.activityTaskScheduledEventAttributes?.activityType.name ??
      event.markerRecordedEventAttributes?.markerName ??
      '',
  }));
}

/** How many activities of each kind there were. */
export const countsOf = (events: readonly Event[]) => ({
  regulars: events.filter(({ type }) => type === 'activity task scheduled').length,
  locals: events.filter(({ name }) => name === 'core_local_activity').length,
});

export const STEPS_HEAD = [
  'event of one payment alone',
  'ms since the one before, median',
] as const;

/** Of those histories that have the most usual number of events. */
export function steps(histories: readonly (readonly Event[])[]): string[][] {
  const usual = median(histories.map(({ length }) => length));
  const same = histories.filter(({ length }) => length === usual);
  return (same[0] ?? []).map((event, index) => {
    const gaps = same.map(
      (events) => (events[index]?.atMs ?? 0) - (events[Math.max(0, index - 1)]?.atMs ?? 0),
    );
    return [`${event.type} ${event.name}`.trim(), rounded(median(gaps))];
  });
}

/** A payment that came late or not at all: each event with its distance, and what the row says. */
export async function lateStory(client: Client, pool: Pool, paymentId: string): Promise<string> {
  const events = await eventsOf(client, invoicePaymentWorkflowId(paymentId));
  const { raw } = await client.workflow.getHandle(invoicePaymentWorkflowId(paymentId)).describe();
  const pending = (raw.pendingActivities ?? []).map(
    ({ activityType, state, attempt, lastFailure, lastWorkerIdentity }) =>
      `    pending: ${activityType?.name} state ${state} try ${attempt} at ${lastWorkerIdentity}: ${lastFailure?.message}`,
  );
  const { rows } = await pool.query<Record<string, unknown>>(
    `SELECT state, next_step, next_step_at - clock_timestamp() AS next_step_in, state_reason,
            (SELECT outcomes FROM charge WHERE payment_id = id) AS outcomes
       FROM payment WHERE id = $1`,
    [paymentId],
  );
  const began = events[0]?.atMs ?? 0;
  const told = events.map(({ type, name, atMs }) => `    +${atMs - began} ms ${type} ${name}`);
  return [`late: ${paymentId} ${JSON.stringify(rows[0])}`, ...told, ...pending].join('\n');
}
