import { Button } from '@mantine/core';
import { type FormEvent, type ReactNode, useId } from 'react';
import { Dialog } from './dialog';
import styles from './dialog.module.css';
import { Note } from './note';

type ActDialogProps = Readonly<{
  title: string;
  subtitle?: string;
  /** Width in CSS px. */
  width?: number;
  onClose: () => void;
  /** The quiet button that does nothing. */
  back?: 'Back' | 'Cancel';
  /** The focus begins there: what the act takes away is easily taken. */
  isBackFirst?: boolean;
  /** Dim words beside the act: *No money moves*. */
  sentence?: string | undefined;
  /** What the one button says. */
  act: string;
  canAct?: boolean;
  isActing: boolean;
  onAct: () => void;
  /** Why it was not done. */
  trouble: Readonly<{ headline: string; sentence: ReactNode }> | null;
  children: ReactNode;
}>;

/** A question with one act, which Enter in a field does too. What it could not do is said above the rest. */
export function ActDialog(props: ActDialogProps) {
  const { title, subtitle, width = 480, onClose, back = 'Back', isBackFirst, sentence } = props;
  const { act, canAct = true, isActing, onAct, trouble, children } = props;
  const form = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (canAct && !isActing) onAct();
  };
  return (
    <Dialog
      isOpen
      isBusy={isActing}
      onClose={onClose}
      title={title}
      {...(subtitle !== undefined && { subtitle })}
      width={width}
      foot={{
        back: (
          <Button
            variant="quiet"
            data-autofocus={isBackFirst || undefined}
            disabled={isActing}
            onClick={onClose}
          >
            {back}
          </Button>
        ),
        sentence,
        acts: (
          <Button type="submit" form={form} variant="filled" disabled={!canAct} loading={isActing}>
            {act}
          </Button>
        ),
      }}
    >
      <form id={form} className={styles['form']} noValidate onSubmit={submit}>
        {trouble !== null && (
          <Note tone="bad" isAlert headline={trouble.headline}>
            {trouble.sentence}
          </Note>
        )}
        {children}
      </form>
    </Dialog>
  );
}
