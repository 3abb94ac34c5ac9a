import { useEffect, useState } from 'react';
import { actsOnEnter, useKeys } from '../keys';

type CursorOptions = Readonly<{
  ids: readonly string[];
  isActive: boolean;
  /** Brings a row into view; it may not be in the page yet. */
  reveal: (index: number) => void;
  choose: (id: string, isRange: boolean) => void;
  open: ((id: string) => void) | undefined;
}>;

/**
 * The keyboard's place in a list: `j` and `k` move it, `x` takes the row in or out, `Shift+x` does so
 * up to it, `Enter` opens it. The row under it has the focus, so that it is read out.
 */
export function useRowCursor({ ids, isActive, reveal, choose, open }: CursorOptions) {
  const [cursor, setCursor] = useState<string | null>(null);
  const index = cursor === null ? -1 : ids.indexOf(cursor);

  const move = (by: 1 | -1) => {
    const next = index === -1 ? (by === 1 ? 0 : -1) : index + by;
    const id = ids[next];
    if (id === undefined) return;
    setCursor(id);
    reveal(next);
  };
  const atCursor = (act: (id: string) => void) => () => {
    if (cursor !== null && index !== -1) act(cursor);
  };
  useKeys(
    {
      j: () => move(1),
      k: () => move(-1),
      x: atCursor((id) => choose(id, false)),
      'Shift+x': atCursor((id) => choose(id, true)),
    },
    { isActive },
  );
  // Enter on a link or button inside the row is that thing's own.
  const onEnter = (target: EventTarget) => {
    if (!actsOnEnter(target)) atCursor((id) => open?.(id))();
  };

  useEffect(() => {
    // At once where it is in the page, so that the next key, however soon, is of this row.
    if (cursor === null || focusRow(cursor)) return;
    const frame = requestAnimationFrame(() => focusRow(cursor));
    return () => cancelAnimationFrame(frame);
  }, [cursor]);

  return { cursor, setCursor, onEnter };
}

/** Answers whether the row is in the page. */
function focusRow(id: string): boolean {
  const row = document.querySelector(`[data-row="${CSS.escape(id)}"]`);
  if (!(row instanceof HTMLElement)) return false;
  row.focus({ preventScroll: true });
  return true;
}
