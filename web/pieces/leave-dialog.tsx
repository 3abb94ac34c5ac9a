import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Dialog } from './dialog';

type LeaveDialogProps = Readonly<{
  title: string;
  onLeave: () => void;
  onStay: () => void;
  /** What is lost. */
  children: ReactNode;
}>;

/** Before what was typed is lost. Staying is the act, and what Escape does. */
export function LeaveDialog(props: LeaveDialogProps) {
  const { title, onLeave, onStay, children } = props;
  return (
    <Dialog
      isOpen
      onClose={onStay}
      title={title}
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
      <p>{children}</p>
    </Dialog>
  );
}
