import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { cssVariablesText } from './theme/css-variables';

const VIRTUAL_NAME = 'virtual:theme-variables.css';

/** Serves the theme's variables as a stylesheet of our own origin (see `theme/css-variables.ts`). */
export function themeVariables(): Plugin {
  return {
    name: 'headroom-theme-variables',
    resolveId: (id) => (id === VIRTUAL_NAME ? `\0${VIRTUAL_NAME}` : undefined),
    load: (id) => (id === `\0${VIRTUAL_NAME}` ? cssVariablesText() : undefined),
  };
}

/** `API_PORT` names the API that the development server passes `/api` on to. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), themeVariables()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // Fonts and pictures stay files: a data address would need an exception in the content policy.
    assetsInlineLimit: 0,
    sourcemap: true,
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': `http://127.0.0.1:${process.env['API_PORT'] ?? '3000'}` },
  },
});
