/**
 * Putting a list in another order, by pointer or by keyboard, on a grip in each row. The rows keep
 * their place in the document while one is lifted, so the focus stays; only their `order` changes.
 */
import {
  type CSSProperties,
  type KeyboardEvent,
  type PointerEvent,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';

type ReorderOptions = Readonly<{
  ids: readonly string[];
  nameOf: (id: string) => string;
  /** Called once, when a row is put down in another place. */
  onOrder: (ids: readonly string[]) => void;
}>;

const STEPS: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1 };

type Lifted = Readonly<{ id: string; by: 'pointer' | 'keyboard'; order: readonly string[] }>;

export function useReorder({ ids, nameOf, onOrder }: ReorderOptions) {
  const [lifted, setLifted] = useState<Lifted | null>(null);
  const [told, setTold] = useState('');
  const rows = useRef(new Map<string, HTMLElement>());
  const grips = useRef(new Map<string, HTMLElement>());
  const last = useRef<string | null>(null);
  const shown = ids.join(' ');
  // A row that moves in the document loses the focus of its grip.
  useLayoutEffect(() => {
    if (last.current !== null && shown !== '' && document.activeElement === document.body) {
      grips.current.get(last.current)?.focus();
    }
    last.current = null;
  }, [shown]);

  const place = (id: string, order: readonly string[]) =>
    `${order.indexOf(id) + 1} of ${order.length}`;
  const lift = (id: string, by: Lifted['by']) => {
    setLifted({ id, by, order: ids });
    setTold(`${nameOf(id)} is lifted, ${place(id, ids)}.`);
  };
  const moveTo = ({ id, by, order }: Lifted, index: number) => {
    const others = order.filter((other) => other !== id);
    const at = Math.max(0, Math.min(others.length, index));
    if (others.length + 1 !== order.length || order[at] === id) return;
    const next = [...others.slice(0, at), id, ...others.slice(at)];
    setLifted({ id, by, order: next });
    setTold(`${nameOf(id)}, ${place(id, next)}.`);
  };
  const drop = ({ id, order }: Lifted) => {
    setLifted(null);
    setTold(`${nameOf(id)} is put down, ${place(id, order)}.`);
    last.current = id;
    if (order.some((other, index) => other !== ids[index])) onOrder(order);
  };
  const cancel = ({ id }: Lifted) => {
    setLifted(null);
    setTold(`${nameOf(id)} is back, ${place(id, ids)}.`);
  };

  const onKeyDown = (id: string, event: KeyboardEvent) => {
    const isToggle = event.key === ' ' || event.key === 'Enter';
    const step = STEPS[event.key];
    if (lifted?.id !== id) {
      if (!isToggle) return;
      lift(id, 'keyboard');
    } else if (isToggle) drop(lifted);
    else if (step !== undefined) moveTo(lifted, lifted.order.indexOf(id) + step);
    else if (event.key === 'Escape') cancel(lifted);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onPointerMove = (event: PointerEvent) => {
    if (lifted?.by !== 'pointer') return;
    const above = lifted.order.filter((id) => {
      const box = rows.current.get(id)?.getBoundingClientRect();
      return id !== lifted.id && box !== undefined && box.top + box.height / 2 < event.clientY;
    });
    moveTo(lifted, above.length);
  };

  return {
    liftedId: lifted?.id ?? null,
    /** Read out as it changes. */
    told,
    rowProps: (id: string) => ({
      ref: keeper(rows.current, id),
      style: { order: (lifted?.order ?? ids).indexOf(id) } satisfies CSSProperties,
    }),
    gripProps: (id: string) => ({
      ref: keeper(grips.current, id),
      'aria-label': `Move ${nameOf(id)}, ${place(id, ids)}`,
      'aria-pressed': lifted?.id === id,
      onKeyDown: (event: KeyboardEvent) => onKeyDown(id, event),
      onBlur: () => lifted?.id === id && lifted.by === 'keyboard' && cancel(lifted),
      onPointerDown: (event: PointerEvent) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        lift(id, 'pointer');
      },
      onPointerMove,
      onPointerUp: () => lifted?.by === 'pointer' && drop(lifted),
      onPointerCancel: () => lifted?.by === 'pointer' && cancel(lifted),
    }),
  };
}

function keeper(kept: Map<string, HTMLElement>, id: string) {
  return (element: HTMLElement | null) => {
    if (element) kept.set(id, element);
    else kept.delete(id);
  };
}
