import { Button } from '@mantine/core';
import { Dialog } from '../../pieces/dialog';
import { listWords } from '../../words/plural';

type LeaveQuestionProps = Readonly<{
  /** It was sent and not answered. */
  isUnknown: boolean;
  /** Numbers of the parts that are placed, when others are not. */
  placed: readonly string[];
  onLeave: () => void;
  onStay: () => void;
}>;

/** Before what was typed is lost. */
export function LeaveQuestion({ isUnknown, placed, onLeave, onStay }: LeaveQuestionProps) {
  return (
    <Dialog
      isOpen
      onClose={onStay}
      title={titleOf(isUnknown, placed)}
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
          ? 'The payment may be placed. If it is, it goes on without you: look for it under Payments before you pay these invoices again.'
          : placed.length > 0
            ? `${listWords(placed, 12)} ${placed.length === 1 ? 'is' : 'are'} placed and ${placed.length === 1 ? 'stays' : 'stay'}. The other payments are not placed, and what you typed for them is lost.`
            : 'Nothing was placed and no money moved. Amounts and texts you typed are lost.'}
      </p>
    </Dialog>
  );
}

function titleOf(isUnknown: boolean, placed: readonly string[]): string {
  if (isUnknown) return 'Leave without an answer?';
  return placed.length > 0 ? 'Leave without the rest?' : 'Leave without paying?';
}
