import { useEffect } from 'react';

let locks = 0;

/**
 * Keeps the page from scrolling behind a dialog or drawer, also when one lies over the other. By an
 * attribute: Mantine's own lock writes a `<style>` element, which our content policy refuses.
 */
export function useScrollLock(isLocked: boolean): void {
  useEffect(() => {
    if (!isLocked) return;
    locks += 1;
    document.documentElement.toggleAttribute('data-scroll-locked', true);
    return () => {
      locks -= 1;
      if (locks === 0) document.documentElement.removeAttribute('data-scroll-locked');
    };
  }, [isLocked]);
}
