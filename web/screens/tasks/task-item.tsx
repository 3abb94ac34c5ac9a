import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Task } from '../../../contracts/tasks';
import { TaskRow } from '../../pieces/task-row';
import { useWords, type Words } from '../../words/business';
import { isDecidedElsewhere } from './task-choices';
import { textIn } from './task-facts';
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
  const ending = resolved && [endingWords(resolved, words)];
  return [payment?.number, invoice?.number, words.fullDateAndTime(openedAt), ...(ending ?? [])]
    .filter((part) => part !== undefined)
    .join(' · ');
}

/** A note of the one who closed it stands in the place of the bare word. */
function endingWords({ at, by, resolution }: NonNullable<Task['resolved']>, words: Words): string {
  const how = { done: 'closed', liftHold: 'hold lifted' }[resolution] ?? 'closed';
  const note = resolution === 'done' || resolution === 'liftHold' ? '' : `: ${resolution}`;
  return `${how} by ${by ?? 'Headroom'}, ${words.fullDateAndTime(at)}${note}`;
}

function Actions({
  task,
  onResolve,
}: Readonly<{ task: Task; onResolve: (() => void) | undefined }>) {
  const isElsewhere = isDecidedElsewhere(task);
  const way = <Way task={task} isMain={isElsewhere} />;
  if (task.resolved !== null || onResolve === undefined) return way;
  const close = (
    <Button size="sm" variant={isElsewhere ? 'quiet' : 'default'} onClick={onResolve}>
      {isElsewhere ? 'Close' : 'See choices'}
    </Button>
  );
  return isElsewhere ? (
    <>
      {close}
      {way}
    </>
  ) : (
    <>
      {way}
      {close}
    </>
  );
}

/** To what the task is about. The default button where the decision is taken there. */
function Way({ task, isMain }: Readonly<{ task: Task; isMain: boolean }>) {
  const way = wayOf(task, isMain);
  return (
    way && (
      <Button
        size="sm"
        variant={isMain ? 'default' : 'quiet'}
        component={Link}
        to={way.to}
        {...(way.search && { search: way.search as never })}
      >
        {way.label}
      </Button>
    )
  );
}

function wayOf(
  { payment, invoice, importId, organization, facts }: Task,
  isMain: boolean,
): Readonly<{ to: string; search?: Readonly<{ rule: string }>; label: string }> | null {
  const ruleId = textIn(facts, 'rule', 'id');
  if (organization !== null && ruleId !== null) {
    return {
      to: `/organizations/${organization.id}/autopay`,
      search: { rule: ruleId },
      label: 'Open rule',
    };
  }
  if (payment) return { to: `/payments/${payment.id}`, label: isMain ? 'Decide' : 'Open payment' };
  if (importId !== null) return { to: `/import/${importId}`, label: 'Open import' };
  return invoice && { to: `/invoices/${invoice.id}`, label: 'Open invoice' };
}
