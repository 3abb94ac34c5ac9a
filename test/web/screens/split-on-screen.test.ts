/**
 * Goal: a clerk plans several payments with one confirm, knows what each takes and when, and no
 * refusal, lost answer or second click places one twice or hides what is placed. Method: the built
 * page on a stand-in that answers by the contracts. Pictures in `test/.output/split`.
 */
import type { Page } from 'playwright-core';
import type { PaymentPreview } from '../../../contracts/payment-preview';
import {
  PreviewPaymentBody,
  PreviewSplitBody,
  type PutPaymentBody,
} from '../../../contracts/payment-request';
import { SESSION, usd, uuid } from '../office/figures';
import { Refused, StandIn } from '../office/stand-in';
import { describeInBrowser, sidewaysPx, violations } from '../../support/browser';
import { type Screen, startScreen, staffPage } from '../on-screen';
import { INVOICES, NORTHWIND, ORGANIZATION, summaryOf } from './books';
import { PAYMENTS, PLANNED } from './payments';
import { METHODS, previewOf } from './placing';

const LIST = `/organizations/${NORTHWIND.id}`;
const [ONE, TWO] = [1042, 1051].map(uuid) as [string, string];
const REFUSALS = /status of (?:409|422|503)/;

describeInBrowser('splitting a schedule on a screen', () => {
  let screen: Screen;
  /** What others have planned of INV-1042 meanwhile. */
  let planned = 0;
  const placed = new Map<string, PutPaymentBody['lines']>();
  const puts: { id: string; body: PutPaymentBody }[] = [];
  let answerPut: (index: number) => void;

  /** Each part knows the parts before it, as the store does. */
  const splitPreviewOf = (body: PreviewSplitBody): { parts: PaymentPreview[] } => {
    const taken = new Map<string, number>([[ONE, planned]]);
    const take = (lines: PutPaymentBody['lines']) => {
      for (const { invoiceId, amountMinor } of lines) {
        taken.set(invoiceId, (taken.get(invoiceId) ?? 0) + amountMinor);
      }
    };
    for (const lines of placed.values()) take(lines);
    return {
      parts: body.parts.map(({ lines, runOn }) => {
        const { organizationId, methodId, currency } = body;
        const request = { organizationId, methodId, currency, lines, runOn };
        const alone = previewOf(PreviewPaymentBody.parse(request));
        const over = lines.find(({ invoiceId, amountMinor }) => {
          const row = INVOICES.find(({ id }) => id === invoiceId);
          const left = (row?.residual.amountMinor ?? 0) - (taken.get(invoiceId) ?? 0);
          return amountMinor > left;
        });
        const row = INVOICES.find(({ id }) => id === over?.invoiceId);
        if (row !== undefined) {
          const limit = usd(row.residual.amountMinor - (taken.get(row.id) ?? 0));
          const invoice = { id: row.id, number: row.number };
          const { plannedEntries } = row;
          const code = 'AMOUNT_EXCEEDS_UNPLANNED';
          const refusal = { code, invoice, limit, plannedEntries, earliest: null, latest: null };
          return { kind: 'refused', refusals: [refusal] } as PaymentPreview;
        }
        if (alone.kind === 'refused') return alone;
        take(lines);
        const invoices = alone.invoices.map((effect) => ({
          ...effect,
          plannedBefore: usd(planned),
          residualAfter: usd(
            (INVOICES.find(({ id }) => id === effect.invoice.id)?.residual.amountMinor ?? 0) -
              (taken.get(effect.invoice.id) ?? 0),
          ),
        }));
        return { ...alone, fingerprint: (planned === 0 ? 'a' : 'b').repeat(64), invoices };
      }),
    };
  };
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
      items: [
        ...PAYMENTS.slice(0, 1).map((row) => ({ ...row, id: puts[0]?.id ?? row.id })),
        ...PAYMENTS.slice(0, 1).map((row) => ({
          ...row,
          amount: usd(100_00),
          invoiceCount: 1,
          placedBy: 'Marcus Oyelaran',
        })),
      ],
      nextCursor: null,
      counts: { all: 1, scheduled: 0, inFlight: 0, settled: 1, failed: 0, needsReview: 0 },
    }),
    previewPayment: ({ body }) => previewOf(PreviewPaymentBody.parse(body)),
    previewSplit: ({ body }) => splitPreviewOf(PreviewSplitBody.parse(body)),
    putPayment: ({ params, body }) => {
      const id = params['id'] ?? '';
      const { lines, runOn } = body as PutPaymentBody;
      puts.push({ id, body: body as PutPaymentBody });
      answerPut(puts.length);
      placed.set(id, lines);
      return {
        id,
        version: 1,
        number: `P-${10_500 + [...placed.keys()].indexOf(id)}`,
        kind: 'scheduled',
        state: 'scheduled',
        amount: usd(lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0)),
        runOn,
        runAt: `${runOn}T15:00:00Z`,
      };
    },
  });

  beforeAll(async () => {
    screen = await startScreen('split', staffPage(), api.answer);
  }, 120_000);

  afterAll(() => screen?.stop());

  beforeEach(() => {
    planned = 0;
    placed.clear();
    puts.length = 0;
    answerPut = () => undefined;
  });

  const at = (...ids: string[]) =>
    ({
      width: 1440,
      scheme: 'light',
      path: `${LIST}?pay=${ids.join(',')}&mode=schedule`,
    }) as const;
  const press = (page: Page, name: string | RegExp) =>
    page.getByRole('button', { name }).last().click();
  const amount = (page: Page, position: number, number = 'INV-1042') =>
    page.getByRole('textbox', { name: `Amount on ${number}, payment ${position}, USD` });
  const dateOf = (page: Page, position: number) =>
    page.getByRole('button', { name: `Date of payment ${position}` });
  const choose = async (page: Page, count: number) => {
    await page.getByRole('combobox', { name: 'Split into' }).click();
    await page.getByRole('option', { name: `${count} payments`, exact: true }).click();
  };
  const split = async (page: Page, count: number) => {
    await press(page, 'Split into…');
    if (count !== 2) await choose(page, count);
  };
  const toConfirm = async (page: Page, count = 3) => {
    await split(page, count);
    await press(page, 'Review schedule');
    await press(page, 'Continue to confirm');
  };
  const amounts = () => puts.map(({ body }) => body.lines.map(({ amountMinor }) => amountMinor));

  const steps: Readonly<Record<string, (page: Page) => Promise<void>>> = {
    details: async (page) => {
      await split(page, 3);
      await press(page, /^Amounts of payment 1/);
      await amount(page, 1).fill('800');
      await page
        .getByText(/^At most 30.00: the payments before it take 800.00/)
        .first()
        .waitFor();
    },
    summary: async (page) => {
      await split(page, 3);
      await press(page, 'Review schedule');
      await page.getByText('What this changes').waitFor();
    },
    stopped: async (page) => {
      answerPut = (index) => {
        if (index === 2) throw new Refused('UNAVAILABLE');
      };
      await toConfirm(page);
      await press(page, /^Schedule 3 payments/);
      await page.getByText('No clear answer from Headroom about payment 2.').waitFor();
    },
    changed: async (page) => {
      answerPut = (index) => {
        if (index !== 2) return;
        planned = 100_00;
        throw new Refused('PLAN_CHANGED');
      };
      await split(page, 3);
      await amount(page, 3).fill('100');
      await press(page, 'Review schedule');
      await press(page, 'Continue to confirm');
      await press(page, /^Schedule 3 payments/);
      await page.getByText(/Marcus Oyelaran confirmed 100.00 on INV-1042/).waitFor();
    },
    placed: async (page) => {
      await toConfirm(page);
      await press(page, /^Schedule 3 payments/);
      await page.getByText(/^3 payments are scheduled/).waitFor();
    },
  };
  const cases = Object.keys(steps).flatMap((name) => [
    [name, 1440, 'light'] as const,
    [name, 360, 'dark'] as const,
  ]);
  test.each(cases)(
    'shows %s at %i px, %s, and breaks no rule',
    async (name, width, scheme) => {
      const ids = name === 'changed' ? [ONE] : [ONE, TWO];
      const view = { ...at(...ids), width, scheme };
      await screen.open(
        view,
        async (page) => {
          await page.getByRole('button', { name: 'Split into…' }).waitFor();
          await steps[name]?.(page);
          await page.evaluate('document.fonts.ready');
          await page.screenshot({ path: screen.picture(name, view) });
          expect(await sidewaysPx(page)).toBeLessThanOrEqual(0);
          const isCut =
            'Array.from(document.querySelectorAll("form table")).some((each) => each.scrollWidth > each.parentElement.clientWidth)';
          expect(await page.evaluate(isCut)).toBe(false);
          expect(await violations(page)).toEqual([]);
        },
        REFUSALS,
      );
    },
    60_000,
  );

  test('counts the dates from the first one and lays odd cents into the first parts', async () => {
    await screen.open(at(ONE), async (page) => {
      await page.getByRole('textbox', { name: 'Amount on INV-1042, USD' }).fill('100.00');
      await split(page, 3);
      expect(await amount(page, 1).inputValue()).toBe('33.34');
      expect(await amount(page, 3).inputValue()).toBe('33.33');
      await press(page, 'Month end');
      await page.getByText('Mon, Nov 30, 2026').first().waitFor();
      expect(await dateOf(page, 2).textContent()).toBe('Wed, Dec 30, 2026');
      await choose(page, 4);
      expect(await amount(page, 4).inputValue()).toBe('25.00');
      expect(await dateOf(page, 4).textContent()).toBe('Sun, Feb 28, 2027');
    });
  }, 60_000);

  test('places each part under an id of its own, with the amounts and dates a person set', async () => {
    await screen.open(at(ONE), async (page) => {
      await split(page, 3);
      await amount(page, 1).fill('200');
      await page.getByText(/^76.67 USD of the amounts above is in none/).waitFor();
      await press(page, 'Add it to the last one');
      expect(await amount(page, 3).inputValue()).toBe('353.33');
      await dateOf(page, 2).click();
      await page.getByRole('button', { name: /^29 December 2026/ }).click();
      await press(page, 'Review schedule');
      await press(page, 'Continue to confirm');
      await page.getByRole('button', { name: 'Schedule 3 payments, 830.00' }).dblclick();
      await page.getByText('3 payments are scheduled, 830.00 USD in all').waitFor();
      expect(amounts()).toEqual([[200_00], [276_67], [353_33]]);
      expect(puts.map(({ body }) => body.runOn)).toEqual([
        '2026-11-27',
        '2026-12-29',
        '2027-01-27',
      ]);
      expect(new Set(puts.map(({ id }) => id)).size).toBe(3);
    });
  }, 60_000);

  test('does not go on over a mistyped address, and each part is placed with one that can be read', async () => {
    await screen.open(at(ONE), async (page) => {
      await split(page, 2);
      await press(page, 'Review schedule');
      const address = page.getByLabel('Add another address');
      const goOn = page.getByRole('button', { name: 'Continue to confirm' });
      await address.fill('cfo@northwind');
      expect(await goOn.isDisabled()).toBe(true);
      await page.getByText('The typed address cannot be added yet').waitFor();
      await address.fill('cfo@northwind.example');
      await goOn.click();
      await press(page, /^Schedule 2 payments/);
      await page.getByText(/^2 payments are scheduled/).waitFor();
      expect(puts.map(({ body }) => body.extraRecipients)).toEqual([
        ['cfo@northwind.example'],
        ['cfo@northwind.example'],
      ]);
    });
  }, 60_000);

  test('tells after a reload of every part that it is placed, and offers none again', async () => {
    api.set('readPayment', ({ params: { id } }) => ({ ...PLANNED, id }));
    await screen.open(at(ONE), async (page) => {
      await steps['placed']?.(page);
      await page.reload();
      await page.getByText('3 payments were placed').waitFor();
      expect(await page.getByText('Placed for Fri, Dec 4, 2026').count()).toBe(3);
      await screen.judge(page, 'reloaded', at(ONE));
      await press(page, 'Done');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      expect(puts).toHaveLength(3);
    });
  }, 60_000);

  test('says which part is not known, and sends it again under its id before the rest', async () => {
    await screen.open(
      at(ONE),
      async (page) => {
        await steps['stopped']?.(page);
        await page
          .getByText(
            'P-10500 is placed and stays. Payment 2 may or may not be placed. Send it again: it is the same payment, so it is never placed twice. Payment 3 is not placed.',
          )
          .waitFor();
        expect(await page.getByRole('button', { name: 'Back' }).count()).toBe(0);
        await press(page, 'Send it again');
        await page.getByText(/^3 payments are scheduled/).waitFor();
        expect(puts).toHaveLength(4);
        expect(puts[2]).toEqual(puts[1]);
        expect(new Set(puts.map(({ id }) => id)).size).toBe(3);
      },
      REFUSALS,
    );
  }, 60_000);

  test('goes on with the rest once somebody else changed the plan between two parts', async () => {
    await screen.open(
      at(ONE),
      async (page) => {
        await steps['changed']?.(page);
        await page.getByText(/P-10500 is placed and stays. Your amounts still fit/).waitFor();
        await press(page, /^Go on with 376.67/);
        await press(page, 'Schedule 2 payments, 376.67');
        await page.getByText(/^3 payments are scheduled/).waitFor();
        expect(puts.map(({ body }) => body.fingerprint?.[0])).toEqual(['a', 'a', 'b', 'b']);
        expect(puts[2]?.id).toBe(puts[1]?.id);
      },
      REFUSALS,
    );
  }, 60_000);

  test('lets a person change what is not placed, and asks before the rest is lost', async () => {
    await screen.open(
      at(ONE),
      async (page) => {
        answerPut = (index) => {
          if (index === 2) throw new Refused('METHOD_UNUSABLE');
        };
        await toConfirm(page);
        await press(page, /^Schedule 3 payments/);
        await page.getByText('Payment 2 was not placed.').waitFor();
        await press(page, 'Back');
        await press(page, 'Back');
        await page.getByText('P-10500 is placed for').waitFor();
        expect(await amount(page, 1).count()).toBe(0);
        await page.keyboard.press('Escape');
        await page.getByText(/^P-10500 is placed and stays. The other payments/).waitFor();
        await press(page, 'Stay here');
        await page.getByText('Chase ··6789').click();
        await press(page, 'Review schedule');
        await press(page, 'Continue to confirm');
        await press(page, /^Schedule 2 payments/);
        await page.getByText(/^3 payments are scheduled/).waitFor();
        expect(puts.map(({ body }) => body.methodId)).toEqual([70, 70, 71, 71].map(uuid));
      },
      REFUSALS,
    );
  }, 60_000);
});
