/**
 * Goal: a clerk pays invoices partly, knowing exactly what it does, and no answer that is lost or
 * refused pays twice. Method: the built page on a stand-in that answers by the contracts. Pictures
 * in `test/.output/pay`.
 */
import type { Page } from 'playwright-core';
import type { PaymentDetails } from '../../../contracts/payment-details';
import type { PaymentRow } from '../../../contracts/payment-row';
import { PreviewPaymentBody, type PutPaymentBody } from '../../../contracts/payment-request';
import { SESSION, usd, uuid } from '../office/figures';
import { Refused, StandIn } from '../office/stand-in';
import { describeInBrowser, stillness } from '../../support/browser';
import { type Screen, startScreen, staffPage } from '../on-screen';
import { INVOICES, NORTHWIND, ORGANIZATION, summaryOf } from './books';
import { aPayment, DETAILS, DRAFT } from './payments';
import { METHODS, previewOf } from './placing';

const IDS = [1038, 1042, 1051].map(uuid).join(',');
const LIST = `/organizations/${NORTHWIND.id}`;
/** The browser says so on its console for every refusal that a test asks for. */
const REFUSALS = /status of (?:409|422|503)/;

/** Placed a few minutes after the pages of these tests are opened. */
const OF_MARCUS = aPayment(10_424, {
  amount: usd(300_00),
  invoiceCount: 1,
  placedBy: 'Marcus Oyelaran',
});

const DECLINED: PaymentDetails = {
  ...DETAILS,
  state: 'failed',
  isPosted: false,
  settledAt: null,
  caused: DETAILS.caused.map((each) => ({ ...each, state: 'released' })),
  decline: {
    code: 'insufficientFunds',
    words: 'The card has insufficient funds.',
    isHard: false,
    retryAt: null,
  },
  messages: DETAILS.messages.slice(0, 1).map((each) => ({ ...each, kind: 'paymentDeclined' })),
  progress: {
    ...DETAILS.progress,
    chargedAt: null,
    settledAt: null,
    postedAt: null,
    endedAt: '2026-11-25T16:46:05Z',
    receipts: { total: 1, sent: 1, failed: 0 },
  },
};

