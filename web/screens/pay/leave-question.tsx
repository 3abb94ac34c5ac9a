import { Button } from '@mantine/core';
import { Dialog } from '../../pieces/dialog';
import { listWords } from '../../words/plural';
import type { ActWords } from './act-words';

type LeaveQuestionProps = Readonly<{
  words: ActWords;
  /** It was sent and not answered. */
  isUnknown: boolean;
  /** Numbers of the parts that are placed, when others are not. */
  placed: readonly string[];
  onLeave: () => void;
  onStay: () => void;
}>;

/** Before what was typed is lost. */
export function LeaveQuestion(props: LeaveQuestionProps) {
  const { words, isUnknown, placed, onLeave, onStay } = props;
  return (
    <Dialog
      isOpen
      onClose={onStay}
      title={titleOf(props)}
      width={480}
      foot={{
        back: (
          <Button variant="quiet" onClick={onLeave}>
            Leave
          </Button>
        ),
        acts: (
          <Button variant="filled" onClick={onStay}>
            Stay here
          </Button>
        ),
      }}
    >
      <p>
        {isUnknown
          ? words.unknown
          : placed.length > 0
            ? `${listWords(placed, 12)} ${placed.length === 1 ? 'is' : 'are'} placed and ${placed.length === 1 ? 'stays' : 'stay'}. The other payments are not placed, and what you typed for them is lost.`
            : words.lost}
      </p>
    </Dialog>
  );
}

function titleOf({ words, isUnknown, placed }: LeaveQuestionProps): string {
  if (isUnknown) return 'Leave without an answer?';
  return placed.length > 0 ? 'Leave without the rest?' : words.leaving;
}
