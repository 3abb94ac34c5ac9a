/**
 * Goal: what a clerk decides about a placed payment (let it go on, move it, cancel it) is done once and
 * over the picture they saw, and every other answer says what is true now. Method: the built page on a
 * stand-in that answers by the contracts. Pictures in `test/.output/decisions`.
 */
import type { Page } from 'playwright-core';
import type { PaymentDetails } from '../../../contracts/payment-details';
import { PreviewPaymentBody } from '../../../contracts/payment-request';
import { SESSION, usd, uuid } from '../office/figures';
import { Refused, StandIn } from '../office/stand-in';
import { describeInBrowser, type Scheme } from '../../support/browser';
import { type Screen, startScreen, staffPage } from '../on-screen';
import { INVOICES } from './books';
import { DETAILS, DRAFT, ended, MISSED, PAYMENTS, PLANNED } from './payments';
import { METHODS, previewOf } from './placing';

/** The browser says so on its console for every refusal that a test asks for. */
const REFUSALS = /status of (?:404|409|422|429|503)/;

describeInBrowser('deciding about a placed payment on a screen', () => {
  let screen: Screen;
  let payment: PaymentDetails;
  /** What others have taken of INV-1038 meanwhile. */
  let taken: number;
  const answerOf = ({ id, number, kind, amount }: PaymentDetails, state: string) => {
    return { id, version: 4, number, kind, state, amount, runOn: null, runAt: null };
  };
  const api = new StandIn({});

  beforeAll(async () => {
    screen = await startScreen('decisions', staffPage(), api.answer);
  }, 120_000);

  afterAll(() => screen?.stop());

  beforeEach(() => {
    payment = DRAFT;
    taken = 0;
    api.asked.length = 0;
    api.set('readSession', () => SESSION);
    api.set('readPayment', () => payment);
    api.set('listPaymentMethods', () => ({ items: METHODS }));
    api.set('listPayments', () => ({
      items: PAYMENTS.slice(1, 2).map((row) => ({
        ...row,
        amount: usd(300_00),
        invoiceCount: 1,
        placedBy: 'Marcus Oyelaran',
      })),
      nextCursor: null,
      counts: { all: 1, scheduled: 0, inFlight: 1, settled: 0, failed: 0, needsReview: 0 },
    }));
    api.set('previewPayment', ({ body }) => previewOf(PreviewPaymentBody.parse(body), taken));
    api.set('approvePayment', () => answerOf(payment, 'reserved'));
    api.set('changePayment', () => answerOf(payment, 'scheduled'));
    api.set('cancelPayment', () => answerOf(payment, 'cancelled'));
  });

  const at = (what: string, width = 1440, scheme: Scheme = 'light') => ({
    width,
    scheme,
    path: `/payments/${uuid(10_423)}?${what}=${uuid(10_423)}`,
  });
  const press = (page: Page, name: string | RegExp) =>
    page.getByRole('dialog').getByRole('button', { name }).last().click();
  const isClosed = (page: Page) => page.getByRole('dialog').waitFor({ state: 'detached' });
  const bodiesOf = (id: string) =>
    api.asked.filter((each) => each.id === id).map(({ body }) => body);

  test.each([
    [1440, 'light'],
    [360, 'dark'],
  ] as const)(
    'breaks no rule in any of the questions, at %i px, %s',
    async (width, scheme) => {
      const look = async (what: string, name: string, text: string, given: PaymentDetails) => {
        payment = given;
        const view = at(what, width, scheme);
        await screen.open(view, async (page) => {
          await page.getByRole('dialog').getByText(text).first().waitFor();
          await screen.judge(page, name, view);
        });
      };
      await look('approve', 'approve', 'P-10391 has nothing left and will not run.', DRAFT);
      await look('approve', 'approve-day', 'Runs', MISSED);
      await look('approve', 'nothing-left', 'Nothing is left of P-10404.', emptied(MISSED));
      await look('reschedule', 'reschedule', 'It runs on this day already', PLANNED);
      await look('cancel', 'cancel', 'will not be charged', PLANNED);
    },
    60_000,
  );

  test('marks what differs from what was seen when the plan changed, and goes on with the new picture', async () => {
    await screen.open(
      at('approve'),
      async (page) => {
        api.set('approvePayment', () => {
          taken = 300_00;
          throw new Refused('PLAN_CHANGED', { preview: previewOf(asked(DRAFT), taken) });
        });
        await press(page, 'Charge 2,930.00 now');
        await page.getByText(/Marcus Oyelaran confirmed 300.00 on INV-1038/).waitFor();
        await page.getByText('Nothing was charged.').waitFor();
        const lowered = page.getByRole('row').filter({ hasText: 'P-10392' });
        await lowered.getByText('180.00').waitFor();
        await screen.judge(page, 'approve-changed', at('approve'));
        api.set('approvePayment', () => answerOf(payment, 'reserved'));
        await press(page, 'Charge 2,930.00 now');
        await isClosed(page);
        expect(bodiesOf('approvePayment')).toMatchObject([
          { version: 3, runOn: null, fingerprint: 'a'.repeat(64) },
          { version: 3, runOn: null, fingerprint: 'b'.repeat(64) },
        ]);
      },
      REFUSALS,
    );
  }, 60_000);

  test('says in the words of the act that it was refused, and no longer once another day is chosen', async () => {
    payment = MISSED;
    await screen.open(
      at('approve'),
      async (page) => {
        api.set('approvePayment', () => {
          throw new Refused('TOO_MANY_REQUESTS', { retryAfterSeconds: 9 });
        });
        await press(page, 'Let 430.00 run on Nov 30');
        await page.getByText('It did not go on.').waitFor();
        await page.getByText('Ready again in 9 s.').waitFor();
        await press(page, 'Month end');
        await page.getByText('It did not go on.').waitFor({ state: 'detached' });
      },
      REFUSALS,
    );
    payment = PLANNED;
    await screen.open(
      at('reschedule'),
      async (page) => {
        api.set('changePayment', () => {
          throw new Refused('VERSION_CONFLICT');
        });
        await press(page, /^Next banking day/);
        await press(page, /^Move it to/);
        await page.getByText('It was not changed.').waitFor();
        await page.getByText('Nothing was changed by this.').waitFor();
      },
      REFUSALS,
    );
  }, 60_000);

  test('tells no old refusal once what refused it is gone', async () => {
    const onHold = { ...NO_LIMIT, code: 'INVOICE_ON_HOLD' as const };
    await screen.open(
      at('approve'),
      async (page) => {
        const usual = ({ body }: { body: unknown }) => previewOf(PreviewPaymentBody.parse(body));
        api.set('approvePayment', () => {
          api.set('previewPayment', () => ({ kind: 'refused', refusals: [onHold] }));
          throw new Refused('INVOICE_ON_HOLD', { refusals: [onHold] });
        });
        await press(page, 'Charge 2,930.00 now');
        await page.getByText('It is not possible like this.').waitFor();
        await page.getByText('INV-1042 is on hold').waitFor();
        api.set('previewPayment', usual);
        api.tell('invoice');
        await page.getByRole('button', { name: 'Charge 2,930.00 now', disabled: false }).waitFor();
        expect(await page.getByRole('dialog').getByRole('alert').count()).toBe(0);
      },
      REFUSALS,
    );
  }, 60_000);

  test('a lost answer is sent again as it was, and what got through is told, not offered again', async () => {
    await screen.open(
      at('approve'),
      async (page) => {
        api.set('approvePayment', () => {
          throw new Refused('UNAVAILABLE');
        });
        await press(page, 'Charge 2,930.00 now');
        await page.getByText('It may or may not go on.').waitFor();
        await page.getByRole('button', { name: 'Send it again' }).waitFor();
        payment = ended(DRAFT, 'settled');
        api.tell('payment');
        await page.getByText('P-10423 does not wait for a person any more.').waitFor();
        expect(await page.getByRole('button', { name: 'Send it again' }).count()).toBe(0);
        await press(page, /^Close$/);
        await isClosed(page);
      },
      REFUSALS,
    );
  }, 60_000);

  test('a second click decides nothing twice', async () => {
    await screen.open(at('approve'), async (page) => {
      await page.getByRole('button', { name: 'Charge 2,930.00 now', disabled: false }).dblclick();
      await isClosed(page);
      expect(bodiesOf('approvePayment')).toHaveLength(1);
    });
    payment = PLANNED;
    await screen.open(at('cancel'), async (page) => {
      await page.getByRole('dialog').getByRole('button', { name: 'Cancel payment' }).dblclick();
      await isClosed(page);
      expect(bodiesOf('cancelPayment')).toHaveLength(1);
    });
  }, 60_000);

  test('what is typed over a payment stays when somebody changes it meanwhile, and goes over what is seen', async () => {
    payment = PLANNED;
    api.set('listInvoices', ({ query }) => {
      const wanted = query.get('ids')?.split(',');
      return { items: INVOICES.filter(({ id }) => wanted?.includes(id)), nextCursor: null };
    });
    await screen.open(at('change'), async (page) => {
      const amount = page.getByLabel('Amount on INV-1042');
      await amount.fill('400');
      payment = moved(PLANNED);
      api.tell('payment');
      await page.getByText('It runs on Fri, Dec 11, 2026 now.').waitFor();
      await page.getByText('Decide first about what was changed meanwhile').waitFor();
      await screen.judge(page, 'change-meanwhile', at('change'));
      await press(page, 'Keep mine');
      expect(await amount.inputValue()).toBe('400.00');
      await press(page, 'Review change');
      await press(page, 'Continue to confirm');
      await press(page, /^Change it to 400.00/);
      await isClosed(page);
      expect(bodiesOf('changePayment')).toMatchObject([
        { version: 4, runOn: '2026-12-11', lines: [{ amountMinor: 400_00 }] },
      ]);
    });
  }, 60_000);

  test('what somebody changed meanwhile is told and looked at before anything is sent', async () => {
    const refuseOnce = (id: 'changePayment' | 'cancelPayment', state: string) =>
      api.set(id, ({ body }) => {
        if ((body as { version: number }).version === 4) return answerOf(payment, state);
        payment = moved(PLANNED);
        api.tell('payment');
        throw new Refused('VERSION_CONFLICT');
      });
    const lookAgain = async (page: Page) => {
      await page
        .getByText('Marcus Oyelaran changed P-10404 at 10:41, while you looked at it.')
        .waitFor();
      await page.getByText('It runs on Fri, Dec 11, 2026 now.').waitFor();
      await page.getByText('Look first at what was changed meanwhile').waitFor();
      await press(page, 'Go on from here');
    };
    payment = PLANNED;
    await screen.open(
      at('reschedule'),
      async (page) => {
        refuseOnce('changePayment', 'scheduled');
        await press(page, /^Next banking day/);
        await press(page, /^Move it to/);
        await lookAgain(page);
        await press(page, 'Move it to Fri, Nov 27');
        await isClosed(page);
        expect(bodiesOf('changePayment')).toMatchObject([
          { version: 3, runOn: '2026-11-27' },
          { version: 4, runOn: '2026-11-27' },
        ]);
      },
      REFUSALS,
    );
    payment = PLANNED;
    await screen.open(at('cancel'), async (page) => {
      refuseOnce('cancelPayment', 'cancelled');
      const saying = (day: string) => page.getByText(`will not be charged on ${day}.`);
      await saying('Fri, Dec 4, 2026').waitFor();
      payment = moved(PLANNED);
      api.tell('payment');
      await lookAgain(page);
      await saying('Fri, Dec 11, 2026').waitFor();
      await press(page, 'Cancel payment');
      await isClosed(page);
      expect(bodiesOf('cancelPayment')).toEqual([{ version: 4, reason: null }]);
    });
  }, 60_000);

  test('does not tell people of what they changed themselves, also when the next question comes at once', async () => {
    const planned = { ...PLANNED, id: uuid(10_423) };
    payment = planned;
    await screen.open(at('reschedule'), async (page) => {
      await page.getByText('It runs on this day already').waitFor();
      const reading = `**/api/payments/${planned.id}`;
      let letRead = (): void => undefined;
      const mayRead = new Promise<void>((resolve) => {
        letRead = resolve;
      });
      await page.route(reading, async (route) => {
        await mayRead;
        await route.continue();
      });
      api.set('changePayment', () => {
        payment = moved(planned);
        return answerOf(payment, 'scheduled');
      });
      await press(page, /^Next banking day/);
      await press(page, 'Move it to Fri, Nov 27');
      await isClosed(page);
      await page.getByRole('button', { name: 'Cancel payment' }).click();
      await page.getByText('The payment is being read.').waitFor();
      letRead();
      await page.getByText('will not be charged on Fri, Dec 11, 2026.').waitFor();
      expect(await page.getByText('while you looked at it').count()).toBe(0);
      expect(
        await page.getByRole('dialog').getByRole('button', { name: 'Cancel payment' }).isEnabled(),
      ).toBe(true);
      await page.unroute(reading);
    });
  }, 60_000);

  test('of a payment of which nothing is left it says so, and leads to what can be done', async () => {
    payment = emptied(MISSED);
    await screen.open(at('approve'), async (page) => {
      await page.getByText('Nothing is left of P-10404.').waitFor();
      expect(bodiesOf('previewPayment')).toEqual([]);
      const dialog = page.getByRole('dialog');
      expect(await dialog.getByRole('button', { name: /^Let/ }).count()).toBe(0);
      await press(page, 'Cancel payment');
      await page.getByText('Why, for the history').waitFor();
      await page.keyboard.press('Escape');
      await isClosed(page);
    });
  }, 60_000);

  test('says why it is not possible, and that a wish which cannot be read has no answer', async () => {
    payment = { ...DRAFT, lines: DRAFT.lines.map((line) => ({ ...line, amount: usd(9_000_00) })) };
    await screen.open(at('approve'), async (page) => {
      await page.getByText('It is not possible like this.').waitFor();
      await page.getByText('INV-1042: At most 830.00').waitFor();
      expect(await page.getByRole('button', { name: /^Charge/ }).isDisabled()).toBe(true);
    });
    api.set('readPayment', () => {
      throw new Refused('NOT_FOUND');
    });
    await screen.open(
      at('cancel'),
      async (page) => {
        await page.getByRole('dialog').getByText('The payment could not be read').waitFor();
        payment = PLANNED;
        api.set('readPayment', () => payment);
        await press(page, 'Try now');
        await page.getByText('Why, for the history').waitFor();
      },
      REFUSALS,
    );
  }, 60_000);

  test('moves a payment to another day by keyboard, and cancels one with the reason that was typed', async () => {
    payment = PLANNED;
    await screen.open(at('reschedule'), async (page) => {
      await page.getByText('It runs on this day already').waitFor();
      await page.getByRole('button', { name: /^Next banking day/ }).press('Enter');
      await page
        .getByRole('button', { name: 'Move it to Fri, Nov 27', disabled: false })
        .press('Enter');
      await isClosed(page);
      expect(bodiesOf('changePayment')).toEqual([
        { version: 3, runOn: '2026-11-27', fingerprint: 'a'.repeat(64) },
      ]);
    });
    await screen.open(at('cancel'), async (page) => {
      await page.locator('input:focus').waitFor();
      await page.keyboard.type('Paid by check.');
      await page.keyboard.press('Enter');
      await isClosed(page);
      expect(bodiesOf('cancelPayment')).toEqual([{ version: 3, reason: 'Paid by check.' }]);
    });
  }, 60_000);

  test('says once of each payment that cancelling gives back to, however many of its lines were lowered', async () => {
    const [first, other] = DETAILS.caused;
    payment = {
      ...PLANNED,
      caused: first && other ? [first, { ...other, other: first.other }] : [],
    };
    await screen.open(at('cancel'), async (page) => {
      await page.getByText('P-10391 gets its amount back.').waitFor();
      payment = { ...payment, caused: DETAILS.caused.slice(0, 2) };
      api.tell('payment');
      await page.getByText('P-10391 and P-10404 get their amounts back.').waitFor();
    });
  }, 60_000);

  test('one that waits for the client is given up, and says so until the gateway has stopped it', async () => {
    const id = uuid(10_423);
    const waiting = { ...PLANNED, id, state: 'actionRequired' } as const;
    payment = waiting;
    api.set('cancelPayment', () => {
      const reason = 'isBeingStopped' as const;
      const actions = waiting.actions.map((each) =>
        each.action === 'cancel' ? { ...each, isPossible: false, reason } : each,
      );
      payment = { ...waiting, isBeingStopped: true, version: 4, actions };
      return answerOf(payment, 'actionRequired');
    });
    await screen.open(at('cancel'), async (page) => {
      await page.getByText('If the client confirms it before that, it is charged all').waitFor();
      await screen.judge(page, 'cancel-waiting', at('cancel'));
      await press(page, 'Cancel payment');
      await isClosed(page);
      await page.getByText(/is given up. The gateway is asked to stop it\.$/).waitFor();
      await page.getByText('Being cancelled').first().waitFor();
      await page.getByText('Cancel: the gateway is being asked to stop it.').waitFor();
      expect(await page.getByRole('button', { name: 'Cancel payment' }).count()).toBe(0);
      await screen.judge(page, 'being-cancelled', at('cancel'));
    });
  }, 60_000);

  test('waits for the payment in words, and asks nothing about one that has ended', async () => {
    await screen.open(at('approve'), async (page) => {
      let go: () => void = () => undefined;
      const held = new Promise<void>((resolve) => {
        go = resolve;
      });
      await page.route(/api\/payments\//, async (route) => {
        await held;
        await route.continue();
      });
      await page.reload();
      await page.getByText('The payment is being read.').waitFor();
      payment = DETAILS;
      go();
      await page.getByText('P-10423 does not wait for a person any more.').waitFor();
      await page.unrouteAll();
    });
  }, 60_000);
});

