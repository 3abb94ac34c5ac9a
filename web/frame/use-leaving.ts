import { useBlocker } from '@tanstack/react-router';
import { useRef } from 'react';

type Address = Readonly<{ pathname: string; search: unknown }>;

const isAnotherPage = (from: Address, to: Address) => from.pathname !== to.pathname;

/**
 * Asks before something typed is lost, however the person leaves: close button, Escape, the browser's
 * Back, another address. `isHeld` says whether there is something to lose, `isLeft` which addresses
 * lose it beside those of another page.
 */
export function useLeaving(
  isHeld: boolean,
  isLeft: (from: Address, to: Address) => boolean = isAnotherPage,
) {
  const latest = useRef(isHeld);
  latest.current = isHeld;
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) =>
      latest.current && (isAnotherPage(current, next) || isLeft(current, next)),
    enableBeforeUnload: () => latest.current,
    withResolver: true,
  });
  return {
    isAsked: status === 'blocked',
    leave: () => proceed?.(),
    stay: () => reset?.(),
  };
}
