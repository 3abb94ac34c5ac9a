import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { FrameView } from '../view-state';

type Shown = Partial<FrameView>;

/**
 * Opens and closes what lies over a page, in the address, so that Back closes it and a link opens it.
 * `how.replaces` takes the place of what is open instead of lying one step further.
 */
export function useShowOver(): (shown: Shown, how?: Readonly<{ replaces?: boolean }>) => void {
  const navigate = useNavigate();
  return useCallback(
    (shown, { replaces = false } = {}) =>
      void navigate({
        to: '.',
        search: (now) => ({ ...now, ...shown }),
        replace: replaces,
        resetScroll: false,
      }),
    [navigate],
  );
}
