/**
 * Goal: a payment is changed, tried again or restored from what it is, in words that say what that
 * does, and nothing that was typed is lost or sent twice. Method: the built page on a stand-in that
 * answers by the contracts. Pictures in `test/.output/change`.
 */
import type { Page } from 'playwright-core';
import type { InvoiceRow } from '../../../contracts/invoice-row';
import type { PaymentDetails } from '../../../contracts/payment-details';
import type { PaymentMethod } from '../../../contracts/payment-methods';
import { PreviewPaymentBody } from '../../../contracts/payment-request';
import { SESSION, usd, uuid } from '../office/figures';
import { Refused, StandIn } from '../office/stand-in';
import { describeInBrowser, type Scheme, stillness } from '../../support/browser';
import { type Screen, startScreen, staffPage } from '../on-screen';
import { INVOICES } from './books';
import { DETAILS, DRAFT, ended, PAYMENTS, PLANNED } from './payments';
import { METHODS, previewOf } from './placing';

/** The browser says so on its console for every refusal that a test asks for. */
const REFUSALS = /status of (?:404|409|422|429|503)/;
const CANCELLED = ended(
  { ...PLANNED, lines: PLANNED.lines.map((line) => ({ ...line, amount: usd(0) })) },
  'cancelled',
  'restore',
);
const FAILED = ended(DETAILS, 'failed', 'retry', 'restore');

