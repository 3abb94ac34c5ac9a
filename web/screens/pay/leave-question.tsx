import { Button } from '@mantine/core';
import { Dialog } from '../../pieces/dialog';

type LeaveQuestionProps = Readonly<{
  /** It was sent and not answered. */
  isUnknown: boolean;
  onLeave: () => void;
  onStay: () => void;
}>;

/** Before what was typed is lost. */
export function LeaveQuestion({ isUnknown, onLeave, onStay }: LeaveQuestionProps) {
  return (
    <Dialog
      isOpen
      onClose={onStay}
      title={isUnknown ? 'Leave without an answer?' : 'Leave without paying?'}
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
          : 'Nothing was placed and no money moved. Amounts and texts you typed are lost.'}
      </p>
    </Dialog>
  );
}
