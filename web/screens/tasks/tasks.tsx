import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { IconChecks, IconFilterOff } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import type { Task, TasksPage } from '../../../contracts/tasks';
import { useApi } from '../../api/api';
import { listQuery } from '../../api/operation-query';
import { useCanBill } from '../../api/session';
import { readingTrouble } from '../../api/trouble';
import { PageTitle } from '../../frame/page-title';
import { QuickFilters } from '../../pieces/quick-filters';
import { RefetchLine, SkeletonBar } from '../../pieces/skeleton';
import { EmptyState, ErrorState } from '../../pieces/state-panel';
import type { TasksView } from '../../view-state';
import { useWords } from '../../words/business';
import { plural } from '../../words/plural';
import { ResolveDialog } from './resolve-dialog';
import { TaskItem } from './task-item';
import styles from './tasks.module.css';

const route = getRouteApi('/frame/tasks');

const VIEWS = [
  { key: 'open', label: 'All' },
  { key: 'overnight', label: 'Overnight' },
  { key: 'doneToday', label: 'Done today' },
] as const;

const GROUPS = [
  { key: 'failed', title: 'Failed or without an answer' },
  { key: 'choice', title: 'Needs a choice' },
] as const;

/** Everything that waits for a person, what failed first. */
export function TasksScreen() {
  const words = useWords();
  const { view = 'open' } = route.useSearch();
  const navigate = route.useNavigate();
  const list = useTasks(view);
  const page = list.data?.pages[0];
  return (
    <>
      <PageTitle title="Tasks" sentence={page && sentenceOf(page)} />
      <div className={styles['filters']}>
        <QuickFilters
          label="Views of the tasks"
          chosen={view}
          onChoose={(key) =>
            void navigate({ search: key === 'open' ? {} : { view: key }, replace: true })
          }
          filters={VIEWS.map(({ key, label }) => ({
            key,
            label,
            ...(page && { count: words.count(page.counts[key]) }),
          }))}
        />
      </div>
      <RefetchLine isActive={list.isFetching && !list.isFetchingNextPage && !list.isPending} />
      <Body list={list} view={view} />
    </>
  );
}

function sentenceOf({ counts: { open, overnight } }: TasksPage): string {
  if (open === 0) return 'Nothing waits for you.';
  const what = `${plural(open, 'thing')} ${open === 1 ? 'waits' : 'wait'} for a person`;
  if (overnight === 0) return `${what}.`;
  const some = overnight === open ? '' : `${overnight} of them `;
  return `${what}, ${some}new since yesterday evening.`;
}

function useTasks(view: NonNullable<TasksView['view']>) {
  const api = useApi();
  return useInfiniteQuery(
    listQuery(api, 'listTasks', { query: { view } }, ['task', 'payment', 'invoice']),
  );
}

type List = ReturnType<typeof useTasks>;

function Body({ list, view }: Readonly<{ list: List; view: NonNullable<TasksView['view']> }>) {
  const canBill = useCanBill();
  const [opened, setOpened] = useState<Task | null>(null);
  if (!list.data) {
    return list.error ? (
      <ErrorState
        title="The tasks could not be read"
        onRetry={() => void list.refetch()}
        {...readingTrouble(list.error)}
      />
    ) : (
      <Loading />
    );
  }
  const tasks = list.data.pages.flatMap(({ items }) => items);
  if (tasks.length === 0) return <Nothing view={view} />;
  return (
    <>
      {GROUPS.map(({ key, title }) => (
        <Group key={key} title={title}>
          {tasks
            .filter(({ group }) => group === key)
            .map((task) => (
              <TaskItem
                key={task.id}
                task={task}
                {...(canBill && { onResolve: () => setOpened(task) })}
              />
            ))}
        </Group>
      ))}
      {list.hasNextPage && (
        <Button
          className={styles['more'] ?? ''}
          size="sm"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          Show more
        </Button>
      )}
      {opened && <ResolveDialog task={opened} onClose={() => setOpened(null)} />}
    </>
  );
}

/** Left out when it has no task: an empty group says nothing. */
function Group({ title, children }: Readonly<{ title: string; children: readonly ReactNode[] }>) {
  if (children.length === 0) return null;
  return (
    <section className={styles['group']}>
      <h2 className={styles['head']}>{title}</h2>
      <ul className={styles['list']}>{children}</ul>
    </section>
  );
}

function Nothing({ view }: Readonly<{ view: NonNullable<TasksView['view']> }>) {
  if (view === 'open') {
    return (
      <EmptyState
        icon={IconChecks}
        tone="done"
        title="Nothing waits for you"
        sentence="What fails, comes back or needs a choice appears here by itself."
      />
    );
  }
  return (
    <EmptyState
      icon={IconFilterOff}
      title={view === 'overnight' ? 'Nothing came in overnight' : 'Nothing was closed today'}
      sentence="All shows every open task."
    />
  );
}

function Loading() {
  return (
    <div className={styles['group']} role="status" aria-label="Tasks are being read">
      {[320, 410, 360].map((width) => (
        <div className={styles['skeleton']} key={width}>
          <SkeletonBar width={width} />
          <SkeletonBar width={width + 180} />
          <SkeletonBar width={160} />
        </div>
      ))}
    </div>
  );
}
