import { KeepOrLetGo, MeanwhileNote } from '../pieces/meanwhile-note';

type TypedMeanwhileProps = Readonly<{
  /** `this contact`, `the settings`. */
  what: string;
  /** What stands now in each field that was typed too, a sentence each; empty shows nothing. */
  changes: readonly string[];
  onKeep: () => void;
  onLetGo: () => void;
}>;

/** A colleague saved other values in fields that are being typed. Nothing is sent before one is chosen. */
export function TypedMeanwhile({ what, changes, onKeep, onLetGo }: TypedMeanwhileProps) {
  if (changes.length === 0) return null;
  return (
    <MeanwhileNote
      headline={`Somebody changed ${what} while you did.`}
      changes={changes}
      truth="You typed something else there. It takes its place when you keep it."
      choices={<KeepOrLetGo onKeep={onKeep} onLetGo={onLetGo} />}
    />
  );
}

/** Why it cannot be saved while that is open. */
export const MEANWHILE_FIRST = 'Decide first about what was changed meanwhile';
