/**
 * Goal: every piece in every state can be used by everybody, on a desk and on a phone, light and dark,
 * under the strictest content policy, which forbids any style or script that is not a file of ours.
 * Method: the page of parts is built and served with that policy; Chromium opens it and what floats on
 * it, axe judges, and pictures are left in `test/.output/parts` to be laid beside the design.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

const executablePath = [
  process.env['CHROMIUM'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== '' && existsSync(path));
const canSkip = executablePath === undefined && process.env['CI'] === undefined;
const describeOnScreen = canSkip ? describe.skip : describe;

const root = join(__dirname, '../..');
const built = join(root, 'dist/parts');
const pictures = join(root, 'test/.output/parts');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const FLAGS = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
].join('; ');
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};

describeOnScreen('the parts on a screen', () => {
  let browser: Browser;
  let server: Server;
  let address: string;

  beforeAll(async () => {
    const vite = join(root, 'node_modules/vite/bin/vite.js');
    const config = join(__dirname, 'parts/vite.config.ts');
    execFileSync(process.execPath, [vite, 'build', '--config', config, '--logLevel', 'error']);
    mkdirSync(pictures, { recursive: true });
    server = createServer((request, response) => {
      const path = request.url === '/' ? '/index.html' : (request.url ?? '').split('?')[0] ?? '';
      const file = join(built, path);
      if (!file.startsWith(built) || !existsSync(file)) {
        response.writeHead(404).end();
        return;
      }
      response.setHeader('Content-Security-Policy', POLICY);
      response.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream');
      response.end(readFileSync(file));
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: FLAGS });
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await new Promise((closed) => server?.close(closed));
  });

  async function open(
    width: number,
    colorScheme: 'light' | 'dark',
    look: (page: Page) => Promise<void>,
  ) {
    const complaints: string[] = [];
    const page = await browser.newPage({
      viewport: { width, height: 900 },
      colorScheme,
      reducedMotion: 'reduce',
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    try {
      await page.goto(address);
      await page.getByRole('heading', { name: 'Parts' }).waitFor();
      await page.evaluate('document.fonts.ready');
      await look(page);
    } finally {
      await page.close();
    }
    expect(complaints).toEqual([]);
  }

  /** What axe finds, each with the places, so that a failure says what to mend. */
  async function violations(page: Page) {
    await page.evaluate(axe);
    return page.evaluate<string[]>(`axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }).then(({ violations }) => violations.map(({ id, nodes }) =>
      id + ': ' + nodes.slice(0, 3).map(({ html, failureSummary }) => html + ' ' + failureSummary).join(' | ')))`);
  }

  /** How far the page can be scrolled sideways, in CSS px. */
  const sidewaysPx = (page: Page) =>
    page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );

  const cases = [1440, 1000, 360].flatMap((width) =>
    (['light', 'dark'] as const).map((scheme) => [width, scheme] as const),
  );

  test.each(cases)(
    'fit at %i px, %s, and break no rule',
    async (width, scheme) => {
      await open(width, scheme, async (page) => {
        const picture = (name: string) => join(pictures, `${name}-${width}-${scheme}.png`);
        // As high as all of it: what sticks to the window's edges would lie over other parts.
        await page.setViewportSize({ width, height: 6000 });
        await page.screenshot({ path: picture('parts'), fullPage: true });
        await page.setViewportSize({ width, height: 900 });
        expect(await sidewaysPx(page)).toBeLessThanOrEqual(0);
        expect(await violations(page)).toEqual([]);

        await page.getByRole('button', { name: 'Say what is done' }).click();
        await page.getByRole('button', { name: 'Say trouble' }).click();
        await page.getByText('Not saved').waitFor();
        await page.screenshot({ path: picture('toasts') });
        expect(await violations(page)).toEqual([]);

        const messages = page.getByRole('button', { name: 'Close this message' });
        while ((await messages.count()) > 0) await messages.first().click();
        await page.getByRole('button', { name: 'Open dialog' }).click();
        await page.getByRole('dialog', { name: 'Schedule payment' }).waitFor();
        await page.waitForTimeout(250);
        await page.screenshot({ path: picture('dialog') });
        expect(await violations(page)).toEqual([]);
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });

        await page.getByRole('button', { name: 'Open drawer' }).click();
        await page.getByRole('dialog', { name: 'INV-0987' }).waitFor();
        await page.waitForTimeout(250);
        await page.screenshot({ path: picture('drawer') });
        expect(await violations(page)).toEqual([]);
      });
    },
    60_000,
  );
});
