/** A person at a browser: one window for the whole story, looked at in both widths and schemes. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from '../../bin/chromium.mjs';
import { checkout } from '../support/run';

const executablePath = findChromium(process.env);
const isSkipped = executablePath === null && process.env['CI'] === undefined;

/** Without a browser the suite is skipped, aloud; in CI a missing browser fails it. */
export const describeInBrowser = isSkipped ? describe.skip : describe;
if (isSkipped) {
  console.warn(
    'SKIPPED: the browser test, because no Chromium was found. Install it (Debian: apt install chromium), or name one in CHROMIUM.',
  );
}

const PICTURES = join(checkout, 'test/.output/browser');
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
];
const VIEWS = [
  { width: 1440, height: 900, scheme: 'light' },
  { width: 1440, height: 900, scheme: 'dark' },
  { width: 360, height: 780, scheme: 'light' },
  { width: 360, height: 780, scheme: 'dark' },
] as const;
const [USUAL] = VIEWS;

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export type Walk = Readonly<{
  page: Page;
  /** Looks at what is shown in every view: a picture each, no rule broken, nothing past the edge. */
  look(what: string): Promise<void>;
  /** A picture of where a step ended that should not have ended there. */
  keepFailure(title: string): Promise<void>;
  /** What the page complained of since it was asked last; refused requests are not complaints. */
  complaints(): readonly string[];
  stop(): Promise<void>;
}>;

export async function startWalk(): Promise<Walk> {
  if (executablePath === null) throw new Error('There is no Chromium. Name one in CHROMIUM.');
  mkdirSync(PICTURES, { recursive: true });
  const browser: Browser = await chromium.launch({ executablePath, args: FLAGS });
  const context = await browser.newContext({ viewport: USUAL, reducedMotion: 'reduce' });
  // Long enough for the slowest step of a busy machine.
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  let heard: string[] = [];
  page.on('pageerror', (error) => heard.push(String(error)));
  page.on('console', (message) => {
    const isRefusal = /the server responded with a status of 4\d\d/.test(message.text());
    if (message.type() === 'error' && !isRefusal) heard.push(message.text());
  });
  let count = 0;
  return {
    page,
    async look(what) {
      count += 1;
      const name = `${String(count).padStart(2, '0')}-${what}`;
      const broken: string[] = [];
      for (const view of VIEWS) {
        await show(page, view);
        await page.screenshot({ path: join(PICTURES, `${name}-${view.width}-${view.scheme}.png`) });
        for (const complaint of [...(await violations(page)), ...(await overflow(page))]) {
          broken.push(`${view.width} ${view.scheme}: ${complaint}`);
        }
      }
      await show(page, USUAL);
      expect(broken).toEqual([]);
    },
    async keepFailure(title) {
      const name = `failed-${title.replaceAll(/\W+/g, '-')}.png`;
      await page.screenshot({ path: join(PICTURES, name) });
    },
    complaints() {
      const since = heard;
      heard = [];
      return since;
    },
    stop: () => browser.close(),
  };
}

async function show(page: Page, { scheme, ...size }: (typeof VIEWS)[number]): Promise<void> {
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
  await page.setViewportSize(size);
  await page.evaluate('document.fonts.ready');
  // Layout, and the end of the shortened motion.
  await page.waitForTimeout(250);
}

async function violations(page: Page): Promise<string[]> {
  // Evaluated outside the page's policy, which allows no foreign script.
  await page.evaluate(axe);
  return page.evaluate<string[]>(`axe.run({ exclude: ['iframe'] }, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'],
  }).then(({ violations }) => violations.map(({ id, nodes }) =>
    id + ': ' + nodes.slice(0, 3).map(({ html, failureSummary }) => html + ' ' + failureSummary).join(' | ')))`);
}

async function overflow(page: Page): Promise<string[]> {
  const pixels = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  return pixels > 0 ? [`${pixels} px past the edge`] : [];
}
