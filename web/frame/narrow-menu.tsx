import { Button, Drawer } from '@mantine/core';
import { IconLogout } from '@tabler/icons-react';
import type { Session } from '../../contracts/session';
import { useScrollLock } from '../pieces/scroll-lock';
import { placeCounts } from './places';
import { Places } from './rail';

type NarrowMenuProps = Readonly<{
  isOpen: boolean;
  onClose: () => void;
  session: Session;
  onSignOut: () => void;
}>;

/** The rail on a phone. */
export function NarrowMenu({ isOpen, onClose, session, onSignOut }: NarrowMenuProps) {
  useScrollLock(isOpen);
  return (
    <Drawer
      opened={isOpen}
      onClose={onClose}
      position="right"
      size={280}
      lockScroll={false}
      title={session.business.name}
      closeButtonProps={{ 'aria-label': 'Close the menu' }}
    >
      <nav aria-label="Pages">
        <Places counts={placeCounts(session)} onGo={onClose} />
      </nav>
      <p className="hr-small hr-dim">
        {session.user.name}, {session.user.email}
      </p>
      <Button
        fullWidth
        leftSection={<IconLogout size={16} stroke={1.75} aria-hidden />}
        onClick={onSignOut}
      >
        Sign out
      </Button>
    </Drawer>
  );
}
