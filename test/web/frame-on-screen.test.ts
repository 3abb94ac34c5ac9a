/**
 * Goal: the frame leads a reader in, through and out again, by mouse and keyboard, at every width.
 * Method: the real page, built, on a small stand-in for the API that answers by the contracts (their
 * schemas judge every answer it gives). Pictures are left in `test/.output/frame`.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { OrganizationsPage } from '../../contracts/organizations';
import { PaymentsPage } from '../../contracts/payments';
import { Session } from '../../contracts/session';
import { describeInBrowser, violations } from '../support/browser';
import { type Screen, startScreen, staffPage } from './on-screen';

const uuid = (last: number) => `00000000-0000-4000-8000-${String(last).padStart(12, '0')}`;
const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' });

const SESSION = Session.parse({
  user: { id: uuid(1), name: 'Dana Whitfield', email: 'dana@lakefront.example', role: 'biller' },
  business: {
    name: 'Lakefront IT Services',
    zone: 'America/Chicago',
    locale: 'en-US',
    runTime: '09:00',
    now: '2026-11-25T16:42:00Z',
    today: '2026-11-25',
  },
  clock: { offsetMs: 6 * 86_400_000, canMove: true },
  sandbox: { url: 'http://127.0.0.1:1' },
  gateway: { name: 'Sandbox gateway', tokenizationUrl: null, tokenizationOrigin: null },
  temporal: null,
  openTasks: 0,
  waitingApprovals: 0,
  expiresAt: '2026-11-26T16:42:00Z',
  lastEventId: '1-1',
});

const NAMES = [
  'Saint Bartholomew Regional Community Hospital & Outpatient Centers of the Midwest',
  '株式会社ひかり商事',
  'Northwind Dental Group',
  'O’Malley Freight Lines',
  'Πειραιάς Marine Supply',
];

/** 2,500 clients: more than any window holds and more than one page of the API. */
const CLIENTS = Array.from({ length: 2500 }, (_, index) => ({
  id: uuid(100 + index),
  name: NAMES[index] ?? `Client ${String(index).padStart(4, '0')}`,
  customerNumber: null,
  city: null,
  totals: [totals(index)],
  oldestDueOn: index % 3 === 0 ? '2026-10-28' : null,
  nextPlanned:
    index % 4 === 0
      ? {
          payment: { id: uuid(5000 + index), number: `P-${10_000 + index}` },
          kind: 'scheduled',
          runOn: '2026-12-04',
          amount: usd(30_000_00 + index),
        }
      : null,
}));

function totals(index: number) {
  const late = index % 3 === 0 ? 2_757_25 : 0;
  return {
    currency: 'USD',
    openInvoices: 3,
    total: usd(13_465_84 + index),
    balance: usd(13_465_84 + index),
    headroom: usd(13_465_84),
    pastDue: usd(late),
    pastDueInvoices: late === 0 ? 0 : 1,
    autopayForecast: usd(0),
    uncovered: usd(index % 2 === 0 ? 0 : 8_578_24),
  };
}

function clientsPage(search: URLSearchParams) {
  const text = search.get('search')?.toLowerCase() ?? '';
  const found = CLIENTS.filter(({ name }) => name.toLowerCase().includes(text));
  const limit = Number(search.get('limit') ?? 50);
  const start = Number(search.get('cursor') ?? 0);
  return OrganizationsPage.parse({
    items: found.slice(start, start + limit),
    nextCursor: start + limit < found.length ? String(start + limit) : null,
    counts: { all: found.length, pastDue: 834, uncovered: 1250, nothingPlanned: 1875 },
    totals: [totals(0)],
  });
}

const NO_PAYMENTS = PaymentsPage.parse({
  items: [],
  nextCursor: null,
  counts: { all: 0, scheduled: 0, inFlight: 0, settled: 0, failed: 0, needsReview: 0 },
});

/** Signed in or not, it is the same for all tabs of one test. */
class StandIn {
  /** Wrong sign-ins to come, by the tries that are left after each. */
  wrongTries: number[] = [];
  isSignedIn = true;
  isBroken = false;

