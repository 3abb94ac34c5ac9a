/** What waits for a person: its lists, and who said that it is done. */
import type { Pool } from 'pg';
import type { TaskStore } from '../../../api/stores/books';
import type { TasksPage, TasksQuery } from '../../../contracts/tasks';
import { always, keysetOf } from '../lists/keyset';
import { allOf, ofClient, Parameters } from '../lists/parameters';
import { holdsText } from '../lists/search';
import { createResolveTask } from './resolve-task';
import { TASK_COLUMN, TASK_SOURCE, type TaskRow, toTask } from './task-rows';

/** From when on something came in overnight: the clerks of yesterday have gone home. */
const EVENING = '17:00';

const NOW = `(clock_timestamp() + clock_offset_ms * interval '1 millisecond')`;

/** Instants of the business's day: last evening, and midnight. */
const DAY = `
  (SELECT ((${NOW} AT TIME ZONE zone)::date - 1 + time '${EVENING}') AT TIME ZONE zone AS evening,
          (${NOW} AT TIME ZONE zone)::date::timestamp AT TIME ZONE zone AS midnight
     FROM business) AS day`;

const VIEWS: Readonly<Record<TasksQuery['view'], string>> = {
  open: 'task.resolved_at IS NULL',
  overnight: 'task.resolved_at IS NULL AND task.opened_at >= day.evening',
  doneToday: 'task.resolved_at >= day.midnight',
};

const SORT_KEYS = {
  openedAt: always('timestamptz', 'task.opened_at'),
  resolvedAt: always('timestamptz', `coalesce(task.resolved_at, 'infinity'::timestamptz)`),
};

export function createTaskStore(pool: Pool): TaskStore {
  return {
    async list(query) {
      const [page, counts] = await Promise.all([readPage(pool, query), count(pool, query)]);
      return { ...page, counts };
    },

    async countOpen() {
      const { rows } = await pool.query<{ count: number }>({
        name: 'tasks-count-open',
        text: `SELECT count(*)::int AS count FROM task WHERE resolved_at IS NULL`,
      });
      return rows[0]?.count ?? 0;
    },

    resolve: createResolveTask(pool),
  };
}

async function readPage(pool: Pool, query: TasksQuery): Promise<Omit<TasksPage, 'counts'>> {
  const parameters = new Parameters();
  const sort = query.view === 'doneToday' ? '-resolvedAt' : '-openedAt';
  const keyset = keysetOf(
    `tasks:${query.view}`,
    { sort, cursor: query.cursor },
    SORT_KEYS,
    'task.id',
    parameters,
  );
  const where = allOf([VIEWS[query.view], ...filtersOf(query, parameters), keyset.after]);
  const { rows } = await pool.query<TaskRow & { id: string; sort_key: string }>(
    `SELECT task.id, ${keyset.column}, ${TASK_COLUMN} FROM ${TASK_SOURCE}, ${DAY}
      WHERE ${where} ORDER BY ${keyset.orderBy} LIMIT ${parameters.bind(query.limit + 1)}`,
    parameters.values,
  );
  const { items, nextCursor } = keyset.pageOf(rows, query.limit, toTask);
  return { items: [...items], nextCursor };
}

/** How many each view would hold under the same filters. */
async function count(pool: Pool, query: TasksQuery): Promise<TasksPage['counts']> {
  const parameters = new Parameters();
  const where = allOf([
    `task.resolved_at IS NULL OR ${VIEWS.doneToday}`,
    ...filtersOf(query, parameters),
  ]);
  const { rows } = await pool.query<TasksPage['counts']>(
    `SELECT count(*) FILTER (WHERE ${VIEWS.open})::int AS open,
            count(*) FILTER (WHERE ${VIEWS.overnight})::int AS overnight,
            count(*) FILTER (WHERE ${VIEWS.doneToday})::int AS "doneToday"
       FROM ${TASK_SOURCE}, ${DAY} WHERE ${where}`,
    parameters.values,
  );
  return rows[0] ?? { open: 0, overnight: 0, doneToday: 0 };
}

function filtersOf(query: TasksQuery, parameters: Parameters): (string | null)[] {
  const { organizationId, search } = query;
  const texts = [
    'lower(organization.name)',
    `lower('P-' || payment.number)`,
    'lower(invoice.number)',
    'lower(task.kind)',
  ];
  return [
    organizationId === undefined
      ? null
      : ofClient('task.organization_id', organizationId, parameters),
    search === undefined ? null : holdsText(search, texts, parameters),
  ];
}
