import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useLayoutEffect, useState } from 'react';

/** So many rows are all in the page: finding by the browser and printing then work as ever. */
const ALL_UP_TO = 100;
const OVERSCAN = 12;
/** What covers rows at the top of the window: ribbon, bar, selection bar, head; at its foot the sums. */
const COVERED_TOP = 160;
const COVERED_FOOT = 56;

type VirtualOptions = Readonly<{
  count: number;
  /** CSS px; a first guess where rows are measured. */
  rowHeight: number;
  isMeasured: boolean;
  /** Element whose top is the top of the first row. */
  top: RefObject<HTMLElement | null>;
}>;

/** Only the rows near the window are in the page, however many there are. The window scrolls. */
export function useVirtualRows({ count, rowHeight, isMeasured, top }: VirtualOptions) {
  const [scrollMargin, setScrollMargin] = useState(0);
  // What stands over the rows may change height at any render (a toolbar, a note).
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- set only when it differs, so it settles
  useLayoutEffect(() => {
    const element = top.current;
    if (!element) return;
    const next = Math.round(element.getBoundingClientRect().top + window.scrollY);
    if (next !== scrollMargin) setScrollMargin(next);
  });
  const virtualizer = useWindowVirtualizer({
    count,
    estimateSize: () => rowHeight,
    overscan: count <= ALL_UP_TO ? count : OVERSCAN,
    scrollMargin,
    scrollPaddingStart: COVERED_TOP,
    scrollPaddingEnd: COVERED_FOOT,
  });
  const items = virtualizer.getVirtualItems();
  const before = (items[0]?.start ?? scrollMargin) - scrollMargin;
  const after = virtualizer.getTotalSize() - ((items.at(-1)?.end ?? scrollMargin) - scrollMargin);
  return {
    items,
    /** Height of the rows left out, in CSS px. */
    before: Math.max(0, before),
    after: Math.max(0, after),
    reveal: (index: number) => virtualizer.scrollToIndex(index, { align: 'auto' }),
    measure: isMeasured ? virtualizer.measureElement : undefined,
  };
}
