/** A person at a browser: one window for the whole story, looked at in both widths and schemes. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { until } from '../../bin/waiting.mjs';
import { launchChromium, sidewaysPx, stillness, violations } from '../support/browser';
import { checkout } from '../support/run';

const PICTURES = join(checkout, 'test/.output/browser');
const VIEWS = [
  { width: 1440, height: 900, scheme: 'light' },
  { width: 1440, height: 900, scheme: 'dark' },
  { width: 360, height: 780, scheme: 'light' },
  { width: 360, height: 780, scheme: 'dark' },
] as const;
const [USUAL] = VIEWS;

/** The sandbox's own pages follow the system without saying so. */
const isIn = (scheme: string) =>
  `['${scheme}', undefined].includes(document.documentElement.dataset.mantineColorScheme)`;
/** A message goes by itself; meanwhile it may lie over what is looked at. */
const CLOSE_MESSAGES = `document.querySelectorAll('[aria-label="Close this message"]')
  .forEach((button) => button.click())`;
/** A frame of one colour is smaller as a picture than any page of paper. */
const EMPTY_VIEWER_BYTES_MAX = 12_000;

export type Walk = Readonly<{
  page: Page;
  /** Looks at what is shown in every view: a picture each, no rule broken, nothing past the edge. */
  look(what: string): Promise<void>;
  /** Until the browser's own viewer has drawn a page of the document in a frame. */
  waitForPaper(frame: Locator): Promise<void>;
  /** A picture of where a step ended that should not have ended there. */
  keepFailure(title: string): Promise<void>;
  /** What the page complained of since it was asked last; refused requests are not complaints. */
  complaints(): readonly string[];
  stop(): Promise<void>;
}>;

export async function startWalk(): Promise<Walk> {
  mkdirSync(PICTURES, { recursive: true });
  const browser = await launchChromium();
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
      await page.evaluate(CLOSE_MESSAGES);
      for (const view of VIEWS) {
        await show(page, view);
        await page.screenshot({ path: join(PICTURES, `${name}-${view.width}-${view.scheme}.png`) });
        for (const complaint of [
          ...(await violations(page, view.scheme)),
          ...(await overflow(page)),
        ]) {
          broken.push(`${view.width} ${view.scheme}: ${complaint}`);
        }
      }
      await show(page, USUAL);
      expect(broken).toEqual([]);
    },
    async waitForPaper(frame) {
      const isDrawn = await until(
        async () => (await frame.screenshot()).byteLength > EMPTY_VIEWER_BYTES_MAX,
        { limitMs: 30_000, everyMs: 100 },
      );
      if (isDrawn === null) throw new Error('the document was not drawn');
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
  await until(() => page.evaluate<boolean>(isIn(scheme)), { limitMs: 5_000 });
  await stillness(page);
}

async function overflow(page: Page): Promise<string[]> {
  const pixels = await sidewaysPx(page);
  return pixels > 0 ? [`${pixels} px past the edge`] : [];
}
