/**
 * Goal: whoever opens the page sees first what waits for a person, in words, and can close it
 * knowing what follows. Method: the built page on a stand-in that answers by the contracts.
 * Pictures are left in `test/.output/tasks`.
 */
import type { Task } from '../../../contracts/tasks';
import { describeInBrowser } from '../../support/browser';
import { type Screen, startScreen, staffPage } from '../on-screen';
import { SESSION, usd, uuid } from './figures';
import { Refused, StandIn } from './stand-in';

const aTask = (last: number, given: Partial<Task>): Task => ({
  id: uuid(last),
  version: 1,
  kind: 'paymentInReview',
  group: 'choice',
  organization: { id: uuid(100 + last), name: 'Northwind Dental Group' },
  payment: { id: uuid(200 + last), number: `P-${10_400 + last}` },
  invoice: null,
  importId: null,
  amount: null,
  facts: {},
  openedAt: '2026-11-24T15:00:00Z',
  resolved: null,
  ...given,
});

const OPEN: readonly Task[] = [
  aTask(9, {
    kind: 'paymentDeclined',
    group: 'failed',
    organization: { id: uuid(109), name: 'O’Malley Freight Lines' },
    amount: usd(310_15),
    facts: { reason: 'insufficientFunds' },
  }),
  aTask(11, {
    kind: 'moneyOnClosedPayment',
    group: 'failed',
    organization: { id: uuid(111), name: 'Pinecrest Township Library' },
    amount: usd(512_00),
  }),
  aTask(12, {
    organization: { id: uuid(112), name: 'Blue Heron Brewing Co.' },
    amount: usd(1_644_60),
    facts: { reason: 'METHOD_UNUSABLE', detail: null },
  }),
  aTask(13, {
    kind: 'paymentReturned',
    organization: {
      id: uuid(113),
      name: 'Saint Bartholomew Regional Community Hospital & Outpatient Centers of the Midwest',
    },
    amount: usd(640_00),
    facts: { outcome: { kind: 'returned', reason: 'Account closed' } },
  }),
  aTask(14, {
    kind: 'importMissing',
    organization: null,
    payment: null,
    importId: uuid(14),
    facts: { count: 3 },
  }),
  aTask(16, {
    kind: 'autopayMethod',
    payment: null,
    facts: {
      rule: { id: uuid(516), name: 'Monthly services' },
      code: 'METHOD_EXPIRES_BEFORE_RUN',
      runOn: '2027-01-04',
      method: null,
    },
  }),
  aTask(15, { kind: 'somethingOfNextYear', facts: {} }),
];

describeInBrowser('tasks on a screen', () => {
  let screen: Screen;
  let open = OPEN;
  let overnight = 0;
  const api = new StandIn({
    readSession: () => ({ ...SESSION, openTasks: open.length }),
    listTasks: ({ query }) => ({
      items: query.get('view') === 'open' ? open : [],
      nextCursor: null,
      counts: { open: open.length, overnight, doneToday: 0 },
    }),
    resolveTask: ({ params, body }) => {
      const task = open.find(({ id }) => id === params['id']);
      if (!task) throw new Refused('TASK_ALREADY_RESOLVED');
      open = open.filter(({ id }) => id !== task.id);
      const { resolution } = body as { resolution: string };
      return { ...task, resolved: { at: SESSION.business.now, by: 'Dana Whitfield', resolution } };
    },
  });

  beforeAll(async () => {
    screen = await startScreen('tasks', staffPage(), api.answer);
  }, 120_000);
  afterAll(() => screen?.stop());
  beforeEach(() => {
    open = OPEN;
    overnight = 0;
    api.asked.length = 0;
  });

  test.each([1440, 360])(
    'is where the page starts while something waits, at %i px in both schemes',
    async (width) => {
      const view = { width, scheme: 'light' } as const;
      await screen.open(view, async (page) => {
        await page
          .getByText('O’Malley Freight Lines: payment of 310.15 USD was declined')
          .waitFor();
        await screen.judgeInBoth(page, 'tasks', width);
        expect(page.url()).toMatch(/\/tasks$/);
        await page.getByRole('button', { name: 'See choices' }).nth(2).click();
        await page.getByRole('radio', { name: /Keep the hold/ }).waitFor();
        await screen.judgeInBoth(page, 'choices', width);
      });
    },
    60_000,
  );

  test('says how much of it is new, and not that it waits since then', async () => {
    const sentences = [
      [1, 1, '1 thing waits for a person, new since yesterday evening.'],
      [3, 2, '3 things wait for a person, 2 of them new since yesterday evening.'],
      [3, 0, '3 things wait for a person.'],
    ] as const;
    await screen.open({ width: 1440, scheme: 'light', path: '/tasks' }, async (page) => {
      for (const [all, fresh, sentence] of sentences) {
        open = OPEN.slice(0, all);
        overnight = fresh;
        api.tell('task');
        await page.getByText(sentence, { exact: true }).waitFor();
      }
    });
  }, 60_000);

  test('tells of a kind it does not know, and where to look', async () => {
    await screen.open({ width: 1440, scheme: 'light', path: '/tasks' }, async (page) => {
      const row = page.getByRole('listitem').filter({ hasText: 'something of next year' });
      await row.getByRole('link', { name: 'Open payment' }).waitFor();
    });
  }, 60_000);

  test('leads from a rule whose method cannot pay to that rule', async () => {
    await screen.open({ width: 1440, scheme: 'light', path: '/tasks' }, async (page) => {
      const row = page
        .getByRole('listitem')
        .filter({ hasText: 'autopay rule “Monthly services” needs another method' });
      await row.getByText('Its card expires before the run of Mon, Jan 4, 2027.').waitFor();
      const way = row.getByRole('link', { name: 'Open rule' });
      expect(await way.getAttribute('href')).toBe(
        `/organizations/${uuid(116)}/autopay?rule=${uuid(516)}`,
      );
    });
  }, 60_000);

  test('closes a task by keyboard with the choice that was made, and it leaves the list', async () => {
    await screen.open({ width: 1440, scheme: 'light', path: '/tasks' }, async (page) => {
      const row = page.getByRole('listitem').filter({ hasText: 'was returned' });
      await row.getByRole('button', { name: 'See choices' }).press('Enter');
      await page.getByRole('radio', { name: /Lift the hold/ }).focus();
      await page.keyboard.press('ArrowDown');
      await page.getByLabel('Note').fill('Called the client.');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      api.tell('task');
      await row.waitFor({ state: 'detached' });
      expect(api.asked.find(({ id }) => id === 'resolveTask')?.body).toEqual({
        version: 1,
        resolution: 'done',
        note: 'Called the client.',
      });
    });
  }, 60_000);

  test('says so when somebody else was faster', async () => {
    await screen.open(
      { width: 1440, scheme: 'light', path: '/tasks' },
      async (page) => {
        await page.getByRole('button', { name: 'See choices' }).first().click();
        open = [];
        await page.getByRole('button', { name: 'Close the task' }).click();
        await page.getByRole('alert').getByText('Somebody has closed this task already.').waitFor();
        api.tell('task');
        await page.getByText('Nothing waits for you.').waitFor();
      },
      /409/,
    );
  }, 60_000);
});
