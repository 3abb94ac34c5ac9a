import { useState } from 'react';
import type { ImportRow } from '../../../contracts/import-row';
import type { Decision } from '../../../contracts/imports';
import { ActDialog } from '../../pieces/act-dialog';
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
  const [chosen, setChosen] = useState<Extract<Decision, { kind: 'missing' }> | null>(null);
  const decide = useDecide(importId, onClose);
  const [first] = rows;
  if (!first) return null;
  return (
    <ActDialog
      title={`Decide ${plural(rows.length, 'invoice')} together`}
      width={640}
      onClose={onClose}
      sentence={chosen === null ? 'Nothing is chosen yet' : 'No money moves'}
      act={`Decide ${plural(rows.length, 'invoice')}`}
      canAct={chosen !== null}
      isActing={decide.isPending}
      onAct={() => {
        if (chosen) decide.send(rows.map(({ position }) => ({ ...chosen, position })));
      }}
      trouble={
        decide.error && {
          headline: 'Nothing was decided.',
          sentence: decideTrouble(decide.error),
        }
      }
    >
      <p className={styles['reason']}>{listWords(rows.map(rowName), 6)}</p>
      <MissingChoice
        row={first}
        chosen={chosen === null ? [] : [chosen]}
        onChoose={(decision) => {
          if (decision.kind === 'missing') setChosen(decision);
        }}
      />
    </ActDialog>
  );
}
