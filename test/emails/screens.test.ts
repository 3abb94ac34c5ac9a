/**
 * Goal: a mail can be read on a phone and on a desk, in both schemes.
 * Method: Chromium opens each at 360 and 700 px, measures for sideways scrolling, lets axe judge
 * contrast and structure, and leaves a picture in `test/.output/emails` to be looked at.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { type EmailKind, emailKinds, templates } from '../../emails/registry';
import { renderEmail } from '../../emails/render';

const executablePath = [
  process.env['CHROMIUM'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== '' && existsSync(path));

const axePath = require.resolve('axe-core/axe.min.js');
const pictures = join(__dirname, '../.output/emails');
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
];

// Without a browser these are shown as skipped, and the other suites still judge the words. In CI a
// missing browser is a failure.
const canSkip = executablePath === undefined && process.env['CI'] === undefined;
const describeOnScreen = canSkip ? describe.skip : describe;

describeOnScreen('on a screen', () => {
  let browser: Browser;

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: flags });
  }, 60_000);

  afterAll(() => browser?.close());

  /** Opens a mail; the page is closed afterwards whatever happens. */
  async function open(
    html: string,
    width: number,
    colorScheme: 'light' | 'dark',
    look: (page: Page) => Promise<void>,
  ): Promise<void> {
    const page = await browser.newPage({ viewport: { width, height: 640 }, colorScheme });
    try {
      await page.setContent(html);
      await look(page);
    } finally {
      await page.close();
    }
  }

  const pageWidth = (page: Page) => page.evaluate<number>('document.documentElement.scrollWidth');

  const cases = emailKinds.flatMap((kind) =>
    [360, 700].flatMap((width) =>
      (['light', 'dark'] as const).map((scheme) => [kind, width, scheme] as const),
    ),
  );

  test.each(cases)(
    '%s at %i px, %s, fits and has no violation',
    async (kind, width, scheme) => {
      const { html } = await renderEmail(kind, templates[kind].PreviewProps);
      await open(html, width, scheme, async (page) => {
        await page.screenshot({
          path: join(pictures, `${kind}-${width}-${scheme}.png`),
          fullPage: true,
        });
        expect(await pageWidth(page)).toBe(width);
        // Width changes neither colours nor structure: once per scheme is enough.
        if (width > 360) return;
        await page.addScriptTag({ path: axePath });
        expect(await page.evaluate(axeViolations)).toEqual([]);
      });
    },
    30_000,
  );

  test('a dark mail is dark all over', async () => {
    const { html } = await renderEmail('receipt', templates.receipt.PreviewProps);
    await open(html, 360, 'dark', async (page) => {
      const light = await page.evaluate<string[]>(lightGrounds);
      expect(light).toEqual([]);
    });
  });

  test('long names, numbers and amounts do not widen a phone', async () => {
    const props = templates.receipt.PreviewProps;
    const long = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';
    const line = {
      invoice: `${'9314110911/00/M/'.repeat(4)}N`,
      amount: '12,345,678,901.123',
      unpaid: '0.000',
    };
    const kind: EmailKind = 'receipt';
    const { html } = await renderEmail(kind, {
      ...props,
      frame: { ...props.frame, businessName: long, greeting: `Hello ${long},` },
      lines: { ...props.lines, lines: [line, { ...line, invoice: 'INV-2' }] },
      method: { name: 'Visa ··4242', friendlyName: long },
      gatewayReference: 'ch_'.padEnd(90, '8Kd2mQ7'),
    });
    await open(html, 360, 'light', async (page) => {
      await page.screenshot({ path: join(pictures, 'long-words-360-light.png'), fullPage: true });
      expect(await pageWidth(page)).toBe(360);
    });
  });
});

/** In the page, so as text. A mail has no landmarks and needs none: clients put it in theirs. */
const axeViolations = `axe
  .run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] })
  .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`;

const lightGrounds = `[...document.body.querySelectorAll('*')]
  .filter((element) => {
    const [red, , , alpha = 1] = getComputedStyle(element).backgroundColor.match(/[\\d.]+/g).map(Number);
    return alpha > 0 && red > 128;
  })
  .map((element) => element.tagName + '.' + element.className)`;
