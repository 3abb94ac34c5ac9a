import { Button } from '@mantine/core';
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
  /** Small buttons: what can be done about it, one of the two below where nothing else fits. */
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

/** For a question: it is asked again of the thing as it is now. */
export function GoOnFromHere({ onClick }: Readonly<{ onClick: () => void }>) {
  return (
    <Button size="sm" onClick={onClick}>
      Go on from here
    </Button>
  );
}

type KeepOrLetGoProps = Readonly<{ keep?: string; onKeep: () => void; onLetGo: () => void }>;

/** For what was typed: it stays over the thing as it is now, or goes. */
export function KeepOrLetGo({ keep = 'Keep mine', onKeep, onLetGo }: KeepOrLetGoProps) {
  return (
    <>
      <Button size="sm" onClick={onKeep}>
        {keep}
      </Button>
      <Button size="sm" variant="quiet" onClick={onLetGo}>
        Let mine go
      </Button>
    </>
  );
}
