/** Where Chromium is, for the browser tests. */
import { existsSync } from 'node:fs';
import { whereIs } from './temporal-cli.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * @param {Readonly<Record<string, string | undefined>>} environment `CHROMIUM` names one outright
 * @returns {string | null}
 */
export function findChromium(environment) {
  const named = environment['CHROMIUM'];
  if (named) return existsSync(named) ? named : null;
  for (const name of NAMES) {
    const found = whereIs(name, environment['PATH'] ?? '');
    if (found) return found;
  }
  return MAC.find((path) => existsSync(path)) ?? null;
}
