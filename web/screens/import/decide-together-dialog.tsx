import { Button } from '@mantine/core';
import { type FormEvent, useId, useState } from 'react';
import type { ImportRow } from '../../../contracts/import-row';
import type { Decision } from '../../../contracts/imports';
import { Dialog } from '../../pieces/dialog';
import { Note } from '../../pieces/note';
import { listWords, plural } from '../../words/plural';
import styles from './decide-dialog.module.css';
import { rowName } from './import-words';
import { MissingChoice } from './row-choices';
import { decideTrouble, useDecide } from './use-decide';

type DecideTogetherDialogProps = Readonly<{
  importId: string;
  /** All of them missing from a complete list; at least one. */
  rows: readonly ImportRow[];
  onClose: () => void;
}>;

/** One answer for several invoices that a complete list does not name. All are decided, or none. */
export function DecideTogetherDialog({ importId, rows, onClose }: DecideTogetherDialogProps) {
  const form = useId();
  const [chosen, setChosen] = useState<Extract<Decision, { kind: 'missing' }> | null>(null);
  const decide = useDecide(importId, onClose);
  const [first] = rows;
  if (!first) return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (chosen) decide.send(rows.map(({ position }) => ({ ...chosen, position })));
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Decide ${plural(rows.length, 'invoice')} together`}
      width={640}
      foot={{
        back: (
          <Button variant="quiet" onClick={onClose}>
            Back
          </Button>
        ),
        sentence: chosen === null ? 'Nothing is chosen yet' : 'No money moves',
        acts: (
          <Button
            type="submit"
            form={form}
            variant="filled"
            disabled={chosen === null}
            loading={decide.isPending}
          >
            Decide {plural(rows.length, 'invoice')}
          </Button>
        ),
      }}
    >
      <form id={form} className={styles['form']} onSubmit={submit}>
        {decide.error && (
          <Note tone="bad" isAlert headline="Nothing was decided.">
            {decideTrouble(decide.error)}
          </Note>
        )}
        <p className={styles['reason']}>{listWords(rows.map(rowName), 6)}</p>
        <MissingChoice
          row={first}
          chosen={chosen === null ? [] : [chosen]}
          onChoose={(decision) => {
            if (decision.kind === 'missing') setChosen(decision);
          }}
        />
      </form>
    </Dialog>
  );
}
