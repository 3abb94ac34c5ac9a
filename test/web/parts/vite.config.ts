/** Builds the page of parts, for tests only: the same plugins, another entrance, never shipped. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { themeVariables } from '../../../web/theme/variables-plugin';

export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  plugins: [react(), themeVariables()],
  build: { outDir: '../../../dist/parts', emptyOutDir: true, assetsInlineLimit: 0 },
});
