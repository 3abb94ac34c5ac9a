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
    if (cursor === null) return;
    const frame = requestAnimationFrame(() => {
      const row = document.querySelector(`[data-row="${CSS.escape(cursor)}"]`);
      if (row instanceof HTMLElement) row.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  }, [cursor]);

  return { cursor, setCursor, onEnter };
}
