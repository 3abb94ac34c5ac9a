/** What waits for a person. */
import { z } from 'zod';
import {
  Amount,
  ById,
  Instant,
  InvoiceReference,
  line,
  orNull,
  OrganizationReference,
  PaymentReference,
  Uuid,
  Version,
  Who,
} from './fields';
import { ANY_ROLE, BILLERS, defineOperation } from './operation';
import { pageFields, pageOf, searchText } from './paging';

export const Task = z
  .strictObject({
    id: Uuid,
    version: Version,
    /** `paymentDeclined`, `paymentReturned` and so on, as tasks are stored. */
    kind: z.string(),
    group: z.enum(['failed', 'choice']),
    organization: OrganizationReference.nullable(),
    payment: PaymentReference.nullable(),
    invoice: InvoiceReference.nullable(),
    importId: Uuid.nullable(),
    amount: Amount.nullable(),
    /** What the page makes the title and the sentence of: amounts, dates, reasons. */
    facts: z.record(z.string(), z.json()),
    openedAt: Instant,
    resolved: z.strictObject({ at: Instant, by: Who, resolution: z.string() }).nullable(),
  })
  .meta({ id: 'Task' });
export type Task = z.output<typeof Task>;

export const TasksQuery = z.strictObject({
  ...pageFields,
  view: z.enum(['open', 'overnight', 'doneToday']).default('open'),
  organizationId: Uuid.optional(),
  search: searchText,
});
export type TasksQuery = z.output<typeof TasksQuery>;

export const TasksPage = pageOf(Task)
  .extend({
    counts: z.strictObject({ open: z.int(), overnight: z.int(), doneToday: z.int() }),
  })
  .meta({ id: 'TasksPage' });
export type TasksPage = z.output<typeof TasksPage>;

export const ResolveTaskBody = z
  .strictObject({
    version: Version,
    /** `done`, or `liftHold`: with it the drift or autopay hold that the task is about is lifted. */
    resolution: z.enum(['done', 'liftHold']),
    note: orNull(line(300)),
  })
  .meta({ id: 'ResolveTaskBody' });
export type ResolveTaskBody = z.output<typeof ResolveTaskBody>;

export const listTasks = defineOperation({
  id: 'listTasks',
  tag: 'Tasks',
  method: 'GET',
  path: '/tasks',
  summary: 'Tasks: the open ones, those since yesterday evening, or those done today.',
  permission: ANY_ROLE,
  query: TasksQuery,
  responses: { 200: TasksPage },
  problems: [],
  isCsvToo: true,
});

export const resolveTask = defineOperation({
  id: 'resolveTask',
  tag: 'Tasks',
  method: 'POST',
  path: '/tasks/:id/resolve',
  summary: 'Say that a task is done.',
  permission: BILLERS,
  params: ById,
  body: ResolveTaskBody,
  responses: { 200: Task },
  problems: ['NOT_FOUND', 'VERSION_CONFLICT', 'TASK_ALREADY_RESOLVED', 'DECISION_NOT_POSSIBLE'],
});