describeInBrowser('paying on a screen', () => {
  let screen: Screen;
  let taken = 0;
  let placed: PaymentDetails = DETAILS;
  let onInvoice: readonly PaymentRow[];
  const puts: { id: string; body: PutPaymentBody }[] = [];
  let answerPut: () => unknown;
  const usual = () => ({
    id: puts.at(-1)?.id,
    version: 1,
    number: 'P-10423',
    kind: 'manual',
    state: 'reserved',
    amount: usd(2_930_00),
    runOn: null,
    runAt: null,
  });
  const api = new StandIn({
    readSession: () => SESSION,
    readOrganization: () => ORGANIZATION,
    listInvoices: ({ query }) => {
      const ids = query.get('ids')?.split(',');
      return { items: INVOICES.filter(({ id }) => ids?.includes(id) ?? true), nextCursor: null };
    },
    summarizeInvoices: () => summaryOf(INVOICES),
    listPaymentMethods: () => ({ items: METHODS }),
    listPayments: () => ({
      items: onInvoice,
      nextCursor: null,
      counts: { all: 1, scheduled: 0, inFlight: 0, settled: 1, failed: 0, needsReview: 0 },
    }),
    previewPayment: ({ body }) => previewOf(PreviewPaymentBody.parse(body), taken),
    putPayment: ({ params, body }) => {
      puts.push({ id: params['id'] ?? '', body: body as PutPaymentBody });
      return answerPut();
    },
    readPayment: () => placed,
    cancelPayment: () => ({ ...usual(), id: uuid(10_423), state: 'cancelled' }),
  });

  beforeAll(async () => {
    screen = await startScreen('pay', staffPage(), api.answer);
  }, 120_000);

  afterAll(() => screen?.stop());

  beforeEach(() => {
    taken = 0;
    placed = DETAILS;
    onInvoice = [OF_MARCUS];
    puts.length = 0;
    answerPut = usual;
  });

  const field = (page: Page, number: string) =>
    page.getByRole('textbox', { name: `Amount on ${number}, USD` });
  const press = (page: Page, name: string | RegExp) =>
    page.getByRole('button', { name }).last().click();
  const type = async (page: Page) => {
    await field(page, 'INV-1038').fill('1000');
    await field(page, 'INV-1042').fill('430.00');
    await field(page, 'INV-1051').fill('1,500.00');
  };
  const toConfirm = async (page: Page) => {
    await type(page);
    await press(page, 'Review payment');
    await press(page, 'Continue to confirm');
  };
  const at = (mode: string) =>
    ({ width: 1440, scheme: 'light', path: `${LIST}?pay=${IDS}&mode=${mode}` }) as const;

  const toBeDeclined = async (page: Page) => {
    placed = { ...DECLINED, actions: placed.actions };
    await press(page, /^Charge Visa/);
    await page.getByText('What you can do next').waitFor();
  };
  const toChangedPlan = async (
    page: Page,
    told = /Marcus Oyelaran confirmed 300.00 on INV-1038/,
  ) => {
    answerPut = () => {
      taken = 300_00;
      const { body } = puts.at(-1) ?? {};
      throw new Refused('PLAN_CHANGED', {
        preview: previewOf(PreviewPaymentBody.parse({ ...pick(body), changes: null }), taken),
      });
    };
    await press(page, /^Charge Visa/);
    await page.getByText(told).waitFor();
    answerPut = usual;
  };

  test.each([1440, 360])(
    'breaks no rule on the way from the details to the outcome, at %i px',
    async (width) => {
      const view = { ...at('schedule'), width };
      const look = async (page: Page) => {
        await field(page, 'INV-1051').fill('2,000.00');
        await page.getByText(/^At most 1,250.00/).waitFor();
        await screen.judgeInBoth(page, 'details', width);
        await page.getByRole('switch', { name: 'Schedule payment' }).click();
        await type(page);
        await press(page, 'Review payment');
        await page.getByText('What this changes').waitFor();
        await screen.judgeInBoth(page, 'summary', width);
        await press(page, 'Continue to confirm');
        await page.getByText('Charge 2,930.00 USD to Visa ··4242 now').waitFor();
        await screen.judgeInBoth(page, 'confirm', width);
        await toChangedPlan(page);
        await screen.judgeInBoth(page, 'changed', width);
        await press(page, 'Go on with 2,930.00');
        await toBeDeclined(page);
        await page.getByText('Mail about the decline sent').waitFor();
        expect(await page.getByText(/^Receipt/).count()).toBe(0);
        await screen.judgeInBoth(page, 'declined', width);
        placed = DETAILS;
        await press(page, /^Choose another method/);
        await press(page, 'Review payment');
        await press(page, 'Continue to confirm');
        await press(page, /^Charge Visa/);
        await page.getByText('2,930.00 USD was charged to Visa ··4242').waitFor();
        await screen.judgeInBoth(page, 'placed', width);
      };
      await screen.open(view, look, REFUSALS);
    },
    60_000,
  );

  test('says in the calendar which days banks keep, and by keyboard takes one', async () => {
    const view = at('schedule');
    await screen.open(view, async (page) => {
      const field = page.getByRole('button', { name: 'Date of the payment' });
      await field.press('Enter');
      const calendar = page.getByRole('dialog', { name: 'Date of the payment' });
      await calendar
        .getByText('Nov 11 and Nov 26 are bank holidays. A debit set for a weekend runs on')
        .waitFor();
      await page.getByRole('button', { name: 'Next month' }).press('Enter');
      await calendar.getByText('Dec 25 is a bank holiday.').waitFor();
      expect(await page.getByTitle('Christmas Day').count()).toBe(1);
      await screen.judge(page, 'calendar', view);
      await page.getByRole('button', { name: /^4 December/ }).press('Enter');
      await calendar.waitFor({ state: 'detached' });
      expect(await field.innerText()).toBe('Fri, Dec 4, 2026');
      expect(await field.evaluate((each) => each === document.activeElement)).toBe(true);
      await field.press('Enter');
      await calendar.getByText('Dec 25 is a bank holiday.').waitFor();
      await page.keyboard.press('Escape');
      await calendar.waitFor({ state: 'detached' });
      expect(await page.getByRole('button', { name: 'Review schedule' }).count()).toBe(1);
    });
  }, 60_000);

  test('takes the amount that would do, and says when and to whom the rest is promised', async () => {
    await screen.open(at('schedule'), async (page) => {
      await field(page, 'INV-1051').fill('2000');
      await page
        .getByText('At most 1,250.00: 750.00 is scheduled for Dec 4, 2026 by Dana Whitfield')
        .waitFor();
      await page.getByText('INV-1051 is over its limit').waitFor();
      expect(await page.getByRole('button', { name: 'Review schedule' }).isDisabled()).toBe(true);
      await press(page, 'Use 1,250.00');
      expect(await field(page, 'INV-1051').inputValue()).toBe('1,250.00');
      await press(page, 'Review schedule');
      await page
        .getByText('Autopay takes nothing of INV-1042 any more. Nothing else changes.')
        .waitFor();
    });
  }, 60_000);

  test('redraws what gives way as soon as another order is chosen, and Back keeps everything', async () => {
    await screen.open(at('now'), async (page) => {
      await type(page);
      await page.getByLabel('Reference, printed on the receipt').fill('PO 7731');
      await press(page, 'Review payment');
      await page.getByText('P-10391 has nothing left and will not run.').waitFor();
      await page.getByRole('radio', { name: 'From the end' }).check();
      await page.getByText('P-10393 has nothing left and will not run.').waitFor();
      await press(page, 'Back');
      expect(await field(page, 'INV-1038').inputValue()).toBe('1,000.00');
      await press(page, 'Review payment');
      await press(page, 'Continue to confirm');
      await page.getByText('reference PO 7731').waitFor();
      await press(page, /^Charge Visa/);
      await page.getByText('was charged to').waitFor();
      expect(puts.map(({ body }) => [body.strategy, body.reference])).toEqual([
        ['tail-first', 'PO 7731'],
      ]);
    });
  }, 60_000);

  test('does not go on over a mistyped address and keeps it through Back, and going on adds one that can be read', async () => {
    await screen.open(at('now'), async (page) => {
      await type(page);
      await press(page, 'Review payment');
      const address = page.getByLabel('Add another address');
      const goOn = page.getByRole('button', { name: 'Continue to confirm' });
      await address.fill('cfo@northwind');
      const before = await goOn.boundingBox();
      await goOn.click({ force: true });
      await address.blur();
      expect(await goOn.isDisabled()).toBe(true);
      await page.getByText('This is not an address.').waitFor();
      await page.getByText('The typed address cannot be added yet').waitFor();
      expect(await goOn.boundingBox()).toEqual(before);
      await screen.judge(page, 'mistyped', at('now'));
      await press(page, 'Back');
      await press(page, 'Review payment');
      await page.getByText('This is not an address.').waitFor();
      expect(await address.inputValue()).toBe('cfo@northwind');
      await address.fill('cfo@northwind.example');
      await goOn.click();
      await press(page, /^Charge Visa/);
      await page.getByText('was charged to').waitFor();
      expect(puts[0]?.body.extraRecipients).toEqual(['cfo@northwind.example']);
    });
  }, 60_000);

  test('adds a typed address by going on also when its field was gone in between', async () => {
    await screen.open(at('now'), async (page) => {
      await type(page);
      await press(page, 'Review payment');
      await page.getByLabel('Add another address').fill('cfo@northwind.example');
      taken = 1_480_00;
      api.tell('invoice');
      await page.getByText('It no longer fits as it is.').waitFor();
      taken = 0;
      api.tell('invoice');
      await press(page, 'Continue to confirm');
      await press(page, /^Charge Visa/);
      await page.getByText('was charged to').waitFor();
      expect(puts[0]?.body.extraRecipients).toEqual(['cfo@northwind.example']);
    });
  }, 60_000);

  test('sends the same payment again after a lost answer, never another one', async () => {
    await screen.open(
      at('now'),
      async (page) => {
        answerPut = () => {
          answerPut = usual;
          throw new Refused('UNAVAILABLE');
        };
        await toConfirm(page);
        await press(page, /^Charge Visa/);
        await page.getByText('No clear answer from Headroom.').waitFor();
        await press(page, 'Send it again');
        await page.getByText('was charged to').waitFor();
        expect(puts).toHaveLength(2);
        expect(puts[1]).toEqual(puts[0]);
      },
      REFUSALS,
    );
  }, 60_000);

  test('goes on with the new picture under the same id when the plan changed', async () => {
    await screen.open(
      at('now'),
      async (page) => {
        await toConfirm(page);
        await toChangedPlan(page);
        await press(page, 'Go on with 2,930.00');
        await press(page, /^Charge Visa/);
        await page.getByText('was charged to').waitFor();
        expect(puts.map(({ body }) => body.fingerprint)).toEqual(['a'.repeat(64), 'b'.repeat(64)]);
        expect(new Set(puts.map(({ id }) => id)).size).toBe(1);
      },
      REFUSALS,
    );
  }, 60_000);

  const nobody = /^Somebody changed the plan a moment ago/;
  test.each([
    ['nobody, of one that was there before', [{ placedAt: '2026-10-01T10:00:00Z' }], nobody],
    ['nobody, of one that came to nothing', [{ state: 'failed' }], nobody],
    [
      'whoever did, before one that came to nothing',
      [{ state: 'cancelled', placedBy: 'Dana' }, {}],
      undefined,
    ],
  ] as const)(
    'names as who changed the plan %s',
    async (_, rows, told) => {
      onInvoice = rows.map((row) => ({ ...OF_MARCUS, ...row }));
      const look = async (page: Page) => {
        await toConfirm(page);
        const read = page.waitForResponse(/invoiceId=/);
        await toChangedPlan(page, told);
        // Also once the payments of the invoice are read.
        await (await read).finished();
        await stillness(page);
        expect(await page.getByText(/confirmed 300.00/).count()).toBe(told === undefined ? 1 : 0);
      };
      await screen.open(at('now'), look, REFUSALS);
    },
    60_000,
  );

  test('shows after a changed plan no refusal of before', async () => {
    await screen.open(
      at('now'),
      async (page) => {
        await toConfirm(page);
        await toChangedPlan(page);
        await press(page, 'Go on with 2,930.00');
        await page.getByRole('button', { name: /^Charge Visa/ }).waitFor();
        expect(await page.getByText('It was not placed.').count()).toBe(0);
      },
      REFUSALS,
    );
  }, 60_000);

  test('shows the payment as it is placed when an earlier sending of it got through', async () => {
    await screen.open(
      at('now'),
      async (page) => {
        answerPut = () => {
          throw new Refused('UNAVAILABLE');
        };
        await toConfirm(page);
        await press(page, /^Charge Visa/);
        await page.getByText('No clear answer from Headroom.').waitFor();
        await press(page, 'Back');
        await press(page, 'Back');
        await field(page, 'INV-1042').fill('30.00');
        await press(page, 'Review payment');
        await press(page, 'Continue to confirm');
        answerPut = () => {
          throw new Refused('PAYMENT_ID_USED', { payment: usual() });
        };
        await press(page, /^Charge Visa/);
        await page.getByText('P-10423 was placed when you sent it before.').waitFor();
        const aside = page.getByRole('complementary');
        await aside.getByText('2,930.00').waitFor();
        await aside.getByText('430.00').waitFor();
        expect(await aside.getByText('2,530.00').count()).toBe(0);
        await screen.judge(page, 'earlier', at('now'));
      },
      REFUSALS,
    );
  }, 60_000);

  test.each([
    ['', false],
    [', also after a reload', true],
  ])(
    'keeps the amounts after a decline and tries again as another payment%s',
    async (_, isReloaded) => {
      placed = { ...DETAILS, actions: [{ action: 'retry', isPossible: true, reason: null }] };
      await screen.open(at('now'), async (page) => {
        await toConfirm(page);
        await toBeDeclined(page);
        if (isReloaded) await page.reload();
        await press(page, /^Choose another method/);
        expect(await field(page, 'INV-1042').inputValue()).toBe('430.00');
        await page.getByText('Chase ··6789').click();
        await press(page, 'Review payment');
        await press(page, 'Continue to confirm');
        placed = DETAILS;
        await press(page, /^Charge Chase/);
        await page.getByText('was charged to').waitFor();
        const [first, second] = puts;
        expect(second?.id).not.toBe(first?.id);
        // Read again, it has the id that the stand-in gives every payment.
        expect(second?.body.retryOf).toBe(isReloaded ? DETAILS.id : first?.id);
        expect(second?.body.methodId).toBe(uuid(71));
      });
    },
    60_000,
  );

  test('says of a payment that came back before it was charged that nothing is paid, and leads on', async () => {
    const decisions = [
      ['Change', 'Change P-10423', /change=/],
      ['Let it go on', 'Let P-10423 go on', /approve=/],
      ['Cancel payment', 'Cancel P-10423', /cancel=/],
    ] as const;
    placed = DRAFT;
    for (const [name, title, address] of decisions) {
      await screen.open(at('now'), async (page) => {
        await toConfirm(page);
        await press(page, /^Charge Visa/);
        await page.getByText('2,930.00 USD was not charged to Visa ··4242').waitFor();
        const list = page.getByRole('list', { name: 'What has happened' });
        await list.getByText('An invoice on it could take less').waitFor();
        expect(await list.getByText(/under way/).count()).toBe(0);
        expect(await page.getByRole('columnheader', { name: 'Not paid' }).count()).toBe(1);
        expect(await page.getByText('It goes on without you').count()).toBe(0);
        expect(await page.getByRole('button', { name: 'Done' }).count()).toBe(0);
        await screen.judge(page, 'came-back', at('now'));
        await page.getByRole('list').getByRole('button', { name }).click();
        await page.getByRole('dialog', { name: title }).waitFor();
        expect(new URL(page.url()).search).toMatch(address);
        expect(new URL(page.url()).search).not.toMatch(/pay=|mode=/);
      });
    }
  }, 60_000);

  test('asks before what was typed is lost, and goes without asking when nothing was', async () => {
    await screen.open(at('now'), async (page) => {
      await field(page, 'INV-1038').fill('5');
      await page.keyboard.press('Escape');
      await page.getByText('Leave without paying?').waitFor();
      await press(page, 'Stay here');
      await page.getByText('Leave without paying?').waitFor({ state: 'detached' });
      expect(await field(page, 'INV-1038').inputValue()).toBe('5.00');
      await press(page, 'Cancel');
      await press(page, 'Leave');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      expect(new URL(page.url()).search).toBe('');
    });
    await screen.open(at('now'), async (page) => {
      await field(page, 'INV-1038').waitFor();
      await press(page, 'Cancel');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    });
  }, 60_000);

  test('tells after a reload, and after Back, what was placed, and offers it not again', async () => {
    await screen.open(at('now'), async (page) => {
      await toConfirm(page);
      await press(page, /^Charge Visa/);
      await page.getByText('was charged to').waitFor();
      await page.reload();
      await page.getByText('2,930.00 USD was charged to Visa ··4242').waitFor();
      await screen.judge(page, 'reloaded', at('now'));
      await press(page, 'Open P-10423');
      await page.goBack();
      await page.getByRole('list', { name: 'What has happened' }).waitFor();
      await press(page, 'Done');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      expect(new URL(page.url()).search).toBe('');
      expect(puts).toHaveLength(1);
    });
  }, 60_000);

  test('lays one sum onto the oldest first, in the place of whatever was typed', async () => {
    await screen.open(at('now'), async (page) => {
      await field(page, 'INV-1051').fill('2.5.5');
      await press(page, 'Oldest first up to…');
      await field(page, 'all of them together').fill('2000');
      await page.keyboard.press('Enter');
      await field(page, 'all of them together').waitFor({ state: 'detached' });
      expect(await field(page, 'INV-1038').inputValue()).toBe('1,480.00');
      expect(await field(page, 'INV-1042').inputValue()).toBe('520.00');
      expect(await field(page, 'INV-1051').inputValue()).toBe('');
      // What is taken away afterwards is said, until it is laid onto another one.
      await field(page, 'INV-1042').fill('');
      await page.getByText('520.00 USD left over').waitFor();
      await field(page, 'INV-1051').fill('520');
      await page.getByText('520.00 USD left over').waitFor({ state: 'detached' });
      await press(page, 'Oldest first up to…');
      await field(page, 'all of them together').fill('9,000,000');
      await page.keyboard.press('Enter');
      await page.getByText(/ found no room$/).waitFor();
    });
  }, 60_000);

  /** Each step begins at its headline: what is focused before is left again. */
  const atHeadline = (page: Page) => page.locator('h2:focus').waitFor();

  test('pays by keyboard alone', async () => {
    await screen.open(at('now'), async (page) => {
      await field(page, 'INV-1038').waitFor();
      await page.locator('input[inputmode="decimal"]:focus').waitFor();
      await page.keyboard.type('half');
      await page.keyboard.press('Tab');
      // What half would do is not answered yet: the press waits for that.
      await page.keyboard.press('Enter');
      await page.getByText('What this changes').waitFor();
      await atHeadline(page);
      await page.getByRole('button', { name: 'Continue to confirm' }).focus();
      await page.keyboard.press('Enter');
      await page.getByText(/^Charge 3,570.00 USD/).waitFor();
      await atHeadline(page);
      await page.getByRole('button', { name: /^Charge Visa/ }).focus();
      await page.keyboard.press('Enter');
      await page.getByText('was charged to').waitFor();
      expect(puts[0]?.body.lines[0]?.amountMinor).toBe(740_00);
    });
  }, 60_000);
});

function pick(body: PutPaymentBody | undefined) {
  if (!body) throw new Error('nothing was placed');
  const { organizationId, methodId, currency, lines, runOn, strategy, extraRecipients } = body;
  return { organizationId, methodId, currency, lines, runOn, strategy, extraRecipients };
}
