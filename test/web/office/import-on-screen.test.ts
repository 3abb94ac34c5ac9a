/**
 * Goal: files go in, one request each; a reload finds the import where it was; each row that waits is
 * decided with both values in view, and nothing is chosen for anybody. Method: the built page on a
 * stand-in that answers by the contracts. Pictures are left in `test/.output/import`.
 */
import type { Page } from 'playwright-core';
import { describeInBrowser, violations } from '../../support/browser';
import { type Screen, startScreen, staffPage } from '../on-screen';
import { SESSION, uuid } from './figures';
import { aFile, anImport, IMPORT_ID, PREVIEW, ROWS } from './imports';
import { Refused, StandIn } from './stand-in';

type Deciding = Readonly<{ decisions: readonly [Readonly<{ reading: unknown }>] }>;

const RUN = `/import/${IMPORT_ID}`;

describeInBrowser('import on a screen', () => {
  let screen: Screen;
  let given = anImport();
  let rows = ROWS;
  const api = new StandIn({
    readSession: () => SESSION,
    listTasks: () => ({
      items: [],
      nextCursor: null,
      counts: { open: 0, overnight: 0, doneToday: 0 },
    }),
    listImports: () => ({
      items: [
        anImport(),
        anImport({ id: uuid(701), state: 'done', files: [aFile(), aFile({ name: 'b.pdf' })] }),
      ],
      nextCursor: null,
      sources: [{ id: uuid(1), name: 'QuickBooks' }],
    }),
    openImport: () => anImport({ state: 'open', files: [] }),
    putImportFile: ({ params }) => aFile({ name: params['name'] ?? '' }),
    startImport: () => given,
    readImport: () => given,
    listImportRows: ({ query }) => ({
      items: query.get('view') === 'needsYou' ? rows.filter((row) => row.decisions.length) : rows,
      nextCursor: null,
      counts: { needsYou: 5, changed: 2, all: rows.length },
    }),
    decideImportRows: () => given,
    previewImportFile: () => PREVIEW,
    // No export is older than this list, so the page has nothing to offer.
    listUnpostedLines: () => ({
      items: [],
      nextCursor: null,
      counts: { toEnter: 0, notExported: 0, entered: 0 },
      sums: [],
      exports: [],
    }),
  });

  beforeAll(async () => {
    screen = await startScreen('import', staffPage(), api.answer);
  }, 120_000);
  afterAll(() => screen?.stop());
  beforeEach(() => {
    given = anImport();
    rows = ROWS;
    api.asked.length = 0;
  });

  const decided = async () => (await api.whenAsked('decideImportRows')).body;
  const choose = (page: Page, files: readonly string[]) =>
    page
      .locator('input[type=file]')
      .setInputFiles(
        files.map((name) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(name) })),
      );

  test.each([1440, 360])(
    'shows what came in and what became of it, at %i px in both schemes',
    async (width) => {
      const view = { width, scheme: 'light' } as const;
      await screen.open({ ...view, path: '/import' }, async (page) => {
        await page.getByText('open-invoices-nov-25.csv').first().waitFor();
        await choose(page, ['open-invoices-nov-26.csv', 'INV-1071.pdf']);
        await page.getByRole('switch', { name: 'The list is complete' }).check();
        await screen.judgeInBoth(page, 'new', width);
      });
      await screen.open({ ...view, path: RUN }, async (page) => {
        await page.getByText('1,012').first().waitFor();
        await page.getByText('INV-1118').waitFor();
        await screen.judgeInBoth(page, 'run', width);
        for (const label of ['Compare', 'Tick payments', 'Choose client', 'Decide', 'Confirm']) {
          await page.getByRole('button', { name: `${label}: ` }).click();
          await page.getByRole('button', { name: 'Save the decision' }).waitFor();
          await screen.judgeInBoth(page, `decide-${label}`, width);
          await page.keyboard.press('Escape');
          await page.getByRole('dialog').waitFor({ state: 'detached' });
        }
      });
    },
    120_000,
  );

  test('sends each file by itself, and goes on with the missing ones after trouble', async () => {
    let isBroken = true;
    api.set('putImportFile', ({ params }) => {
      if (isBroken && params['name'] === 'b & ö.csv') throw new Refused('UNAVAILABLE');
      return aFile({ name: params['name'] ?? '' });
    });
    await screen.open(
      { width: 1440, scheme: 'light', path: '/import' },
      async (page) => {
        await choose(page, ['a.csv', 'b & ö.csv', 'c.csv']);
        await page.getByLabel('As of').fill('2026-11-25T08:30');
        await page.getByRole('button', { name: 'Import 3 files' }).click();
        await page.getByRole('alert').getByText('b & ö.csv was not sent.').waitFor();
        isBroken = false;
        await page.getByRole('button', { name: 'Try again' }).click();
        await page.waitForURL(`**${RUN}`);
        const sent = api.asked.filter(({ id }) => id === 'putImportFile');
        expect(sent.map(({ params }) => params['name'])).toEqual([
          'a.csv',
          'b & ö.csv',
          'b & ö.csv',
          'c.csv',
        ]);
        expect(sent.map(({ body }) => String(body)).at(-1)).toBe('c.csv');
        const opened = api.asked.filter(({ id }) => id === 'openImport');
        expect(opened.map(({ body }) => body)).toEqual([
          {
            source: 'QuickBooks',
            asOf: '2026-11-25T14:30:00.000Z',
            isComplete: false,
            scope: 'named',
            reading: {},
          },
        ]);
        expect(api.asked.filter(({ id }) => id === 'startImport')).toHaveLength(1);
      },
      /503/,
    );
  }, 60_000);

  test('moves on by itself while it runs', async () => {
    given = anImport({ state: 'applying' });
    await screen.open({ width: 1440, scheme: 'light', path: RUN }, async (page) => {
      const bar = page.getByRole('progressbar');
      await bar.waitFor();
      expect(await bar.getAttribute('aria-valuenow')).toBe('1012');
      given = anImport({ state: 'done', counts: { ...given.counts, left: 0 } });
      api.tell('invoice');
      await page.locator('[role=progressbar][aria-valuenow="1284"]').waitFor();
    });
  }, 60_000);

  test('decides a rise only with a cause, and payments inside one by one', async () => {
    await screen.open({ width: 1440, scheme: 'light', path: RUN }, async (page) => {
      await page.getByRole('button', { name: 'Confirm: INV-1057' }).press('Enter');
      const save = page.getByRole('button', { name: 'Save the decision' });
      expect(await save.isDisabled()).toBe(true);
      await page.getByRole('radio', { name: /A payment came back/ }).check();
      await save.click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      expect(await decided()).toEqual({
        decisions: [{ kind: 'rise', position: 57, cause: 'returned' }],
      });

      api.asked.length = 0;
      await page.getByRole('button', { name: 'Tick payments: INV-1060' }).click();
      const unpaid = page.getByRole('dialog').getByText('Unpaid', { exact: true }).locator('..');
      expect(await unpaid.textContent()).toBe('Unpaid200.00');
      await page.getByRole('checkbox', { name: /P-10411/ }).check();
      expect(await unpaid.textContent()).toBe('Unpaid600.00');
      await save.click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      expect(await decided()).toEqual({
        decisions: [{ kind: 'inside', position: 60, paymentId: uuid(311), isInside: true }],
      });
    });
  }, 60_000);

  test('decides what is missing together, all with the same answer', async () => {
    const another = { position: 1291, number: 'INV-2291' };
    rows = [...ROWS, ...ROWS.slice(-1).map((missing) => ({ ...missing, ...another }))];
    await screen.open({ width: 1440, scheme: 'light', path: RUN }, async (page) => {
      await page.getByRole('checkbox', { name: 'Select all that can be chosen' }).check();
      await page.getByRole('button', { name: 'Decide together' }).click();
      await page.getByRole('radio', { name: /It was paid elsewhere/ }).check();
      await page.getByRole('button', { name: 'Decide 2 invoices' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      expect(await decided()).toEqual({
        decisions: [
          { kind: 'missing', position: 1290, choice: 'paidElsewhere' },
          { kind: 'missing', position: 1291, choice: 'paidElsewhere' },
        ],
      });
    });
  }, 60_000);

  test('takes nobody for the buyer while another client is searched for', async () => {
    let answer = () => {};
    const found = new Promise<void>((resolve) => {
      answer = resolve;
    });
    api.set('listOrganizations', async () => {
      await found;
      return {
        items: [],
        nextCursor: null,
        counts: { all: 0, pastDue: 0, uncovered: 0, nothingPlanned: 0 },
        totals: [],
      };
    });
    await screen.open({ width: 1440, scheme: 'light', path: RUN }, async (page) => {
      await page.getByRole('button', { name: /^Choose client: / }).click();
      const save = page.getByRole('button', { name: 'Save the decision' });
      await page.getByRole('radio', { name: /Tallgrass Credit Union/ }).check();
      expect(await save.isEnabled()).toBe(true);
      await page.getByRole('radio', { name: /Another client/ }).check();
      expect(await save.isDisabled()).toBe(true);
      await page.getByRole('combobox', { name: 'Client' }).fill('Prairie');
      await page.getByText('Being searched').waitFor();
      answer();
      await page.getByText('No client matches').waitFor();
      expect(await save.isDisabled()).toBe(true);
    });
  }, 60_000);

  test('Enter in the same frame as a key that came to a row opens that row', async () => {
    await screen.open({ width: 1440, scheme: 'light', path: '/import' }, async (page) => {
      await page.getByText('2 files').waitFor();
      await page.keyboard.press('j');
      await page.locator('tr:focus').waitFor();
      await page.keyboard.press('j');
      await page.locator('tr:focus', { hasText: '2 files' }).waitFor();
      await page.evaluate(async () => {
        (document.activeElement as HTMLElement).blur();
        for (const key of ['k', 'Enter']) {
          const options = { key, bubbles: true, cancelable: true };
          document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', options));
          await Promise.resolve();
        }
      });
      await page.waitForURL(`**${RUN}`);
    });
  }, 60_000);

  test('opens an earlier import with the keys of a list', async () => {
    await screen.open({ width: 1440, scheme: 'light', path: '/import' }, async (page) => {
      await page.getByText('2 files').waitFor();
      for (const key of ['j', 'Enter']) await page.keyboard.press(key);
      await page.waitForURL(`**${RUN}`);
    });
  }, 60_000);

  test('asks what a file does not prove, and takes no answer for granted', async () => {
    const choice = (value: string, meaning: string) => ({
      value,
      line: 4,
      column: 'Balance',
      text: '1.000',
      meaning,
    });
    const choices = [choice('point', '1.00'), choice('comma', '1,000.00')];
    const questions = [
      { about: 'numberForm' as const, because: 'unproven' as const, choices },
      { about: 'asOf' as const, because: 'missing' as const, choices: [] },
    ];
    given = anImport({ state: 'question', rows: 0, asOf: null, files: [aFile({ questions })] });
    const view = { width: 1440, scheme: 'light' } as const;
    await screen.open({ ...view, path: RUN }, async (page) => {
      const read = page.getByRole('button', { name: 'Read it this way' });
      await read.waitFor();
      await page.screenshot({ path: screen.picture('question', view), fullPage: true });
      expect(await violations(page)).toEqual([]);
      await page.getByRole('radio', { name: /decimal comma/ }).check();
      expect(await read.isDisabled()).toBe(true);
      await page.getByLabel('As of').fill('2026-11-25T00:00');
      await read.click();
      expect(await decided()).toEqual({
        decisions: [
          {
            kind: 'reading',
            file: 'open-invoices-nov-25.csv',
            reading: { numberForm: 'comma' },
          },
          { kind: 'asOf', asOf: '2026-11-25T06:00:00.000Z' },
        ],
      });
    });
  }, 60_000);

  test('asks which column is which above the first rows, and for a currency no column says', async () => {
    const table = {
      line: 2,
      titles: ['Debtor', 'Voucher', 'Of', 'Left to pay', ''],
      rows: [{ line: 3, cells: ['Halvorsen Ltd', '0017', '13.11.2026', '1.234,50', ''] }],
    };
    const questions = [
      { about: 'columns' as const, because: 'missing' as const, choices: [], table },
      { about: 'currency' as const, because: 'missing' as const, choices: [] },
      { about: 'total' as const, because: 'missing' as const, choices: [] },
    ];
    given = anImport({ state: 'question', rows: 0, asOf: null, files: [aFile({ questions })] });
    const views = [
      { width: 1440, scheme: 'light' },
      { width: 360, scheme: 'dark' },
    ] as const;
    for (const view of views) {
      api.asked.length = 0;
      await screen.open({ ...view, path: RUN }, async (page) => {
        const read = page.getByRole('button', { name: 'Read it this way' });
        await page.getByText('Still needed: invoice number and balance.').waitFor();
        await page.getByLabel('Debtor is').selectOption('client');
        await page.getByLabel('Voucher is').selectOption('number');
        await page.getByLabel('Of is').selectOption('balance');
        // The balance moves to the column that is chosen for it last.
        await page.getByLabel('Left to pay is').selectOption('balance');
        await page.getByLabel('Of is').selectOption('issued');
        await page.getByLabel(/Which currency/).fill('eu');
        expect(await read.isDisabled()).toBe(true);
        await page.getByLabel(/Which currency/).fill('eur');
        expect(api.asked.some(({ id }) => id === 'previewImportFile')).toBe(false);
        await page.getByLabel('What is unpaid of it now').check();
        await page.getByText('1 invoice read, 1 row refused.').waitFor();
        await page.getByText('Refused: The date “32.11.2026” cannot be read.').waitFor();
        await page.screenshot({ path: screen.picture('columns', view), fullPage: true });
        expect(await violations(page)).toEqual([]);
        const previewed = api.asked.findLast(({ id }) => id === 'previewImportFile');
        await read.click();
        const { reading } = ((await decided()) as Deciding).decisions[0];
        expect(previewed?.body).toEqual({ reading });
        expect(await decided()).toEqual({
          decisions: [
            {
              kind: 'reading',
              file: 'open-invoices-nov-25.csv',
              reading: {
                columns: {
                  client: 'Debtor',
                  number: 'Voucher',
                  balance: 'Left to pay',
                  issued: 'Of',
                },
                currency: 'EUR',
                total: 'balance',
              },
            },
          ],
        });
      });
    }
  }, 60_000);
});
