import type { Response } from 'express';
import { listTasks, resolveTask, type Task } from '../../contracts/tasks';
import { amountCell, type Column } from '../csv';
import { answer, type Mounting, mount } from '../mount';
import type { RouteDependencies } from './dependencies';
import { sendCsv, wantsCsv } from './lists';
import { accepted } from './refusals';

const COLUMNS: readonly Column<Task>[] = [
  { title: 'Opened', cell: (row) => row.openedAt },
  { title: 'Task', cell: (row) => row.kind },
  { title: 'Client', cell: (row) => row.organization?.name ?? null },
  { title: 'Payment', cell: (row) => row.payment?.number ?? null },
  { title: 'Invoice', cell: (row) => row.invoice?.number ?? null },
  { title: 'Currency', cell: (row) => row.amount?.currency ?? null },
  { title: 'Amount', cell: (row) => amountCell(row.amount) },
  { title: 'Resolved', cell: (row) => row.resolved?.at ?? null },
  { title: 'Resolved by', cell: (row) => row.resolved?.by ?? null },
];

/** What waits for a person. */
export function taskRoutes(mounting: Mounting, { stores, soon }: RouteDependencies): void {
  const { tasks } = stores;

  mount(mounting, listTasks, async ({ query, request }) => {
    if (!wantsCsv(request, query)) return answer(200, await tasks.list(query));
    const file = { name: 'tasks', columns: COLUMNS, query, read: tasks.list.bind(tasks) };
    return answer(200, (response: Response) => sendCsv(response, file));
  });

  mount(mounting, resolveTask, async ({ params, body, actor }) => {
    const task = accepted(await tasks.resolve(params.id, body, actor));
    if (task.organization) soon.tellRulesOf({ kind: 'organization', id: task.organization.id });
    return answer(200, task);
  });
}