const NO_LIMIT = {
  invoice: { id: uuid(1042), number: 'INV-1042' },
  limit: null,
  plannedEntries: [],
  earliest: null,
  latest: null,
};

/** Another day for it, by somebody else, at 10:41 of the business. */
function moved({ timeline, ...rest }: PaymentDetails): PaymentDetails {
  const [latest] = timeline;
  if (!latest) throw new RangeError('the payment has a history');
  const by = { kind: 'user' as const, name: 'Marcus Oyelaran' };
  const entry = { ...latest, id: '9', at: '2026-11-25T16:41:00Z', kind: 'payment.changed', by };
  return { ...rest, version: 4, runOn: '2026-12-11', timeline: [entry, ...timeline] };
}

/** What the page asks of a payment as it is. */
function asked({ organization, method, amount, lines, id }: PaymentDetails) {
  return PreviewPaymentBody.parse({
    organizationId: organization.id,
    methodId: method.id,
    currency: amount.currency,
    lines: lines.map((line) => ({
      invoiceId: line.invoice.id,
      amountMinor: line.amount.amountMinor,
    })),
    changes: id,
  });
}

const emptied = (payment: PaymentDetails): PaymentDetails => ({
  ...payment,
  amount: usd(0),
  lines: payment.lines.map((line) => ({ ...line, amount: usd(0) })),
});
