import { useBlocker } from '@tanstack/react-router';
import { useRef } from 'react';

/**
 * Asks before something typed is lost, however the person leaves: close button, Escape, the browser's
 * Back, another address. `isHeld` says whether there is something to lose.
 */
export function useLeaving(isHeld: boolean) {
  const latest = useRef(isHeld);
  latest.current = isHeld;
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => {
      const open = (search: unknown) => {
        const { pay, change } = search as Readonly<{ pay?: string; change?: string }>;
        return `${pay ?? ''} ${change ?? ''}`;
      };
      const isLeft =
        current.pathname !== next.pathname || open(current.search) !== open(next.search);
      return latest.current && isLeft;
    },
    enableBeforeUnload: () => latest.current,
    withResolver: true,
  });
  return {
    isAsked: status === 'blocked',
    leave: () => proceed?.(),
    stay: () => reset?.(),
  };
}
