import { Menu, useMantineColorScheme } from '@mantine/core';
import {
  IconCheck,
  IconChevronDown,
  IconDeviceDesktop,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconSun,
  type TablerIcon,
} from '@tabler/icons-react';
import type { Session } from '../../contracts/session';
import styles from './top-bar.module.css';

type Scheme = 'light' | 'dark' | 'auto';

export const SCHEMES: readonly Readonly<{ scheme: Scheme; label: string; icon: TablerIcon }>[] = [
  { scheme: 'light', label: 'Light', icon: IconSun },
  { scheme: 'dark', label: 'Dark', icon: IconMoon },
  { scheme: 'auto', label: 'As the system', icon: IconDeviceDesktop },
];

const ROLES = { admin: 'Admin', biller: 'Biller', viewer: 'Viewer' } as const;

type UserMenuProps = Readonly<{
  user: Session['user'];
  onShowKeys: () => void;
  onSignOut: () => void;
}>;

/** Who is signed in, light or dark, the keys, and the way out. */
export function UserMenu({ user, onShowKeys, onSignOut }: UserMenuProps) {
  // Mantine stops transitions by a <style> element, which the content policy refuses.
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <button className={styles['user']} type="button" aria-label={`${user.name}, menu`}>
          <span className={styles['avatar']} aria-hidden>
            {initialsOf(user.name)}
          </span>
          <IconChevronDown size={14} stroke={1.75} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {user.name}, {ROLES[user.role]}
          <br />
          {user.email}
        </Menu.Label>
        <Menu.Divider />
        {SCHEMES.map(({ scheme, label, icon: Icon }) => (
          <Menu.Item
            key={scheme}
            role="menuitemradio"
            aria-checked={scheme === colorScheme}
            leftSection={<Icon size={16} stroke={1.75} aria-hidden />}
            rightSection={
              scheme === colorScheme && <IconCheck size={14} stroke={1.9} aria-hidden />
            }
            onClick={() => setColorScheme(scheme)}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconKeyboard size={16} stroke={1.75} aria-hidden />}
          onClick={onShowKeys}
        >
          Keyboard
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLogout size={16} stroke={1.75} aria-hidden />}
          onClick={onSignOut}
        >
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** `DW` of Dana Whitfield; one letter of a single name. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((word) => [...(word ?? '')][0]?.toUpperCase() ?? '').join('');
}
