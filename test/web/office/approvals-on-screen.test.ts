/**
 * Goal: whoever says yes to a run of autopay knows what it will do, until when, and what the yes covers;
 * of many said at once each has its result. Method: the built page on a stand-in that answers by the
 * contracts and decides as the store does. Pictures are left in `test/.output/approvals`.
 */
import type { Approval, DecideApprovalsBody } from '../../../contracts/approvals';
import type { PreviewPaymentBody } from '../../../contracts/payment-request';
import { describeInBrowser } from '../../support/browser';
import { type Screen, startScreen, staffPage } from '../on-screen';
import { WHY } from './autopay';
import { detailsOf, INVOICES } from '../screens/books';
import { SESSION, uuid } from './figures';
import { ANSWERED, answeredOf, HOSPITAL, impactOf, WAITING } from './runs';
import { Refused, StandIn } from './stand-in';

const DESK = { width: 1440, scheme: 'light', path: '/approvals' } as const;

describeInBrowser('approvals on a screen', () => {
  let screen: Screen;
  let waiting: readonly Approval[];
  /** Whom a colleague has answered meanwhile, without this page having heard. */
  let taken: ReadonlyMap<string, 'approved' | 'replaced'>;
  let answered = ANSWERED;
  let isOut: boolean;
  let isUnreadable: boolean;
  let role: 'admin' | 'viewer';
  const api = new StandIn({
    readSession: () => ({
      ...SESSION,
      user: { ...SESSION.user, role },
      waitingApprovals: waiting.length,
    }),
    listApprovals: () => {
      if (isUnreadable) throw new Refused('NOT_FOUND');
      return { items: waiting, count: waiting.length, answeredToday: answered };
    },
    previewPayment: ({ body }) => impactOf(body as PreviewPaymentBody),
    decideApprovals: ({ body }) => {
      if (isOut) throw new Refused('UNAVAILABLE');
      const { ids, decision } = body as DecideApprovalsBody;
      const decided = waiting.filter(({ id }) => ids.includes(id) && !taken.has(id));
      const isDecided = new Set(decided.map(({ id }) => id));
      waiting = waiting.filter(({ id }) => !ids.includes(id));
      const state = decision === 'approve' ? ('approved' as const) : ('declined' as const);
      answered = [...decided.map((one) => answeredOf(one, { state })), ...answered];
      return {
        decidedIds: ids.filter((id) => isDecided.has(id)),
        notWaiting: ids
          .filter((id) => !isDecided.has(id))
          .map((id) => ({ id, state: taken.get(id) ?? 'unknown', by: 'Marcus Oyelaran' })),
      };
    },
    readInvoice: () => INVOICES.map(detailsOf)[0],
    readInvoiceAutopay: () => WHY,
    readOrganization: () => {
      throw new Refused('NOT_FOUND');
    },
  });
  const asked = () => api.asked.filter(({ id }) => id === 'decideApprovals');

  beforeAll(async () => {
    screen = await startScreen('approvals', staffPage(), api.answer);
  }, 120_000);
  afterAll(() => screen?.stop());
  beforeEach(() => {
    waiting = WAITING;
    answered = ANSWERED;
    taken = new Map();
    isOut = false;
    isUnreadable = false;
    role = 'admin';
    api.asked.length = 0;
  });

  test.each([1440, 360])(
    'shows what waits until when, and what a yes would do, at %i px',
    async (width) => {
      const view = { width, scheme: 'light', path: '/approvals' } as const;
      await screen.open(view, async (page) => {
        await page.getByText('12,800.00').first().waitFor();
        await screen.judgeInBoth(page, 'queue', width);
        await page.getByLabel('Select INV-941').check();
        await page.getByLabel('Select INV-942').check();
        await page.getByText('14,656.25 USD').waitFor();
        await screen.judgeInBoth(page, 'selected', width);
        await page.getByRole('button', { name: 'Approve 2' }).click();
        await page.getByRole('list', { name: 'Runs to decide' }).waitFor();
        await screen.judgeInBoth(page, 'many', width);
        await page.getByRole('button', { name: 'Back' }).click();
        await page.getByRole('dialog').waitFor({ state: 'detached' });
        await page.getByRole('button', { name: 'Approve INV-943' }).click();
        await page.getByText('Maya Lindqvist').waitFor();
        await screen.judgeInBoth(page, 'one', width);
      });
    },
    60_000,
  );

  test('a yes to one says amount, unpaid rest, what it leaves alone, and what it covers', async () => {
    await screen.open(DESK, async (page) => {
      await page.getByRole('link', { name: 'Approvals, 4 open' }).waitFor();
      await page.getByRole('button', { name: 'Approve INV-943' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('Chase ··6789 will be charged 18,210.75 USD').waitFor();
      await dialog.getByText('30,000.00 USD of it stays unpaid.').waitFor();
      await dialog.getByText('No planned payment is lowered. P-10420').waitFor();
      await dialog.getByText('A yes covers at most 22,310.75 USD of INV-943').waitFor();
      await dialog.getByText('Without a yes by Mon, Nov 30, 09:04 Chicago time').waitFor();
      await dialog.getByRole('button', { name: 'Approve up to 22,310.75 USD' }).click();
      await dialog.waitFor({ state: 'detached' });
      await page.getByRole('status').getByText('1 run approved').waitFor();
      await page.getByRole('list', { name: 'Decided today' }).getByText(HOSPITAL).waitFor();
      expect(asked().map(({ body }) => body)).toEqual([{ ids: [uuid(43)], decision: 'approve' }]);
    });
  }, 60_000);

  test('the invoice of a run opens over the queue', async () => {
    await screen.open(
      DESK,
      async (page) => {
        await page.getByRole('link', { name: 'INV-941' }).click();
        await page
          .getByRole('dialog', { name: 'Invoice summary' })
          .getByRole('heading', { name: 'Autopay' })
          .waitFor();
      },
      /404/,
    );
  }, 60_000);

  test('a run that asks again says what had been answered', async () => {
    await screen.open(DESK, async (page) => {
      await page.getByText('Up to 900.00 was approved').waitFor();
      await page.getByRole('button', { name: 'Approve INV-944' }).click();
      await page
        .getByText('Marcus Oyelaran approved up to 900.00 USD for Wed, Dec 2. Now it is more.')
        .waitFor();
    });
  }, 60_000);

  test('of many said at once by keyboard each has its result, and what failed is explained', async () => {
    await screen.open(DESK, async (page) => {
      await page.getByText('12,800.00').first().waitFor();
      for (const key of ['j', 'x', 'j', 'x', 'j', 'x']) await page.keyboard.press(key);
      await page.getByText('3 selected').waitFor();
      taken = new Map([
        [uuid(42), 'approved'],
        [uuid(43), 'replaced'],
      ]);
      await page.keyboard.press('a');
      await page.getByRole('dialog').getByRole('button', { name: 'Approve 3' }).waitFor();
      await page.keyboard.press('Enter');
      await page.getByText('1 run approved. 2 others waited no more.').waitFor();
      const others = page.getByRole('list', { name: 'Not decided here' });
      await others.getByText('Marcus Oyelaran approved it already.').waitFor();
      await others.getByText('It was asked again a moment ago').waitFor();
      await screen.judge(page, 'result', DESK);
      await page.getByRole('button', { name: 'Close' }).last().click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.getByText('1 waiting').waitFor();
      expect(asked()).toHaveLength(1);
    });
  }, 60_000);

  test('after an outage the same yes is said again without harm', async () => {
    await screen.open(
      DESK,
      async (page) => {
        isOut = true;
        await page.getByRole('button', { name: 'Approve INV-941' }).click();
        const confirm = page.getByRole('button', { name: 'Approve up to 12,800.00 USD' });
        await confirm.click();
        await page.getByRole('alert').getByText('Trying again is safe').waitFor();
        isOut = false;
        await confirm.dblclick();
        await page.getByRole('dialog').waitFor({ state: 'detached' });
        expect(asked()).toHaveLength(2);
      },
      /503/,
    );
  }, 60_000);

  test('a no says that nothing is charged and what is still possible', async () => {
    await screen.open(DESK, async (page) => {
      await page.getByRole('button', { name: 'Decline INV-942' }).click();
      await page.getByText('Nothing is charged for these on their day.').waitFor();
      await page.getByRole('button', { name: 'Decline', exact: true }).click();
      await page.getByRole('status').getByText('1 run declined').waitFor();
    });
  }, 60_000);

  test('who only reads sees the queue and cannot answer', async () => {
    role = 'viewer';
    await screen.open(DESK, async (page) => {
      await page.getByText('12,800.00').first().waitFor();
      expect(await page.getByRole('checkbox').count()).toBe(0);
      expect(await page.getByRole('button', { name: /^Approve/ }).count()).toBe(0);
    });
  }, 60_000);

  test('an empty queue and one that cannot be read say so', async () => {
    waiting = [];
    answered = [];
    await screen.open(DESK, async (page) => {
      await page.getByText('No run waits for a yes').waitFor();
      await screen.judge(page, 'empty', DESK);
      waiting = WAITING;
      api.tell('approval');
      await page.getByText('4 waiting').waitFor();
    });
    isUnreadable = true;
    await screen.open(
      DESK,
      async (page) => {
        await page.getByText('The approvals could not be read').waitFor();
      },
      /404/,
    );
  }, 60_000);
});
