import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useId, useState } from 'react';
import type { Task } from '../../../contracts/tasks';
import { useApi } from '../../api/api';
import { changingTrouble } from '../../api/changing-trouble';
import { useSending } from '../../api/use-sending';
import { ChoiceRadios } from '../../pieces/choice-radios';
import { Dialog } from '../../pieces/dialog';
import { Note } from '../../pieces/note';
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
  const form = useId();
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
  const submit = (event: FormEvent) => {
    event.preventDefault();
    resolve.send();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Close this task"
      width={560}
      foot={{
        back: (
          <Button variant="quiet" onClick={onClose}>
            Back
          </Button>
        ),
        sentence: 'No money moves',
        acts: (
          <Button type="submit" form={form} variant="filled" loading={resolve.isPending}>
            {choices.find(({ resolution }) => resolution === chosen)?.label === 'Lift the hold'
              ? 'Lift the hold'
              : 'Close the task'}
          </Button>
        ),
      }}
    >
      <form id={form} className={styles['form']} onSubmit={submit}>
        {resolve.error && (
          <Note tone="bad" isAlert headline="The task is not closed.">
            {changingTrouble(resolve.error, REFUSALS)}
          </Note>
        )}
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
      </form>
    </Dialog>
  );
}
