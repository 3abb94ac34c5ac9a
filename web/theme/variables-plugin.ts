import type { Plugin } from 'vite';
import { cssVariablesText } from './css-variables';

const VIRTUAL_NAME = 'virtual:theme-variables.css';

/** Serves the theme's variables as a stylesheet of our own origin (see `css-variables.ts`). */
export function themeVariables(): Plugin {
  return {
    name: 'headroom-theme-variables',
    resolveId: (id) => (id === VIRTUAL_NAME ? `\0${VIRTUAL_NAME}` : undefined),
    load: (id) => (id === `\0${VIRTUAL_NAME}` ? cssVariablesText() : undefined),
  };
}
