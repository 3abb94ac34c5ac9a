/**
 * Goal: a clerk finds what is open, chooses it without fear and is led to paying exactly that.
 * Method: the built page on a stand-in that answers by the contracts. Pictures in `test/.output/lists`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { InvoiceRow } from '../../../contracts/invoice-row';
import type { PaymentDetails } from '../../../contracts/payment-details';
import { WHY } from '../office/autopay';
import { SESSION, uuid } from '../office/figures';
import { StandIn } from '../office/stand-in';
import { describeInBrowser } from '../../support/browser';
import { type Screen, startScreen, staffPage } from '../on-screen';
import {
  detailsOf,
  HARBORS,
  INVOICES,
  NORTHWIND,
  ORGANIZATION,
  summaryOf,
  totalsOf,
} from './books';
import { DETAILS, PAYMENTS } from './payments';

const ALL = [...INVOICES, ...HARBORS];
const PDF = readFileSync(join(__dirname, '../../fixtures/einvoices/pdf/EN16931_OEPNV.pdf'));
/** The dialog that is led to reads what these suites have no answer for. */
const BEYOND = /404/;

describeInBrowser('lists and records on a screen', () => {
  let screen: Screen;
  let rows = ALL;
  let payment = DETAILS;
  /** Until then no list of invoices is answered. */
  let readable = Promise.resolve();
  const matching = (query: URLSearchParams) => {
    const ids = query.get('ids')?.split(',');
    const organizationId = query.get('organizationId');
    return rows.filter(
      ({ id, organization, number }) =>
        (ids?.includes(id) ?? true) &&
        (organizationId === null || organization.id === organizationId) &&
        number.includes(query.get('search') ?? ''),
    );
  };
  const api = new StandIn({
    readSession: () => SESSION,
    listOrganizations: () => ({
      items: [],
      nextCursor: null,
      counts: { all: 0, pastDue: 0, uncovered: 0, nothingPlanned: 0 },
      totals: [],
    }),
    readOrganization: () => ORGANIZATION,
    listInvoices: async ({ query }) => {
      await readable;
      return { items: matching(query), nextCursor: null };
    },
    summarizeInvoices: async ({ query }) => {
      await readable;
      return summaryOf(matching(query));
    },
    readInvoice: ({ params }) => detailsOf(row(params['id'])),
    readInvoiceAutopay: () => WHY,
    readInvoices: ({ query }) => {
      const found = (query.get('ids') ?? '').split(',').map(row);
      return { items: found.map(detailsOf), totals: totalsOf(found) };
    },
    listPayments: () => ({
      items: PAYMENTS,
      nextCursor: null,
      counts: { all: 5, scheduled: 1, inFlight: 1, settled: 1, failed: 1, needsReview: 1 },
    }),
    readPayment: () => payment,
    listReceipts: () => ({
      items: DETAILS.messages.map((message) => ({
        ...message,
        html: '<p>Thank you. 2,930.00 USD was charged.</p>',
        text: null,
        attachments: [],
      })),
    }),
  });
  const row = (id: string | undefined) => {
    const found = rows.find((each) => each.id === id);
    if (!found) throw new Error(`no invoice ${id}`);
    return found;
  };
  const CLIENT = `/organizations/${NORTHWIND.id}`;

  beforeAll(async () => {
    screen = await startScreen('lists', staffPage(), (request, response) => {
      if (request.url?.includes('/document')) {
        response.writeHead(200, { 'Content-Type': 'application/pdf' }).end(PDF);
      } else api.answer(request, response);
    });
  }, 120_000);

  afterAll(() => screen?.stop());

  beforeEach(() => {
    rows = ALL;
    payment = DETAILS;
  });

  test('stands while it is read as it will stand, and nothing moves when it is there', async () => {
    let answer = () => {};
    readable = new Promise((resolve) => {
      answer = resolve;
    });
    await screen.open({ width: 1440, scheme: 'light', path: CLIENT }, async (page) => {
      const table = page.getByRole('table', { name: /^Open invoices/ });
      const place = async () => {
        const [first, second] = await table.locator('tbody tr').all();
        return [await first?.boundingBox(), (await second?.boundingBox())?.y];
      };
      await page.getByText('28 days past due').waitFor();
      await table.waitFor();
      expect(await table.getAttribute('aria-busy')).toBe('true');
      await screen.judgeInBoth(page, 'loading', 1440);
      const before = await place();
      answer();
      await page.getByText('INV-1067').first().waitFor();
      expect(await place()).toEqual(before);
    });
  }, 60_000);

  const tick = (page: Page, number: string) => page.getByLabel(`Select ${number}`).click();

  const screens = [
    ['organization', CLIENT, 'INV-1067'],
    ['open-invoices', '/invoices', 'INV-0987'],
    ['invoice-drawer', `/invoices?invoice=${uuid(987)}`, 'Against this invoice'],
    ['invoice-stack', `/invoices?invoice=${uuid(1038)},${uuid(1051)}`, 'Pay all'],
    ['invoice-page', `/invoices/${uuid(987)}`, 'Against this invoice'],
    ['payments', '/payments', 'P-10388'],
    ['payment', `/payments/${uuid(10_423)}`, 'View as sent'],
  ] as const;

  test.each(screens)(
    'shows %s at every width in both schemes, and breaks no rule',
    async (name, path, text) => {
      await screen.open({ width: 1440, scheme: 'light', path }, async (page) => {
        await page.getByText(text).first().waitFor();
        if (name === 'organization') {
          for (const number of ['INV-1038', 'INV-1042', 'INV-1051']) await tick(page, number);
        }
        for (const width of [1440, 1000, 360]) {
          await page.setViewportSize({ width, height: 900 });
          // What comes to lie under the pointer would show its tooltip.
          await page.mouse.move(0, 899);
          await screen.judgeInBoth(page, name, width);
        }
      });
    },
    60_000,
  );

  test.each([1366, 1440])(
    'reads the names of clients among payments whole at %i px',
    async (width) => {
      await screen.open({ width, scheme: 'light', path: '/payments' }, async (page) => {
        await page.getByText('Boulder Creek Property Management').waitFor();
        // Of the payments but the one whose client has the longest of all names.
        const cut = await page.evaluate<string[]>(`[...document.querySelectorAll('tbody tr')]
        .filter((row) => !row.textContent.includes('Saint Bartholomew'))
        .flatMap((row) => [...row.querySelectorAll('td')])
        .filter((cell) => cell.scrollWidth > cell.clientWidth)
        .map((cell) => cell.textContent)`);
        expect(cut).toEqual([]);
      });
    },
    60_000,
  );

  const searchOf = (page: Page) => new URL(page.url()).searchParams;
  const at = (path: string) => ({ width: 1440, scheme: 'light', path }) as const;
  const bar = (page: Page) => page.getByRole('region', { name: 'Selection' });

  test('chooses a range with Shift, leaves out what cannot be paid, and leads to paying it', async () => {
    await screen.open(
      at(CLIENT),
      async (page) => {
        await tick(page, 'INV-1033');
        await page.getByLabel('Select INV-1058').click({ modifiers: ['Shift'] });
        // The held INV-1053 lies between them.
        await bar(page).getByText('5 selected').waitFor();
        await bar(page).getByText('headroom 5,468.25 USD').waitFor();
        expect(await page.getByLabel('Select INV-1053').isChecked()).toBe(false);
        await page.keyboard.press('p');
        await page.waitForURL(/pay=/);
        expect(searchOf(page).get('mode')).toBe('now');
        expect(searchOf(page).get('pay')).toBe(
          [1033, 1038, 1042, 1051, 1058].map((last) => uuid(last)).join(','),
        );
      },
      BEYOND,
    );
  }, 60_000);

  test('selects all that can be paid at this moment, and clears', async () => {
    await screen.open(at(CLIENT), async (page) => {
      await tick(page, 'INV-1067');
      await bar(page).getByRole('button', { name: 'Select all 6 that can be paid' }).click();
      await bar(page).getByText('6 selected').waitFor();
      await bar(page).getByRole('button', { name: 'Clear' }).click();
      await bar(page).waitFor({ state: 'detached' });
    });
  }, 60_000);

  test('pays one client at a time, and narrows the selection to it', async () => {
    await screen.open(at('/invoices'), async (page) => {
      await tick(page, 'INV-0987');
      await tick(page, 'INV-1042');
      await tick(page, 'INV-0996');
      await bar(page).getByText('2 clients. Paying is one client at a time:').waitFor();
      expect(
        await bar(page)
          .getByRole('button', { name: /Pay selected/ })
          .isDisabled(),
      ).toBe(true);
      await page.screenshot({ path: screen.picture('two-clients', at('')) });
      await bar(page).getByRole('button', { name: 'Harbor & Pine Architects (2)' }).click();
      await bar(page).getByText('2 selected').waitFor();
      expect(
        await bar(page)
          .getByRole('button', { name: /Pay selected/ })
          .isEnabled(),
      ).toBe(true);
    });
  }, 60_000);

  test('names what can no longer be paid, and does not pay it', async () => {
    await screen.open(
      at(CLIENT),
      async (page) => {
        await tick(page, 'INV-1042');
        await tick(page, 'INV-1058');
        const cannotPay: InvoiceRow['cannotPay'] = { code: 'ALL_IN_FLIGHT', payments: [] };
        rows = ALL.map((each) => (each.number === 'INV-1042' ? { ...each, cannotPay } : each));
        api.tell('invoice');
        await bar(page).getByText('INV-1042 can no longer be paid and is left out.').waitFor();
        await bar(page).getByRole('button', { name: 'Schedule' }).click();
        await page.waitForURL(/pay=/);
        expect(searchOf(page).get('pay')).toBe(uuid(1058));
        expect(searchOf(page).get('mode')).toBe('schedule');
      },
      BEYOND,
    );
  }, 60_000);

  test('opens a summary by keyboard, walks the list in it, and Back closes it', async () => {
    await screen.open(at(CLIENT), async (page) => {
      await page.getByText('INV-1033').waitFor();
      for (const key of ['j', 'j']) await page.keyboard.press(key);
      await page.locator('tr:focus', { hasText: 'INV-1033' }).waitFor();
      await page.keyboard.press('Enter');
      const drawer = page.getByRole('dialog', { name: 'Invoice summary' });
      await drawer.getByRole('heading', { name: 'INV-1033' }).waitFor();
      await drawer.getByText('2 of 8').waitFor();
      await page.keyboard.press('j');
      await drawer.getByRole('heading', { name: 'INV-1038' }).waitFor();
      await page.keyboard.press('k');
      await drawer.getByRole('heading', { name: 'INV-1033' }).waitFor();
      // A dialog over it has the keys to itself.
      await drawer.getByRole('button', { name: 'More' }).click();
      await page.getByRole('menuitem', { name: 'Put on hold' }).click();
      const hold = page.getByRole('dialog', { name: 'Put INV-1033 on hold' });
      await hold.getByLabel('Why').fill('Hours in dispute');
      await hold.getByRole('button', { name: 'Cancel' }).focus();
      for (const key of ['j', 'p']) await page.keyboard.press(key);
      expect(await hold.getByLabel('Why').inputValue()).toBe('Hours in dispute');
      expect([...searchOf(page).keys()]).toEqual(['invoice']);
      await hold.getByRole('button', { name: 'Cancel' }).click();
      await hold.waitFor({ state: 'detached' });
      await page.keyboard.press('j');
      await drawer.getByRole('heading', { name: 'INV-1038' }).waitFor();
      await page.evaluate('history.back()');
      await drawer.waitFor({ state: 'detached' });
      expect(new URL(page.url()).pathname).toBe(CLIENT);
    });
  }, 60_000);

  test('keeps view, search and filters in the address, and says what matched nothing', async () => {
    await screen.open(at('/invoices'), async (page) => {
      await page.getByRole('button', { name: /^Past due/ }).click();
      await page.waitForURL(/view=pastDue/);
      await page.getByRole('button', { name: 'Filter', exact: true }).click();
      await page.getByRole('menuitem', { name: 'Balance is at least' }).click();
      await page.getByLabel('Balance is at least, USD').fill('1.500');
      await page
        .getByText(/might|mean/)
        .first()
        .waitFor();
      await page.getByLabel('Balance is at least, USD').fill('1,500.00');
      await page.keyboard.press('Enter');
      await page.waitForURL(/balanceFromMinor=150000/);
      await page.getByLabel('Search these invoices').fill('HP-2026');
      await page.getByText('No invoice matches').waitFor();
      await page
        .getByText('Balance is at least 1,500.00 · search “HP-2026”', { exact: false })
        .waitFor();
      await page.reload();
      await page.getByText('No invoice matches').waitFor();
      expect(api.asked.findLast(({ id }) => id === 'listInvoices')?.query.get('view')).toBe(
        'pastDue',
      );
      await page.getByRole('button', { name: 'Clear filters' }).click();
      await page.getByText('INV-0987').waitFor();
      expect(searchOf(page).has('balanceFromMinor')).toBe(false);
    });
  }, 60_000);

  test('marks what a rule will pay with an icon and a word, and says which rule and when', async () => {
    const told = 'Monthly services takes 830.00 USD on Tue, Dec 1, 2026';
    for (const path of [CLIENT, '/invoices']) {
      await screen.open(at(path), async (page) => {
        const row = page.getByRole('row', { name: /INV-1042/ });
        const chip = row.locator('[tabindex="0"]', { hasText: 'Autopay Dec 1' });
        await chip.waitFor();
        expect(await chip.locator('svg').count()).toBe(1);
        await chip.focus();
        await page.getByRole('tooltip').getByText(told).waitFor();
      });
    }
    await screen.open(at('/invoices'), async (page) => {
      // Where three chips do not fit, autopay is not the one that is folded away.
      await page
        .getByRole('row', { name: /INV-0987/ })
        .getByText('Autopay Dec 1')
        .waitFor();
      const asked = page.waitForRequest(/\/api\/invoices\?.*view=autopay/);
      await page.getByRole('button', { name: 'Autopay 2' }).click();
      await page.waitForURL(/view=autopay/);
      await asked;
    });
    await screen.open(at(`/invoices/${uuid(987)}`), async (page) => {
      const chip = page.locator('[tabindex="0"]', { hasText: 'Autopay Dec 1' });
      await chip.hover();
      await page.getByText('Monthly services takes 1,000.00 USD on Tue, Dec 1, 2026').waitFor();
      const forecast = page.getByRole('row', { name: /Rule Autopay Forecast/ });
      expect(await forecast.textContent()).toContain('Monthly services1,000.00');
    });
  }, 60_000);

  test('shows a mail exactly as it was sent', async () => {
    await screen.open(at(`/payments/${uuid(10_423)}`), async (page) => {
      await page.getByRole('button', { name: /receipt to Maya Lindqvist as sent/ }).click();
      const dialog = page.getByRole('dialog', { name: 'Receipt as sent' });
      const mail = dialog.frameLocator('iframe');
      await mail.getByText('Thank you. 2,930.00 USD was charged.').waitFor();
      await screen.judge(page, 'sent', at(''));
    });
  }, 60_000);

  test('offers each mail again that did not arrive, as long as it is true and nobody has sent it since', async () => {
    const mails = [
      aMail(41, 'bankDebitInitiated', 'ann@client.example'),
      aMail(42, 'bankDebitSettled', 'ann@client.example'),
      aMail(43, 'bankDebitSettled', 'Cfo@client.example'),
      aMail(44, 'bankDebitSettled', 'cfo@client.example', 'sent'),
      aMail(45, 'bankDebitSettled', 'books@client.example'),
    ];
    payment = { ...DETAILS, messages: mails };
    api.set('sendReceipts', () => ({ items: [] }));
    await screen.open(at(`/payments/${uuid(10_423)}`), async (page) => {
      await page.getByRole('button', { name: 'Send receipt to…' }).click();
      const dialog = page.getByRole('dialog');
      const boxes = dialog.getByRole('checkbox');
      await boxes.first().waitFor();
      const labels = () => dialog.getByText(' again to ').allInnerTexts();
      expect(await labels()).toEqual([
        'Mail about the bank debit again to ann@client.example',
        'Receipt of the bank debit again to ann@client.example',
        'Receipt of the bank debit again to books@client.example',
      ]);
      for (const box of await boxes.all()) await box.check();
      await dialog.getByRole('button', { name: 'Send to 2 addresses' }).waitFor();
      await screen.judge(page, 'send-receipt', at(''));
      // A colleague sends one of them, and the box goes.
      const sent = aMail(46, 'bankDebitSettled', 'books@client.example', 'waiting');
      payment = { ...DETAILS, messages: [...mails, sent] };
      api.tell('payment');
      await dialog.getByRole('button', { name: 'Send to 1 address' }).click();
      await dialog.waitFor({ state: 'detached' });
      expect((await api.whenAsked('sendReceipts')).body).toEqual({
        addresses: [],
        resendMessageIds: [uuid(41), uuid(42)],
      });
      payment = { ...payment, state: 'disputed' };
      api.tell('payment');
      await page.getByRole('button', { name: 'Send receipt to…' }).click();
      await boxes.first().waitFor();
      expect(await labels()).toEqual(['Mail about the bank debit again to ann@client.example']);
    });
  }, 60_000);

  test('a search is typed at any pace, and keeps the focus and every letter', async () => {
    await screen.open(at('/invoices'), async (page) => {
      await page.getByText('INV-0987').waitFor();
      const field = page.getByLabel('Search these invoices');
      await field.press('I');
      await page.waitForURL(/search=I$/);
      // Letters that would be keys of the list anywhere else.
      await page.keyboard.type('NV-0987 xjp');
      await page.waitForURL(/search=INV-0987/);
      expect(await field.inputValue()).toBe('INV-0987 xjp');
      await page.getByRole('button', { name: 'Clear filters' }).click();
      await page.getByText('INV-1067').first().waitFor();
      expect(await field.inputValue()).toBe('');
      // Emptied by hand it keeps the focus too.
      await field.press('I');
      await page.waitForURL(/search=I$/);
      await page.keyboard.press('Backspace');
      await page.waitForURL((url) => !url.searchParams.has('search'));
      await page.keyboard.type('INV-1038');
      expect(await field.inputValue()).toBe('INV-1038');
    });
  }, 60_000);

  test('what is said of a hold from autopay names the invoice it is of, whichever is shown by then', async () => {
    let answer = () => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    api.set('changeInvoice', async ({ params }) => {
      await held;
      return detailsOf(row(params['id']));
    });
    await screen.open(at(CLIENT), async (page) => {
      await page.getByText('INV-1033').waitFor();
      for (const key of ['j', 'j', 'Enter']) await page.keyboard.press(key);
      const drawer = page.getByRole('dialog', { name: 'Invoice summary' });
      await drawer.getByRole('heading', { name: 'INV-1033' }).waitFor();
      await page.keyboard.press('j');
      await drawer.getByRole('heading', { name: 'INV-1038' }).waitFor();
      await page.keyboard.press('k');
      await drawer.getByRole('heading', { name: 'INV-1033' }).waitFor();
      await drawer.getByRole('button', { name: 'Hold from autopay' }).click();
      await api.whenAsked('changeInvoice');
      await drawer.getByRole('heading', { name: 'INV-1033' }).click();
      await page.keyboard.press('j');
      await drawer.getByRole('heading', { name: 'INV-1038' }).waitFor();
      answer();
      await page.getByText('Autopay leaves INV-1033 alone').waitFor();
    });
  }, 60_000);

  test('finds an invoice from anywhere by its number', async () => {
    await screen.open(at('/payments'), async (page) => {
      await page.getByText('P-10423').waitFor();
      await page.keyboard.press('/');
      await page.getByRole('combobox').fill('INV-0987');
      await page.getByRole('option', { name: /INV-0987/ }).waitFor();
      await screen.judge(page, 'search', at(''));
      await page.getByRole('option', { name: /INV-0987/ }).click();
      await page.waitForURL(`**/invoices/${uuid(987)}`);
      // Enter right after the last letter means what was typed, not what was found before it.
      await page.keyboard.press('/');
      await page.getByRole('combobox').fill('INV-103');
      await page.getByRole('option', { name: /INV-1033/ }).waitFor();
      await page.getByRole('combobox').fill('INV-1038');
      await page.keyboard.press('Enter');
      await page.waitForURL(`**/invoices/${uuid(1038)}`);
    });
  }, 60_000);
});

type Mail = PaymentDetails['messages'][number];

function aMail(
  last: number,
  kind: string,
  address: string,
  status: Mail['status'] = 'failed',
): Mail {
  const [first] = DETAILS.messages;
  if (!first) throw new RangeError('the payment has mails');
  return { ...first, id: uuid(last), kind, address, name: null, status, deliveredAt: null };
}
