import type { ReactNode } from 'react';
import styles from './meanwhile-note.module.css';
import { Note } from './note';

type MeanwhileNoteProps = Readonly<{
  /** Who changed what is being changed here. */
  headline: string;
  /** What is different now, a sentence each. */
  changes?: readonly string[];
  /** What it means for what was typed here. */
  truth?: string;
  /** Small buttons: what can be done about it. */
  choices: ReactNode;
}>;

/** Somebody changed a thing while it was looked at: who, what, and what becomes of both. */
export function MeanwhileNote({ headline, changes = [], truth, choices }: MeanwhileNoteProps) {
  return (
    <Note tone="warn" isAlert headline={headline}>
      {changes.length > 0 && (
        <ul className={styles['changes']}>
          {changes.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      {truth !== undefined && <p className={styles['truth']}>{truth}</p>}
      <div className={styles['choices']}>{choices}</div>
    </Note>
  );
}
