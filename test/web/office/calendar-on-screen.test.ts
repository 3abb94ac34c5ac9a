/**
 * Goal: what is to be paid in a month is seen at once, by day with its sums, and one invoice can be
 * stopped from there. Method: the built page on a stand-in that answers by the contracts. Pictures are
 * left in `test/.output/calendar`.
 */
import type { Page } from 'playwright-core';
import type { CalendarEntry } from '../../../contracts/calendar';
import { describeInBrowser } from '../../support/browser';
import { type Screen, startScreen, staffPage } from '../on-screen';
import { detailsOf, INVOICES } from '../screens/books';
import { WHY } from './autopay';
import { SESSION, usd, uuid } from './figures';
import { HOSPITAL, visa } from './runs';
import { Refused, StandIn } from './stand-in';

type Autopay = Extract<CalendarEntry, { kind: 'autopay' }>;
type Planned = Extract<CalendarEntry, { kind: 'planned' }>;

let last = 0;
const about = (name: string, runOn: string) => {
  last += 1;
  return {
    runOn,
    runAt: `${runOn}T15:${String(last).padStart(2, '0')}:00Z`,
    organization: { id: uuid(100 + name.length), name },
  };
};
const planned = (
  runOn: string,
  name: string,
  amountMinor: number,
  given: Partial<Planned> = {},
): Planned => ({
  kind: 'planned',
  ...about(name, runOn),
  payment: { id: uuid(700 + last), number: `P-${10_400 + last}` },
  state: 'scheduled',
  method: visa,
  amount: usd(amountMinor),
  invoices: [{ id: uuid(900 + last), number: `INV-${1000 + last}` }],
  ...given,
});
const autopay = (
  runOn: string,
  name: string,
  amountMinor: number,
  given: Partial<Autopay> = {},
): Autopay => ({
  kind: 'autopay',
  ...about(name, runOn),
  invoice: { id: uuid(900 + last), number: `INV-${1000 + last}` },
  invoiceVersion: 4,
  rule: { id: uuid(500), name: 'Monthly services' },
  outcome: 'charge',
  amount: usd(amountMinor),
  approval: 'notWanted',
  hold: null,
  ...given,
});

const NORTHWIND = 'Northwind Dental Group';
const DECEMBER: readonly CalendarEntry[] = [
  autopay('2026-12-01', NORTHWIND, 400_00),
  autopay('2026-12-01', 'Harbor & Pine Architects', 1_000_00),
  autopay('2026-12-02', 'Müller & Söhne Präzisionstechnik GmbH', 2_244_00, { approval: 'asked' }),
  planned('2026-12-04', NORTHWIND, 500_00),
  planned('2026-12-04', 'Harbor & Pine Architects', 1_000_00),
  planned('2026-12-04', 'Quarry Lane Property Management', 890_40, { state: 'inReview' }),
  autopay('2026-12-04', 'Delacroix Family Practice', 640_00),
  autopay('2026-12-04', 'Évora Ceramics', 825_00),
  autopay('2026-12-04', 'Tallgrass Credit Union', 0, { outcome: 'suppressed', amount: null }),
  autopay('2026-12-08', 'Tallgrass Credit Union', 3_120_00, { approval: 'approved' }),
  autopay('2026-12-14', '株式会社ひかり商事', 1_856_25, { approval: 'toBeAsked' }),
  autopay('2026-12-16', 'Πειραιάς Marine Supplies', 2_580_40, { approval: 'declined' }),
  planned('2026-12-30', HOSPITAL, 30_000_00),
];
const NOVEMBER: readonly CalendarEntry[] = [
  planned('2026-11-27', 'Garza Brothers Roofing', 467_70),
  planned('2026-11-30', 'Fifth & Main Pharmacy', 2_000_00),
];

const EVENT_WAIT = { state: 'detached' } as const;
const DECEMBER_AT = '/calendar?month=2026-12';
const DESK = { width: 1440, scheme: 'light', path: DECEMBER_AT } as const;