  readonly answer = (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const key = `${request.method} ${url.pathname}`;
    const json = (status: number, body: unknown, type = 'application/json') =>
      response.writeHead(status, { 'Content-Type': type }).end(JSON.stringify(body));
    const problem = (status: number, code: string, more = {}) =>
      json(
        status,
        { type: 'about:blank', title: code, status, code, instance: uuid(9), ...more },
        'application/problem+json',
      );
    const triesLeft = key === 'POST /api/session' ? this.wrongTries.shift() : undefined;
    if (triesLeft !== undefined) {
      problem(401, 'CREDENTIALS_WRONG', { triesLeft, pauseMinutes: 15 });
    } else if (key === 'POST /api/session') {
      this.isSignedIn = true;
      json(200, SESSION);
    } else if (key === 'DELETE /api/session') {
      this.isSignedIn = false;
      response.writeHead(204).end();
    } else if (!this.isSignedIn) problem(401, 'SIGN_IN_REQUIRED');
    else if (key === 'GET /api/session') json(200, SESSION);
    else if (key === 'GET /api/events') {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.write('event: ready\nid: 1-1\ndata: {"isResumed":true}\n\n');
    } else if (key === 'GET /api/organizations' && !this.isBroken) {
      json(200, clientsPage(url.searchParams));
    } else if (key === 'GET /api/invoices') json(200, { items: [], nextCursor: null });
    else if (key === 'GET /api/payments') json(200, NO_PAYMENTS);
    else problem(404, 'NOT_FOUND');
  };
}

describeInBrowser('the frame on a screen', () => {
  let screen: Screen;
  const api = new StandIn();

  beforeAll(async () => {
    screen = await startScreen('frame', staffPage(), api.answer);
  }, 120_000);

  afterAll(() => screen?.stop());

  beforeEach(() => {
    api.isSignedIn = true;
    api.isBroken = false;
  });

  test.each([1440, 1000, 360])(
    'holds a list at %i px in both schemes, and breaks no rule',
    async (width) => {
      await screen.open({ width, scheme: 'light' }, async (page) => {
        await page.getByText('Northwind Dental Group').waitFor();
        expect(page.url()).toMatch(/\/organizations$/);
        await screen.judgeInBoth(page, 'clients', width);
        await page.keyboard.press('/');
        await page.getByRole('combobox').fill('northwind');
        await page.getByRole('option', { name: /Northwind/ }).waitFor();
        await screen.judgeInBoth(page, 'search', width);
      });
    },
    60_000,
  );

  test('asks who it is, and goes on to where the reader wanted', async () => {
    api.isSignedIn = false;
    api.wrongTries = [9, 3, 1];
    const view = { width: 1440, scheme: 'light', path: '/organizations?search=Freight' } as const;
    await screen.open(
      view,
      async (page) => {
        await page.getByLabel('E-mail').fill('dana@lakefront.example');
        await page.screenshot({ path: screen.picture('sign-in', view) });
        expect(await violations(page)).toEqual([]);
        const password = page.getByRole('textbox', { name: 'Password' });
        for (const words of [
          'Look at both again.',
          '3 tries are left, then a pause of 15 minutes.',
          '1 try is left, then',
        ]) {
          await password.fill('a wrong password');
          await page.keyboard.press('Enter');
          await page.getByText(words).waitFor();
          expect(await password.inputValue()).toBe('');
        }
        await screen.judgeInBoth(page, 'sign-in-wrong', 1440);
        await password.fill('a long password');
        await page.keyboard.press('Enter');
        await page.getByText('O’Malley Freight Lines').waitFor();
        expect(page.url()).toMatch(/\/organizations\?search=Freight$/);
      },
      /401/,
    );
  }, 60_000);

  test('keeps no more rows in the page than the window needs, and reads on at the end', async () => {
    await screen.open({ width: 1440, scheme: 'light' }, async (page) => {
      await page.getByText('Northwind Dental Group').waitFor();
      const third = page.getByText('Client 0250');
      for (let turn = 0; turn < 60 && (await third.count()) === 0; turn += 1) {
        await page.mouse.wheel(0, 700);
        await page.waitForTimeout(60);
      }
      await third.waitFor();
      expect(await page.locator('tbody tr').count()).toBeLessThan(80);
    });
  }, 60_000);

  test('walks the list by keyboard and shows its keys', async () => {
    await screen.open({ width: 1440, scheme: 'light' }, async (page) => {
      await page.getByText('Northwind Dental Group').waitFor();
      for (const key of ['j', 'j', 'j', 'k']) await page.keyboard.press(key);
      const row = page.locator('tr:focus', { hasText: /^株式会社/ });
      await row.waitFor();
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await row.waitFor();
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/organizations\/[^?]+$/);
    });
  }, 60_000);

  test('signs out, and says what cannot be found or read', async () => {
    await screen.open(
      { width: 1440, scheme: 'light', path: '/nowhere' },
      async (page) => {
        await page.getByText('There is no page at this address').waitFor();
        api.isBroken = true;
        await page.getByRole('link', { name: 'Go to the start' }).click();
        await page.getByText('The clients could not be read').waitFor();
        expect(await violations(page)).toEqual([]);
        api.isBroken = false;
        await page.getByRole('button', { name: 'Try now' }).click();
        await page.getByText('Northwind Dental Group').waitFor();
        await page.getByRole('button', { name: /Dana Whitfield/ }).click();
        await page.getByRole('menuitem', { name: 'Sign out' }).click();
        await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      },
      /404|401/,
    );
  }, 60_000);
});
