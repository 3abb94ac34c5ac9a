import { ActionIcon, Modal, Tooltip } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './dialog.module.css';
import { useIsNarrow } from './narrow';
import { useScrollLock } from './scroll-lock';

/** 140 ms from .98; leaving takes two thirds. */
const MOTION = {
  transition: {
    in: { opacity: 1, transform: 'scale(1)' },
    out: { opacity: 0, transform: 'scale(.98)' },
    transitionProperty: 'opacity, transform',
  },
  duration: 140,
  exitDuration: 93,
  timingFunction: 'ease-out',
} as const;

type DialogProps = Readonly<{
  isOpen: boolean;
  /** Called on close button, Escape and a click beside it. The caller asks before it loses anything. */
  onClose: () => void;
  /** Something is being sent: the dialog stays until the answer, which it tells. */
  isBusy?: boolean;
  title: string;
  subtitle?: ReactNode;
  /** A `Stepper`. */
  steps?: ReactNode;
  /** What lies beside the main part and stays through all steps; folds into the foot on a phone. */
  aside?: ReactNode;
  /** Width in CSS px: 1040 with an aside, 480 for a question. */
  width?: number;
  foot: Readonly<{
    /** Quiet Back or Cancel, left. */
    back?: ReactNode;
    /** Dim words beside the button: *Nothing is charged yet*. */
    sentence?: ReactNode;
    sentenceTone?: 'bad';
    /** The one primary button, with at most one other before it. */
    acts: ReactNode;
    /** Shown over the buttons on a phone, where the aside is not. */
    total?: Readonly<{ label: string; value: string }>;
  }>;
  children: ReactNode;
}>;

/**
 * A dialog with head, main, aside and foot. Takes the focus and gives it back; its top stays where it
 * is between steps, and it never grows past the window: its main part scrolls.
 */
export function Dialog(props: DialogProps) {
  const {
    isOpen,
    isBusy = false,
    title,
    subtitle,
    steps,
    aside,
    width = 1040,
    foot,
    children,
  } = props;
  const isNarrow = useIsNarrow();
  const onClose = isBusy ? () => undefined : props.onClose;
  useScrollLock(isOpen);
  return (
    <Modal.Root
      opened={isOpen}
      onClose={onClose}
      size={width}
      padding={0}
      radius={isNarrow ? 0 : 12}
      yOffset="clamp(16px, 11dvh, 110px)"
      fullScreen={isNarrow}
      lockScroll={false}
      transitionProps={MOTION}
      classNames={{ content: styles['content'] ?? '' }}
    >
      <Modal.Overlay backgroundOpacity={1} color="var(--hr-cover)" />
      <Modal.Content>
        <div className={styles['head']}>
          <Modal.Title className={styles['title'] ?? ''}>{title}</Modal.Title>
          {subtitle !== undefined && <span className={styles['subtitle']}>{subtitle}</span>}
          {steps !== undefined && <div className={styles['steps']}>{steps}</div>}
          <Tooltip label="Close">
            <ActionIcon className={styles['close'] ?? ''} aria-label="Close" onClick={onClose}>
              <IconX size={18} stroke={1.75} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </div>
        <div className={styles['columns']}>
          <div className={styles['main']}>{children}</div>
          {aside !== undefined && <aside className={styles['aside']}>{aside}</aside>}
        </div>
        <div className={styles['foot']} data-flush={foot.back === undefined || undefined}>
          {foot.total && (
            <div className={styles['total']}>
              {foot.total.label}
              <b>{foot.total.value}</b>
            </div>
          )}
          {foot.back}
          <span className={styles['sentence']} data-tone={foot.sentenceTone} aria-live="polite">
            {foot.sentence}
          </span>
          <div className={styles['acts']}>{foot.acts}</div>
        </div>
      </Modal.Content>
    </Modal.Root>
  );
}
