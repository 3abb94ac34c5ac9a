/** Renders a piece as the page does, without a browser: theme, words of a business, no motion. */
import { MantineProvider } from '@mantine/core';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { theme } from '../../web/theme/theme';
import { BusinessProvider } from '../../web/words/business';

const BUSINESS = {
  locale: 'en-US',
  zone: 'America/Chicago',
  today: '2026-11-25',
  now: () => '2026-11-25T16:42:00Z',
};

export function renderPiece(piece: ReactNode) {
  return render(piece, {
    wrapper: ({ children }) => (
      <MantineProvider theme={theme} env="test">
        <BusinessProvider business={BUSINESS}>{children}</BusinessProvider>
      </MantineProvider>
    ),
  });
}

/** What jsdom has not: sizes, media and scrolling. Wide, and nothing moves. */
export function standInForLayout(): void {
  window.matchMedia = (media: string) =>
    ({
      media,
      matches: false,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
      addListener: () => undefined,
      removeListener: () => undefined,
    }) as unknown as MediaQueryList;
  window.ResizeObserver = class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
  window.scrollTo = () => undefined;
  Element.prototype.scrollIntoView = () => undefined;
  globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;
}
