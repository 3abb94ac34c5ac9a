import { useState } from 'react';
import type { ImportRow } from '../../../contracts/import-row';
import type { Decision } from '../../../contracts/imports';
import { ActDialog } from '../../pieces/act-dialog';
import styles from './decide-dialog.module.css';
import { BalanceEffect } from './balance-effect';
import { ClientChoice, ConflictChoice, MissingChoice, RiseChoice } from './row-choices';
import { rowName } from './import-words';
import { InsideTicks } from './inside-ticks';
import { decideTrouble, useDecide } from './use-decide';

type DecideDialogProps = Readonly<{ importId: string; row: ImportRow; onClose: () => void }>;

/** A row that waits: both values, what each choice does, one button. Nothing is chosen beforehand. */
export function DecideDialog({ importId, row, onClose }: DecideDialogProps) {
  const [chosen, setChosen] = useState<Readonly<Record<string, Decision>>>({});
  const choose = (decision: Decision) =>
    setChosen((before) => ({ ...before, [keyOf(decision)]: decision }));
  const drop = (kind: string) =>
    setChosen(({ [kind]: _, ...others }: Readonly<Record<string, Decision>>) => others);
  const decide = useDecide(importId, onClose);
  const decisions = Object.values(chosen);
  const part = { row, chosen: decisions, onChoose: choose };
  return (
    <ActDialog
      title={rowName(row)}
      subtitle={row.organization?.name ?? row.client ?? row.file}
      width={640}
      onClose={onClose}
      sentence={decisions.length === 0 ? 'Nothing is chosen yet' : 'No money moves'}
      act="Save the decision"
      canAct={decisions.length > 0}
      isActing={decide.isPending}
      onAct={() => decide.send(decisions)}
      trouble={
        decide.error && {
          headline: 'Nothing was decided.',
          sentence: decideTrouble(decide.error),
        }
      }
    >
      {row.reason !== null && <p className={styles['reason']}>{row.reason}</p>}
      <BalanceEffect row={row} />
      {row.decisions.includes('inside') && <InsideTicks {...part} />}
      {row.decisions.includes('client') && <ClientChoice {...part} onDrop={() => drop('client')} />}
      {row.decisions.includes('conflict') && <ConflictChoice {...part} />}
      {row.decisions.includes('rise') && <RiseChoice {...part} />}
      {row.decisions.includes('missing') && <MissingChoice {...part} />}
    </ActDialog>
  );
}

/** One decision of a kind; of payments inside, one for each payment. */
function keyOf(decision: Decision): string {
  return decision.kind === 'inside' ? `inside ${decision.paymentId}` : decision.kind;
}
