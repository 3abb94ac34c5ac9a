/** Chromium for the suites that look at pages, and what every page that they look at must hold. */
import { readFileSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from '../../bin/chromium.mjs';

const executablePath = findChromium(process.env);
const isSkipped = executablePath === null && process.env['CI'] === undefined;

/** Without a browser these suites are skipped, aloud; in CI a missing browser fails them. */
export const describeInBrowser = isSkipped ? describe.skip : describe;
if (isSkipped) {
  console.warn(
    'SKIPPED: what is looked at in a browser, because no Chromium was found. Install it (Debian: apt install chromium), or name one in CHROMIUM.',
  );
}

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
];

export function launchChromium(): Promise<Browser> {
  if (executablePath === null) throw new Error('There is no Chromium. Name one in CHROMIUM.');
  return chromium.launch({ executablePath, args: FLAGS });
}

export type Scheme = 'light' | 'dark';

const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
/** What the schemes of a page share is judged in the light one: only its colors are the dark one's own. */
const RULES_OF_COLOR = ['color-contrast', 'link-in-text-block'];

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/**
 * What axe finds, each with its places, so that a failure says what to mend. In the dark scheme, of
 * a page that was judged in the light one.
 */
export const violations = (page: Page, scheme: Scheme = 'light'): Promise<string[]> =>
  judgedBy(page, scheme === 'dark' ? RULES_OF_COLOR : [...STANDARDS, 'best-practice']);

/** The same of what stands inside another page, as a mail does: it has no landmarks and needs none. */
export const violationsOfPart = (page: Page, scheme: Scheme): Promise<string[]> =>
  judgedBy(page, scheme === 'dark' ? RULES_OF_COLOR : STANDARDS);

async function judgedBy(page: Page, rules: readonly string[]): Promise<string[]> {
  // Evaluated outside the page's policy, which allows no foreign script; a page keeps it.
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe);
  return page.evaluate<string[]>(`axe.run(document, {
    runOnly: ${JSON.stringify(rules)},
    resultTypes: ['violations'],
    iframes: false,
  }).then(({ violations }) => violations.map(({ id, nodes }) =>
    id + ': ' + nodes.slice(0, 3).map(({ html, failureSummary }) => html + ' ' + failureSummary).join(' | ')))`);
}

/** How far the page can be scrolled sideways, in CSS px: 0 or less when it fits. */
export function sidewaysPx(page: Page): Promise<number> {
  return page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
}

/**
 * Waits until nothing moves: fonts are there, what enters has entered. A loader that turns for ever
 * is not waited for. The first two frames let a transition that was just asked for begin.
 */
export async function stillness(page: Page): Promise<void> {
  await page.evaluate(`(async () => {
    const frame = () => new Promise(requestAnimationFrame);
    const moving = () => document.getAnimations().filter((animation) =>
      animation.playState === 'running' && animation.effect.getComputedTiming().iterations !== Infinity);
    await document.fonts.ready;
    await frame();
    await frame();
    while (moving().length > 0) {
      await Promise.all(moving().map(({ finished }) => finished.catch(() => undefined)));
      await frame();
    }
  })()`);
}
