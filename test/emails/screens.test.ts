/**
 * Goal: a mail can be read on a phone and on a desk, in both schemes.
 * Method: Chromium opens each at 360 and 700 px, measures for sideways scrolling, lets axe judge
 * contrast and structure, and leaves a picture in `test/.output/emails` to be looked at.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { type EmailKind, emailKinds, templates } from '../../emails/registry';
import { renderEmail } from '../../emails/render';
import {
  describeInBrowser,
  launchChromium,
  type Scheme,
  sidewaysPx,
  violationsOfPart,
} from '../support/browser';

const pictures = join(__dirname, '../.output/emails');
describeInBrowser('on a screen', () => {
  let browser: Browser;

  let page: Page;

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    browser = await launchChromium();
    page = await browser.newPage();
  }, 60_000);

  afterAll(() => browser?.close());

  async function open(html: string, width: number, colorScheme: Scheme): Promise<void> {
    await page.setViewportSize({ width, height: 640 });
    await page.emulateMedia({ colorScheme });
    await page.setContent(html);
  }

  const keep = (name: string) =>
    page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });

  const cases = emailKinds.flatMap((kind) =>
    (['light', 'dark'] as const).map((scheme) => [kind, scheme] as const),
  );

  test.each(cases)(
    '%s, %s, fits a desk and a phone and has no violation',
    async (kind, scheme) => {
      const { html } = await renderEmail(kind, templates[kind].PreviewProps);
      for (const width of [700, 360]) {
        await open(html, width, scheme);
        await keep(`${kind}-${width}-${scheme}`);
        expect(await sidewaysPx(page)).toBe(0);
      }
      // Width changes neither colours nor structure: once per scheme is enough.
      expect(await violationsOfPart(page, scheme)).toEqual([]);
    },
    30_000,
  );

  test('a dark mail is dark all over', async () => {
    const { html } = await renderEmail('receipt', templates.receipt.PreviewProps);
    await open(html, 360, 'dark');
    expect(await page.evaluate<string[]>(lightGrounds)).toEqual([]);
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
    await open(html, 360, 'light');
    await keep('long-words-360-light');
    expect(await sidewaysPx(page)).toBe(0);
  });
});

const lightGrounds = `[...document.body.querySelectorAll('*')]
  .filter((element) => {
    const [red, , , alpha = 1] = getComputedStyle(element).backgroundColor.match(/[\\d.]+/g).map(Number);
    return alpha > 0 && red > 128;
  })
  .map((element) => element.tagName + '.' + element.className)`;
