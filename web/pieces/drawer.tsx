import { Drawer as MantineDrawer } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './drawer.module.css';
import { useScrollLock } from './scroll-lock';

/** 180 ms from 24 px right; leaving takes two thirds. */
const MOTION = {
  transition: {
    in: { opacity: 1, transform: 'translateX(0)' },
    out: { opacity: 0, transform: 'translateX(24px)' },
    transitionProperty: 'opacity, transform',
  },
  duration: 180,
  exitDuration: 120,
  timingFunction: 'ease-out',
} as const;

type DrawerProps = Readonly<{
  isOpen: boolean;
  onClose: () => void;
  /** Its accessible name: what lies in it. */
  label: string;
  /** Width in CSS px; the window's when that is narrower. */
  width?: number;
  /** A `RecordPanel`, which brings head and close button of its own. */
  children: ReactNode;
}>;

/** Something of a list, opened over it: the list stays where it was. */
export function Drawer({ isOpen, onClose, label, width = 1208, children }: DrawerProps) {
  useScrollLock(isOpen);
  return (
    <MantineDrawer.Root
      opened={isOpen}
      onClose={onClose}
      position="right"
      size={`min(${width}px, 100%)`}
      padding={0}
      lockScroll={false}
      transitionProps={MOTION}
      classNames={{ content: styles['content'] ?? '' }}
    >
      <MantineDrawer.Overlay backgroundOpacity={1} color="var(--hr-cover)" />
      <MantineDrawer.Content aria-label={label}>
        <div className={styles['body']}>{children}</div>
      </MantineDrawer.Content>
    </MantineDrawer.Root>
  );
}