describeInBrowser('the calendar on a screen', () => {
  let screen: Screen;
  let months: Record<string, readonly CalendarEntry[]>;
  let isUnreadable: boolean;
  let role: 'admin' | 'viewer';
  const api = new StandIn({
    readSession: () => ({ ...SESSION, user: { ...SESSION.user, role } }),
    readCalendar: ({ query }) => {
      if (isUnreadable) throw new Refused('NOT_FOUND');
      const month = query.get('month') ?? '';
      const client = query.get('organizationId');
      const items = (months[month] ?? []).filter(
        ({ organization }) => client === null || organization.id === client,
      );
      return { from: `${month}-01`, to: `${month}-28`, items, isMore: false };
    },
    changeInvoice: ({ params, body }) => {
      const given = body as { version: number };
      if (given.version !== 4) throw new Refused('VERSION_CONFLICT');
      stop(params['id'] ?? '', 'excluded');
      return INVOICES.map(detailsOf)[0];
    },
    readInvoice: () => INVOICES.map(detailsOf)[0],
    readInvoiceAutopay: () => WHY,
    readOrganization: () => {
      throw new Refused('NOT_FOUND');
    },
  });
  function stop(invoiceId: string, outcome: Autopay['outcome']): void {
    const december = months['2026-12'] ?? [];
    months['2026-12'] = december.map((entry) =>
      entry.kind === 'autopay' && entry.invoice.id === invoiceId
        ? { ...entry, outcome, amount: null }
        : entry,
    );
  }

  beforeAll(async () => {
    screen = await startScreen('calendar', staffPage(), api.answer);
  }, 120_000);
  afterAll(() => screen?.stop());
  beforeEach(() => {
    months = { '2026-12': DECEMBER, '2026-11': NOVEMBER };
    isUnreadable = false;
    role = 'admin';
    api.asked.length = 0;
  });

  const day = (page: Page, name: RegExp) => page.getByRole('button', { name });
  test.each([1440, 360])(
    'shows a month with the sum of each day, at %i px',
    async (width) => {
      const view = { width, scheme: 'light', path: DECEMBER_AT } as const;
      await screen.open(view, async (page) => {
        await page.getByRole('heading', { name: 'December 2026' }).waitFor();
        await page.getByText('30,000.00').first().waitFor();
        await screen.judgeInBoth(page, 'month', width);
        await page.goto(`${page.url()}&as=list&day=2026-12-04`);
        await page.getByRole('list', { name: 'Payments of this day' }).waitFor();
        await screen.judgeInBoth(page, 'day', width);
        await page.getByRole('button', { name: 'Close' }).last().click();
        await page.getByRole('dialog').waitFor(EVENT_WAIT);
        await screen.judgeInBoth(page, 'list', width);
      });
    },
    60_000,
  );

  test('counts in a day and a week only what would be charged', async () => {
    await screen.open(DESK, async (page) => {
      await day(page, /^Fri, Dec 4, 2026: 5 payments, 3,855\.40 USD$/).waitFor();
      await page.getByText('1 takes nothing').first().waitFor();
      // Sunday, November 29 to Saturday, December 5: 2,000.00 of November is in the week.
      await page.getByRole('cell', { name: '9,499.40' }).waitFor();
      await day(page, /^Wed, Dec 16, 2026: 0 payments$/).waitFor();
      await page.getByText('All amounts in USD, sums of the 5 weeks shown.').waitFor();
    });
  }, 60_000);

  test('is walked by keyboard: months, days, and what runs on one', async () => {
    await screen.open(DESK, async (page) => {
      await day(page, /^Tue, Dec 1/).waitFor();
      await page.keyboard.press('k');
      await page.getByRole('heading', { name: 'November 2026' }).waitFor();
      expect(page.url()).not.toContain('month=');
      await page.keyboard.press('j');
      await page.getByRole('heading', { name: 'December 2026' }).waitFor();
      await day(page, /^Mon, Nov 30/).focus();
      for (const key of ['ArrowRight', 'ArrowDown', 'ArrowUp', 'ArrowRight', 'ArrowRight']) {
        await page.keyboard.press(key);
      }
      await page.keyboard.press('Enter');
      await page.getByRole('dialog', { name: 'Fri, Dec 4, 2026' }).waitFor();
      expect(page.url()).toContain('day=2026-12-04');
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor(EVENT_WAIT);
    });
  }, 60_000);

  test('stops one invoice from the list, at the version that was seen, and shows it at once', async () => {
    const path = `${DECEMBER_AT}&as=list`;
    await screen.open({ ...DESK, path }, async (page) => {
      const row = page.getByRole('listitem').filter({ hasText: 'Delacroix Family Practice' });
      await row.getByText('640.00').waitFor();
      await row.getByRole('button', { name: /^Stop autopay of INV-/ }).click();
      await page.getByRole('menuitem', { name: 'Exclude from autopay' }).click();
      await row.getByText('Excluded from autopay').waitFor();
      const [change] = api.asked.filter(({ id }) => id === 'changeInvoice');
      expect(change?.body).toEqual({ version: 4, autopayExcluded: true });
      await row.getByRole('button', { name: /^Stop autopay of INV-/ }).click();
      await page.getByRole('menuitem', { name: 'Let rules take it again' }).waitFor();
      await page.keyboard.press('Escape');
      months['2026-12'] = [
        autopay('2026-12-09', 'Held Clinic', 0, { outcome: 'held', amount: null, hold: 'autopay' }),
        autopay('2026-12-10', 'Drifting Clinic', 0, {
          outcome: 'held',
          amount: null,
          hold: 'drift',
        }),
      ];
      api.tell('invoice');
      const held = page.getByRole('listitem').filter({ hasText: 'Held Clinic' });
      await held.getByRole('button', { name: /^Stop autopay of INV-/ }).click();
      await page.getByRole('menuitem', { name: 'Let autopay go on' }).click();
      await page.getByText(/^Rules may take INV-\d+ again$/).waitFor();
      expect(api.asked.filter(({ id }) => id === 'changeInvoice').at(-1)?.body).toEqual({
        version: 4,
        autopayHold: false,
      });
      // What the books lost is decided over its task.
      const drifting = page.getByRole('listitem').filter({ hasText: 'Drifting Clinic' });
      expect(await drifting.getByRole('button').count()).toBe(0);
    });
  }, 60_000);

  test('opens an invoice over the month, and over the day that names it', async () => {
    await screen.open(
      DESK,
      async (page) => {
        await page.getByRole('link', { name: /^Autopay, Northwind Dental Group/ }).click();
        const drawer = page.getByRole('dialog', { name: 'Invoice summary' });
        await drawer.getByRole('heading', { name: 'Autopay' }).waitFor();
        await page.keyboard.press('Escape');
        await drawer.waitFor(EVENT_WAIT);
        await day(page, /^Fri, Dec 4/).click();
        await page.getByRole('dialog').getByRole('link', { name: 'INV-1007' }).click();
        await drawer.getByRole('heading', { name: 'Autopay' }).waitFor();
        expect(page.url()).not.toContain('day=');
      },
      /404/,
    );
  }, 60_000);

  test('says which run waits for whom, and reads again when something happens', async () => {
    await screen.open({ ...DESK, path: `${DECEMBER_AT}&as=list` }, async (page) => {
      const row = (name: string) => page.getByRole('listitem').filter({ hasText: name });
      await row('Müller & Söhne').getByText('Waits for approval').waitFor();
      await row('株式会社').getByText('Approval will be asked').waitFor();
      await row('Quarry Lane').getByText('Waits for a person').waitFor();
      await row('Πειραιάς').getByText('Declined, does not run').waitFor();
      months['2026-12'] = DECEMBER.filter(({ organization }) => organization.name !== HOSPITAL);
      api.tell('payment');
      await row('Saint Bartholomew').waitFor(EVENT_WAIT);
    });
  }, 60_000);

  test('of one client tells what is paid, and asks for that client alone', async () => {
    const client = uuid(100 + NORTHWIND.length);
    await screen.open(
      { ...DESK, path: `${DECEMBER_AT}&organizationId=${client}` },
      async (page) => {
        await page
          .getByRole('link', { name: /^Scheduled, INV-/ })
          .first()
          .waitFor();
        const asked = api.asked.filter(({ id }) => id === 'readCalendar');
        expect(asked.every(({ query }) => query.get('organizationId') === client)).toBe(true);
      },
      /404/,
    );
  }, 60_000);

  test('sums of several currencies stand apart', async () => {
    months['2026-12'] = [
      ...DECEMBER,
      planned('2026-12-09', 'Müller & Söhne', 0, {
        amount: { amountMinor: 250_00, currency: 'EUR' },
      }),
    ];
    await screen.open(DESK, async (page) => {
      await page.getByText('Sums of the 5 weeks shown, per currency.').waitFor();
      await page.getByText('250.00 EUR').first().waitFor();
      await screen.judge(page, 'currencies', DESK);
    });
  }, 60_000);

  test('who only reads stops nothing; an empty month and one that cannot be read say so', async () => {
    role = 'viewer';
    await screen.open({ ...DESK, path: `${DECEMBER_AT}&as=list` }, async (page) => {
      await page.getByText('640.00').waitFor();
      expect(await page.getByRole('button', { name: /^Stop autopay/ }).count()).toBe(0);
      await page.keyboard.press('j');
      await page.getByText('Nothing runs in January 2027').waitFor();
      await screen.judge(page, 'empty', DESK);
    });
    isUnreadable = true;
    await screen.open(
      DESK,
      async (page) => {
        await page.getByText('The calendar could not be read').waitFor();
      },
      /404/,
    );
  }, 60_000);
});
