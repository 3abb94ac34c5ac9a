import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Task } from '../../../contracts/tasks';
import { useApi } from '../../api/api';
import { changingTrouble } from '../../api/changing-trouble';
import { useSending } from '../../api/use-sending';
import { ChoiceRadios } from '../../pieces/choice-radios';
import { ActDialog } from '../../pieces/act-dialog';
import { showToast } from '../../pieces/toast';
import { useWords } from '../../words/business';
import { choicesOf } from './task-choices';
import { taskWords } from './task-words';
import styles from './tasks.module.css';

const REFUSALS = {
  TASK_ALREADY_RESOLVED: 'Somebody has closed this task already.',
  DECISION_NOT_POSSIBLE: 'What it is about still waits for its decision: take that first.',
} as const;

/** Says what a task comes to: each choice with its consequence, and a note for the colleagues. */
export function ResolveDialog({ task, onClose }: Readonly<{ task: Task; onClose: () => void }>) {
  const api = useApi();
  const words = useWords();
  const choices = choicesOf(task);
  const [chosen, setChosen] = useState(choices[0]?.resolution ?? 'done');
  const [note, setNote] = useState('');
  const { title, sentence } = taskWords(task, words);
  const resolve = useSending({
    mutationFn: () =>
      api.resolveTask({
        params: { id: task.id },
        body: { version: task.version, resolution: chosen, note: note.trim() || null },
      }),
    onSuccess: () => {
      showToast({ tone: 'done', words: `Done: ${title}` });
      onClose();
    },
  });
  return (
    <ActDialog
      title="Close this task"
      width={560}
      onClose={onClose}
      sentence="No money moves"
      act={
        choices.find(({ resolution }) => resolution === chosen)?.label === 'Lift the hold'
          ? 'Lift the hold'
          : 'Close the task'
      }
      isActing={resolve.isPending}
      onAct={() => resolve.send()}
      trouble={
        resolve.error && {
          headline: 'The task is not closed.',
          sentence: changingTrouble(resolve.error, REFUSALS),
        }
      }
    >
      <div>
        <div className={styles['about']}>{title}</div>
        <div className={styles['truth']}>{sentence}</div>
      </div>
      <ChoiceRadios
        label="What becomes of it"
        choices={choices.map(({ resolution, label, consequence }) => ({
          value: resolution,
          label,
          consequence,
        }))}
        chosen={chosen}
        onChoose={setChosen}
      />
      <TextInput
        label="Note, for your colleagues"
        maxLength={300}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </ActDialog>
  );
}