describeInBrowser('changing, trying again and restoring on a screen', () => {
  let screen: Screen;
  let payment: PaymentDetails;
  let methods: readonly PaymentMethod[];
  let rows: readonly InvoiceRow[];
  const placed = { ...DETAILS, id: uuid(10_500), number: 'P-10500' };
  const answerOf = ({ id, number, kind, amount }: PaymentDetails, state: string) => {
    return { id, version: 4, number, kind, state, amount, runOn: null, runAt: null };
  };
  const api = new StandIn({});

  beforeAll(async () => {
    screen = await startScreen('change', staffPage(), api.answer);
  }, 120_000);

  afterAll(() => screen?.stop());

  beforeEach(() => {
    payment = PLANNED;
    methods = METHODS;
    rows = INVOICES;
    api.asked.length = 0;
    api.set('readSession', () => SESSION);
    // By the id that the page made, too.
    api.set('readPayment', ({ params: { id } }) =>
      id === uuid(10_423) || id === payment.id ? payment : placed,
    );
    api.set('listPaymentMethods', () => ({ items: methods }));
    api.set('listInvoices', ({ query }) => {
      const ids = query.get('ids')?.split(',');
      return { items: rows.filter(({ id }) => ids?.includes(id)), nextCursor: null };
    });
    api.set('listPayments', () => ({
      items: PAYMENTS.slice(1, 2),
      nextCursor: null,
      counts: { all: 1, scheduled: 0, inFlight: 1, settled: 0, failed: 0, needsReview: 0 },
    }));
    api.set('previewPayment', ({ body }) => previewOf(PreviewPaymentBody.parse(body)));
    api.set('changePayment', () => answerOf(payment, payment.state));
    api.set('putPayment', () => answerOf(placed, 'scheduled'));
  });

  const PAGE = `/payments/${uuid(10_423)}`;
  const CHANGE = `${PAGE}?change=${uuid(10_423)}`;
  const at = (path: string, width = 1440, scheme: Scheme = 'light') => ({ width, scheme, path });
  const dialog = (page: Page) => page.getByRole('dialog').last();
  const press = (page: Page, name: string | RegExp) =>
    dialog(page).getByRole('button', { name }).last().click();
  const isClosed = (page: Page) => page.getByRole('dialog').waitFor({ state: 'detached' });
  const field = (page: Page, number: string) =>
    page.getByRole('textbox', { name: `Amount on ${number}, USD` });
  const bodiesOf = (id: string) =>
    api.asked.filter((each) => each.id === id).map(({ body }) => body);

  test.each([
    [1440, 'light'],
    [360, 'dark'],
  ] as const)(
    'breaks no rule from the details of a change to its confirm, at %i px, %s',
    async (width, scheme) => {
      const view = at(CHANGE, width, scheme);
      payment = DRAFT;
      await screen.open(view, async (page) => {
        await field(page, 'INV-1042').fill('400');
        await page.getByText('At once, when somebody lets it go on.').waitFor();
        await press(page, 'Review change');
        await page.getByText('P-10423 becomes 2,900.00 USD').waitFor();
        await screen.judge(page, 'draft-summary', view);
        await press(page, 'Continue to confirm');
        await page.getByText('Nothing is charged by this').waitFor();
        await screen.judge(page, 'draft-confirm', view);
        await press(page, 'Back');
        await press(page, 'Close');
        await page.getByText('Leave without changing P-10423?').waitFor();
        await screen.judge(page, 'leave', view);
        await press(page, 'Leave');
        await isClosed(page);
      });
      payment = FAILED;
      methods = METHODS.map((each) => (each.isDefault ? { ...each, status: 'expired' } : each));
      const retry = at(`${PAGE}?pay=${uuid(1042)}&retry=${uuid(10_423)}`, width, scheme);
      await screen.open(retry, async (page) => {
        await page.getByText(/it has expired/).waitFor();
        await screen.judge(page, 'retry-method', retry);
      });
    },
    60_000,
  );

  test('of a draft says that it goes on waiting, at every step and when it is done', async () => {
    payment = DRAFT;
    await screen.open(at(CHANGE), async (page) => {
      await field(page, 'INV-1042').fill('400');
      await press(page, 'Review change');
      await dialog(page).getByText('Nothing is charged until somebody lets it go on.').waitFor();
      await dialog(page).getByText('What it would change, once it goes on').waitFor();
      expect(
        await dialog(page)
          .getByText(/will be charged/)
          .count(),
      ).toBe(0);
      await press(page, 'Continue to confirm');
      await press(page, 'Change it to 2,900.00');
      await isClosed(page);
      await page.getByText('P-10423 is changed. It still waits for a person.').waitFor();
    });
  }, 60_000);

  test('keeps the addresses that were typed, those of before included', async () => {
    payment = { ...PLANNED, extraRecipients: ['ap@northwind.example'] };
    await screen.open(at(CHANGE), async (page) => {
      await press(page, 'Review change');
      await page.getByText('Nothing differs from what is placed').waitFor();
      await page.getByText('ap@northwind.example').waitFor();
      await page.getByLabel('Add another address').fill('cfo@northwind.example');
      await page.keyboard.press('Enter');
      await press(page, 'Continue to confirm');
      await press(page, /^Change it to 430.00/);
      await isClosed(page);
      expect(bodiesOf('changePayment')).toMatchObject([
        { version: 3, extraRecipients: ['ap@northwind.example', 'cfo@northwind.example'] },
      ]);
    });
  }, 60_000);

  test('says of a change that it was not changed, or may be, and sends it once', async () => {
    await screen.open(
      at(CHANGE),
      async (page) => {
        await field(page, 'INV-1042').fill('400');
        await press(page, 'Review change');
        await press(page, 'Continue to confirm');
        api.set('changePayment', () => {
          throw new Refused('VERSION_CONFLICT');
        });
        await press(page, /^Change it to/);
        await page.getByText('It was not changed.').waitFor();
        api.set('changePayment', () => {
          throw new Refused('UNAVAILABLE');
        });
        await press(page, /^Change it to/);
        await page.getByText('It may or may not be changed.').waitFor();
        await press(page, 'Back');
        await page.keyboard.press('Escape');
        await page.getByText('Leave without an answer?').waitFor();
        await page.getByText('Look at P-10404 before you change it again.').waitFor();
        await press(page, 'Stay here');
        await press(page, 'Continue to confirm');
        api.set('changePayment', () => answerOf(payment, 'scheduled'));
        api.asked.length = 0;
        await dialog(page)
          .getByRole('button', { name: /^Change it to/ })
          .dblclick();
        await isClosed(page);
        expect(bodiesOf('changePayment')).toHaveLength(1);
      },
      REFUSALS,
    );
  }, 60_000);

  test('names nobody when the only payment that is newer is the one that is changed', async () => {
    payment = DRAFT;
    const counts = { all: 1, scheduled: 0, inFlight: 0, settled: 0, failed: 0, needsReview: 1 };
    const own = { ...PAYMENTS[0], placedBy: 'Marcus Oyelaran' };
    api.set('listPayments', () => ({ items: [own], nextCursor: null, counts }));
    await screen.open(
      at(CHANGE),
      async (page) => {
        await field(page, 'INV-1042').fill('400');
        await press(page, 'Review change');
        await press(page, 'Continue to confirm');
        const now = ({ body }: { body: unknown }) =>
          previewOf(PreviewPaymentBody.parse(body), 300_00);
        api.set('changePayment', () => {
          const asked = api.asked.findLast(({ id }) => id === 'previewPayment');
          api.set('previewPayment', now);
          throw new Refused('PLAN_CHANGED', { preview: now({ body: asked?.body }) });
        });
        const read = page.waitForResponse(/invoiceId=/);
        await press(page, /^Change it to/);
        await (await read).finished();
        await stillness(page);
        await page.getByText(/^Somebody changed the plan a moment ago/).waitFor();
        expect(await page.getByText(/Marcus Oyelaran/).count()).toBe(0);
      },
      REFUSALS,
    );
  }, 60_000);

  const typeAndSend = async (page: Page, answer: () => unknown) => {
    await field(page, 'INV-1042').fill('400');
    await press(page, 'Review change');
    await press(page, 'Continue to confirm');
    api.set('changePayment', answer);
    await press(page, /^Change it to/);
  };
  const settledAt = (minor: number): PaymentDetails => ({
    ...ended(PLANNED, 'settled'),
    amount: usd(minor),
    lines: PLANNED.lines.map((line) => ({ ...line, amount: usd(minor) })),
  });

  test.each([
    [400_00, 'Your change was taken: it is as you sent it.'],
    [430_00, 'Your change was not answered, and may or may not have been taken.'],
  ])(
    'says what a lost change came to once the payment ran for %i',
    async (minor, truth) => {
      const lose = () => {
        payment = settledAt(minor);
        throw new Refused('UNAVAILABLE');
      };
      const look = async (page: Page) => {
        await typeAndSend(page, lose);
        await dialog(page).getByText('P-10404 can no longer be changed.').waitFor();
        await dialog(page).getByText(truth).waitFor();
        expect(await page.getByText('Nothing was changed').count()).toBe(0);
        expect(
          await dialog(page)
            .getByRole('row', { name: /^INV-1042/ })
            .innerText(),
        ).toMatch(new RegExp(`400.00\\s+${minor / 100}.00`));
        await screen.judge(
          page,
          `lost-${minor}`,
          at(`/payments/${PLANNED.id}?change=${PLANNED.id}`),
        );
        await page.keyboard.press('Escape');
        await isClosed(page);
      };
      await screen.open(at(`/payments/${PLANNED.id}?change=${PLANNED.id}`), look, REFUSALS);
    },
    60_000,
  );

  test('keeps what was typed in sight when the payment runs meanwhile, and says that nothing was changed', async () => {
    await screen.open(at(CHANGE), async (page) => {
      await field(page, 'INV-1042').fill('400');
      payment = settledAt(430_00);
      api.tell('payment');
      await dialog(page).getByText('The money has moved. Nothing was changed.').waitFor();
      await dialog(page).getByRole('columnheader', { name: 'You typed' }).waitFor();
      await dialog(page).getByRole('cell', { name: '400.00' }).waitFor();
      await press(page, /^Close$/);
      await isClosed(page);
    });
    await screen.open(at(CHANGE), async (page) => {
      await page.getByText('P-10404 can no longer be changed. The money has moved.').waitFor();
    });
  }, 60_000);

  test('asks before leaving only when something typed would be lost', async () => {
    await screen.open(at(CHANGE), async (page) => {
      await press(page, 'Review change');
      await page.getByText('Receipt goes to').waitFor();
      await page.keyboard.press('Escape');
      await isClosed(page);
    });
    await screen.open(at(CHANGE), async (page) => {
      await field(page, 'INV-1042').fill('5');
      await page.keyboard.press('Escape');
      await page.getByText('Leave without changing P-10404?').waitFor();
      await page.getByText('P-10404 stays as it is.').waitFor();
      await press(page, 'Stay here');
      await field(page, 'INV-1042').fill('430');
      await press(page, 'Cancel');
      await isClosed(page);
    });
  }, 60_000);

  test('tries again with the method of the payment, or says why not', async () => {
    payment = { ...FAILED, method: { ...FAILED.method, id: uuid(72), lastFour: '1881' } };
    const RETRY = `${PAGE}?pay=${payment.lines.map(({ invoice }) => invoice.id).join(',')}&retry=${uuid(10_423)}`;
    await screen.open(at(RETRY), async (page) => {
      await page.getByRole('radio', { name: /1881/, checked: true }).waitFor();
      expect(await field(page, 'INV-1042').inputValue()).toBe('430.00');
      await press(page, 'Review payment');
      await press(page, 'Continue to confirm');
      await press(page, /^Charge Mastercard/);
      await page.getByText('was charged to').waitFor();
      expect(bodiesOf('putPayment')).toMatchObject([{ retryOf: uuid(10_423), methodId: uuid(72) }]);
    });
    methods = METHODS.filter(({ id }) => id !== uuid(72));
    await screen.open(at(RETRY), async (page) => {
      await page
        .getByText(
          'Visa ··1881 of P-10423 can no longer be charged: it was removed. Visa ··4242 is chosen.',
        )
        .waitFor();
    });
    payment = { ...ended(FAILED, 'failed'), retriedBy: { id: placed.id, number: 'P-10500' } };
    await screen.open(at(RETRY), async (page) => {
      await page.getByText('P-10423 was tried again already, as P-10500.').waitFor();
    });
  }, 60_000);

  test('restores a cancelled payment with the amounts a person last set, as a schedule, by keyboard', async () => {
    payment = CANCELLED;
    await screen.open(at(PAGE), async (page) => {
      await page.getByRole('button', { name: 'Restore' }).press('Enter');
      await page.getByText('Restore P-10404').waitFor();
      expect(await field(page, 'INV-1042').inputValue()).toBe('430.00');
      expect(await page.getByRole('switch', { name: 'Schedule payment' }).count()).toBe(0);
      await dialog(page).getByText('Fri, Dec 4, 2026').first().waitFor();
      await screen.judge(page, 'restore', at(PAGE));
      await dialog(page)
        .getByRole('button', { name: 'Review schedule', disabled: false })
        .press('Enter');
      await dialog(page).getByRole('button', { name: 'Continue to confirm' }).press('Enter');
      api.set('putPayment', () => {
        const restoredBy = { id: placed.id, number: 'P-10500' };
        payment = { ...ended(CANCELLED, 'cancelled'), restoredBy };
        return answerOf(placed, 'scheduled');
      });
      await dialog(page)
        .getByRole('button', { name: /^Schedule 430.00/ })
        .press('Enter');
      await page.getByRole('list', { name: 'What has happened' }).waitFor();
      expect(bodiesOf('putPayment')).toMatchObject([
        { restoredFrom: uuid(10_404), runOn: '2026-12-04', retryOf: null },
      ]);
      await press(page, 'Done');
      await isClosed(page);
      await page.getByText('It was restored as P-10500.').waitFor();
      expect(await page.getByRole('button', { name: 'Restore' }).count()).toBe(0);
    });
  }, 60_000);

  test('waits for what it changes in words, and keeps what was typed when that cannot be read again', async () => {
    await screen.open(
      at(CHANGE),
      async (page) => {
        await field(page, 'INV-1042').fill('400');
        api.set('listInvoices', () => {
          throw new Refused('NOT_FOUND');
        });
        api.tell('invoice');
        await press(page, 'Review change');
        await page.getByText('will be charged').waitFor();
        await press(page, 'Back');
        expect(await field(page, 'INV-1042').inputValue()).toBe('400.00');
        await page.reload();
        await page.getByText('The payment could not be read').waitFor();
      },
      REFUSALS,
    );
  }, 60_000);
});
