import { Modal } from '@mantine/core';
import { IconSearch, type TablerIcon } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { useIsNarrow } from '../pieces/narrow';
import { useScrollLock } from '../pieces/scroll-lock';
import { RefetchLine } from '../pieces/skeleton';
import styles from './search-palette.module.css';

export type PaletteItem = Readonly<{
  key: string;
  icon: TablerIcon;
  title: string;
  detail?: string;
  /** An amount, right. */
  figure?: string;
  run: () => void;
}>;

export type PaletteGroup = Readonly<{ label: string; items: readonly PaletteItem[] }>;

type SearchPaletteProps = Readonly<{
  isOpen: boolean;
  onClose: () => void;
  text: string;
  onText: (text: string) => void;
  /** Only groups with items. */
  groups: readonly PaletteGroup[];
  isSearching: boolean;
  /** What is offered was found for an earlier text. */
  isBehind: boolean;
}>;

/** Search everything: a field over a list, walked with the arrow keys, Enter goes there. */
export function SearchPalette(props: SearchPaletteProps) {
  const { isOpen, onClose } = props;
  const isNarrow = useIsNarrow();
  useScrollLock(isOpen);
  return (
    <Modal.Root
      opened={isOpen}
      onClose={onClose}
      size={560}
      padding={0}
      radius={isNarrow ? 0 : 12}
      yOffset="76px"
      fullScreen={isNarrow}
      lockScroll={false}
      // There at once: whoever pressed the key is typing already.
      transitionProps={{ duration: 0, exitDuration: 0 }}
      returnFocus={false}
      classNames={{ content: styles['content'] ?? '' }}
    >
      <Modal.Overlay backgroundOpacity={1} color="var(--hr-cover)" />
      <Modal.Content aria-label="Search">
        <Palette {...props} />
      </Modal.Content>
    </Modal.Root>
  );
}

/** Takes the focus before the next key arrives, and gives it back unless somebody else has it by then. */
function useFocusWhileThere() {
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    const own = field.current;
    const before = document.activeElement;
    own?.focus();
    return () => {
      const now = document.activeElement;
      if (before instanceof HTMLElement && (now === own || now === document.body))
        before.focus({ preventScroll: true });
    };
  }, []);
  return field;
}

function Palette(props: SearchPaletteProps) {
  const { onClose, text, onText, groups, isSearching, isBehind } = props;
  const listId = useId();
  const field = useFocusWhileThere();
  const items = groups.flatMap((group) => group.items);
  const [marked, setMarked] = useState(0);
  // Enter that came before the answer goes where the answer says.
  const isGoing = useRef(false);
  const current = Math.min(marked, Math.max(0, items.length - 1));
  const idAt = (index: number) => `${listId}-${index}`;
  const go = (item: PaletteItem | undefined) => {
    if (!item) return;
    onClose();
    item.run();
  };
  useEffect(() => {
    if (!isGoing.current || isBehind) return;
    isGoing.current = false;
    go(items[current]);
  });
  useEffect(() => {
    document.getElementById(`${listId}-${current}`)?.scrollIntoView({ block: 'nearest' });
  }, [listId, current]);
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by !== undefined && items.length > 0) {
      event.preventDefault();
      setMarked((current + by + items.length) % items.length);
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      // A row that was walked to is meant as it stands.
      if (isBehind && marked === 0) isGoing.current = true;
      else go(items[current]);
    }
  };
  return (
    <>
      <div className={styles['field']}>
        <IconSearch size={18} stroke={1.75} aria-hidden />
        <input
          ref={field}
          className={styles['input']}
          data-autofocus
          type="text"
          role="combobox"
          aria-label="Search clients, invoices, amounts, actions"
          aria-expanded={items.length > 0}
          aria-controls={listId}
          aria-activedescendant={items.length > 0 ? idAt(current) : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          placeholder="Clients, invoices, amounts, actions"
          value={text}
          onChange={(event) => {
            onText(event.currentTarget.value);
            setMarked(0);
            isGoing.current = false;
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <RefetchLine isActive={isSearching} />
      <div className={styles['results']} role="listbox" id={listId} aria-label="Results">
        {groups.map((group) => (
          <div key={group.label} role="group" aria-label={group.label}>
            <div className={styles['group']} aria-hidden>
              {group.label}
            </div>
            {group.items.map((item) => {
              const index = items.indexOf(item);
              return (
                <PaletteRow
                  key={item.key}
                  id={idAt(index)}
                  item={item}
                  isMarked={index === current}
                  onMark={() => setMarked(index)}
                  onGo={() => go(item)}
                />
              );
            })}
          </div>
        ))}
      </div>
      {items.length === 0 && !isSearching && (
        <p className={styles['none']} role="status">
          Nothing has “{text}” in its name, number or amount.
        </p>
      )}
    </>
  );
}

type PaletteRowProps = Readonly<{
  id: string;
  item: PaletteItem;
  isMarked: boolean;
  onMark: () => void;
  onGo: () => void;
}>;

function PaletteRow({ id, item, isMarked, onMark, onGo }: PaletteRowProps) {
  const { icon: Icon, title, detail, figure } = item;
  return (
    // The field keeps the focus and the keys; the row answers only to the pointer.
    <div
      className={styles['item']}
      id={id}
      role="option"
      aria-selected={isMarked}
      onMouseMove={onMark}
      onClick={onGo}
    >
      <Icon size={16} stroke={1.75} aria-hidden />
      <span className={styles['title']}>{title}</span>
      {detail !== undefined && <span className={styles['detail']}>{detail}</span>}
      {figure !== undefined && <span className={`${styles['figure']} hr-number`}>{figure}</span>}
    </div>
  );
}
