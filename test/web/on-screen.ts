/** What the suites that look at pages in Chromium share: a build, a server with a policy, a judge. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import type { BrowserContext, Page } from 'playwright-core';
import { launchChromium, type Scheme, sidewaysPx, stillness, violations } from '../support/browser';
import { built } from '../support/built';
import { oncePerRun, runFolder } from '../support/run';

const run = promisify(execFile);

const ROOT = join(__dirname, '../..');
/** Stricter than need be: not even style attributes in markup. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
].join('; ');
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Answers what is under `/api`; everything else is the built page. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const SCHEMES: readonly Scheme[] = ['light', 'dark'];

type View = Readonly<{ width: number; height?: number; scheme: Scheme; path?: string }>;

/** The folder of the page that the API serves. */
export const staffPage = async () => join(await built(), 'web');

/** The folder of a page with every part by itself. */
export const partsPage = () =>
  oncePerRun('page-of-parts', async () => {
    const folder = join(runFolder(), 'page-of-parts');
    const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
    const config = join(ROOT, 'test/web/parts/vite.config.ts');
    const rest = [
      '--outDir',
      folder,
      '--emptyOutDir',
      '--sourcemap',
      'false',
      '--logLevel',
      'error',
    ];
    await run(process.execPath, [vite, 'build', '--config', config, ...rest]);
    return folder;
  });

/** Serves a built page, starts Chromium; pictures go by `name`. */
export async function startScreen(name: string, page: Promise<string>, answer?: Answer) {
  const folder = await page;
  const pictures = join(ROOT, 'test/.output', name);
  mkdirSync(pictures, { recursive: true });
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    if (path.startsWith('/api/') && answer) {
      answer(request, response);
      return;
    }
    const file = join(folder, path);
    const isFile = extname(path) !== '' && file.startsWith(folder) && existsSync(file);
    response.setHeader('Content-Security-Policy', POLICY);
    // What a view has loaded and compiled, the next one finds in the browser.
    if (isFile) response.setHeader('Cache-Control', 'max-age=3600');
    response.setHeader('Content-Type', TYPES[isFile ? extname(path) : '.html'] ?? 'text/plain');
    response.end(readFileSync(isFile ? file : join(folder, 'index.html')));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser = await launchChromium();

  const contexts = new Map<Scheme, BrowserContext>();
  const contextOf = async (scheme: Scheme): Promise<BrowserContext> => {
    const known = contexts.get(scheme);
    if (known !== undefined) return known;
    const made = await browser.newContext({ colorScheme: scheme, reducedMotion: 'reduce' });
    contexts.set(scheme, made);
    return made;
  };
  /** A tab that a view has left empty: a new one costs a process. */
  const idle = new Map<Scheme, Page>();
  const takePage = async (scheme: Scheme): Promise<Page> => {
    const left = idle.get(scheme);
    idle.delete(scheme);
    return left ?? (await contextOf(scheme)).newPage();
  };
  /** The next view begins as a stranger's: nothing stored, no cookie, nothing still running. */
  const leave = async (page: Page, scheme: Scheme) => {
    page.removeAllListeners();
    await page.evaluate('localStorage.clear()');
    await page.goto('about:blank');
    await page.context().clearCookies();
    await page.emulateMedia({ colorScheme: scheme });
    idle.set(scheme, page);
  };

  const picture = (what: string, { width, scheme }: View) =>
    join(pictures, `${what}-${width}-${scheme}.png`);

  /** Keeps a picture of what stands still on the page, which fits and breaks no rule. */
  const look = async (page: Page, what: string, view: View, rulesOf: Scheme, fullPage: boolean) => {
    await stillness(page);
    await page.screenshot({ path: picture(what, view), fullPage });
    expect(await sidewaysPx(page)).toBeLessThanOrEqual(0);
    expect(await violations(page, rulesOf)).toEqual([]);
  };

  return {
    picture,
    judge: (page: Page, what: string, view: View) => look(page, what, view, 'light', false),

    /** All of the page, in one scheme after the other, as a computer changes to its night. */
    async judgeInBoth(page: Page, what: string, width: number) {
      for (const scheme of SCHEMES) {
        await page.emulateMedia({ colorScheme: scheme });
        await look(page, what, { width, scheme }, scheme, true);
      }
    },

    /** Opens a page, looks, leaves it; fails when the page complained of anything but `expected`. */
    async open(view: View, look: (page: Page) => Promise<void>, expected: RegExp | null = null) {
      const { width, height = 900, scheme, path = '/' } = view;
      const complaints: string[] = [];
      const page = await takePage(scheme);
      await page.setViewportSize({ width, height });
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error' && !expected?.test(message.text())) {
          complaints.push(message.text());
        }
      });
      try {
        await page.goto(`${address}${path}`);
        await look(page);
        await leave(page, scheme);
      } catch (failure) {
        await page.screenshot({ path: picture('failed', view) });
        const shown = await page.locator('[role="dialog"], main').last().innerText();
        // Nothing of a view that failed is left to the next one.
        contexts.delete(scheme);
        await page.context().close();
        // Where the suites run for others, what the page showed is all there is to go by.
        throw new Error(`the page showed:\n${shown.slice(0, 2_000)}`, { cause: failure });
      }
      expect(complaints).toEqual([]);
    },

    async stop() {
      await browser.close();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

export type Screen = Awaited<ReturnType<typeof startScreen>>;
