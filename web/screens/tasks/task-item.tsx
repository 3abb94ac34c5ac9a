import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Task } from '../../../contracts/tasks';
import { TaskRow } from '../../pieces/task-row';
import { useWords, type Words } from '../../words/business';
import { isDecidedElsewhere } from './task-choices';
import { taskWords } from './task-words';

type TaskItemProps = Readonly<{
  task: Task;
  /** Absent for someone who only reads. */
  onResolve?: () => void;
}>;

/** One task with its way on: to what it is about, and to its decision. */
export function TaskItem({ task, onResolve }: TaskItemProps) {
  const words = useWords();
  return (
    <TaskRow
      {...taskWords(task, words)}
      meta={metaOf(task, words)}
      actions={<Actions task={task} onResolve={onResolve} />}
    />
  );
}

/** `P-10409 · INV-0955 · Nov 24, 2026, 09:00`, and how it ended. */
function metaOf({ payment, invoice, openedAt, resolved }: Task, words: Words): string {
  const ending = resolved && [
    `${resolved.resolution === 'liftHold' ? 'hold lifted' : 'closed'} by ${resolved.by ?? 'Headroom'}, ${words.fullDateAndTime(resolved.at)}`,
  ];
  return [payment?.number, invoice?.number, words.fullDateAndTime(openedAt), ...(ending ?? [])]
    .filter((part) => part !== undefined)
    .join(' · ');
}

function Actions({
  task,
  onResolve,
}: Readonly<{ task: Task; onResolve: (() => void) | undefined }>) {
  const way = <Way task={task} isMain={isDecidedElsewhere(task)} />;
  if (task.resolved !== null || onResolve === undefined || isDecidedElsewhere(task)) return way;
  return (
    <>
      {way}
      <Button size="sm" onClick={onResolve}>
        See choices
      </Button>
    </>
  );
}

/** To what the task is about. The default button where the decision is taken there. */
function Way({ task, isMain }: Readonly<{ task: Task; isMain: boolean }>) {
  const way = wayOf(task, isMain);
  return (
    way && (
      <Button size="sm" variant={isMain ? 'default' : 'quiet'} component={Link} to={way.to}>
        {way.label}
      </Button>
    )
  );
}

function wayOf(
  { payment, invoice, importId }: Task,
  isMain: boolean,
): Readonly<{ to: string; label: string }> | null {
  if (payment) return { to: `/payments/${payment.id}`, label: isMain ? 'Decide' : 'Open payment' };
  if (importId !== null) return { to: `/import/${importId}`, label: 'Open import' };
  return invoice && { to: `/invoices/${invoice.id}`, label: 'Open invoice' };
}
