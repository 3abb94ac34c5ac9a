/** Keys that act on the page as a whole, without a field or dialog in the way. */
import { useLayoutEffect, useRef } from 'react';

/**
 * A key's name as the browser gives it (`j`, `Enter`, `?`), with `Shift+` before keys that have no
 * shifted character of their own, and `Mod+` for Ctrl or Command.
 */
export type Bindings = Readonly<Record<string, (event: KeyboardEvent) => void>>;

type KeyOptions = Readonly<{
  isActive?: boolean;
  /** Of a drawer: they rest while a dialog lies over it. All others rest while either is open. */
  isInModal?: boolean;
}>;

/** Calls the binding of a key pressed anywhere. Typing in a field is left alone. */
export function useKeys(bindings: Bindings, options: KeyOptions = {}): void {
  const { isActive = true, isInModal = false } = options;
  const latest = useRef(bindings);
  latest.current = bindings;
  // With what is seen, not after it: a key may come at once.
  useLayoutEffect(() => {
    if (!isActive) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const binding = latest.current[nameOf(event)];
      const modals = document.querySelectorAll('[aria-modal="true"]').length;
      if (!binding || modals !== (isInModal ? 1 : 0)) return;
      if (!isModified(event) && isOwnOf(event.target)) return;
      event.preventDefault();
      binding(event);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [isActive, isInModal]);
}

function isModified(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.metaKey;
}

function nameOf(event: KeyboardEvent): string {
  if (event.altKey) return '';
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (isModified(event)) return `Mod+${key}`;
  const isShifted = event.shiftKey && (event.key.length > 1 || /^[a-z]$/i.test(event.key));
  return isShifted ? `Shift+${key}` : key;
}

const OWN_KEYS =
  'input, textarea, select, [contenteditable="true"], [role="menu"], [role="listbox"]';
const ACTS_ON_ENTER = 'a, button, summary, [role="button"], [role="tab"], [role="option"]';

/** Whether the key belongs to what it was pressed in: a field or an open menu. */
function isOwnOf(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  const field = target.closest(OWN_KEYS);
  if (!field) return false;
  return !(field instanceof HTMLInputElement && ['checkbox', 'radio'].includes(field.type));
}

/** Whether Enter or Space has a meaning of its own on `target`: a link, a button, a tab. */
export function actsOnEnter(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(ACTS_ON_ENTER) !== null;
}
