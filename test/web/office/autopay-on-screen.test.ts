/**
 * Goal: a clerk makes, orders, switches and removes autopay rules and always knows what they would
 * take: nothing late is taken without a choice, a colleague's change is never written over unseen.
 * Method: the built page on a stand-in that answers by the contracts. Pictures are left in
 * `test/.output/autopay`.
 */
import type { Page } from 'playwright-core';
import type { AutopayRule } from '../../../contracts/autopay-rule';
import { describeInBrowser, sidewaysPx, violations } from '../../support/browser';
import { type Screen, startScreen, staffPage } from '../on-screen';
import { anInvoice, detailsOf } from '../screens/books';
import { DETAILS } from '../screens/payments';
import {
  aPreview,
  aRule,
  CLIENT,
  LATE,
  METHODS,
  ORGANIZATION,
  RAN,
  RULES,
  VERSIONS,
  WHY,
} from './autopay';
import { SESSION, uuid } from './figures';
import { Refused, StandIn } from './stand-in';

const SETTINGS = {
  name: 'Lakefront IT Services',
  legalLines: [],
  zone: 'America/Chicago',
  runTime: '09:00',
  locale: 'en-US',
  defaultCurrency: 'USD',
  mailFromName: 'Lakefront',
  mailReplyTo: null,
  autopayNoticeDays: 3,
  autopayWindowMinutes: 15,
  version: 1,
  mailFromAddress: 'billing@lakefront.example',
  gateway: { name: 'Sandbox', profile: 'card', minimum: null, maximum: null, returnsUntilDays: 60 },
  isSandbox: true,
};

type RuleBody = Readonly<{ criteria: readonly unknown[]; isEnabled?: boolean }>;

describeInBrowser('autopay rules on a screen', () => {
  let screen: Screen;
  let rules: readonly AutopayRule[] = RULES;
  let late: typeof LATE = [];
  /** Until then no order of rules is answered. */
  let answerable = Promise.resolve();
  /** What a colleague does after the page has asked for a change, and before it is made. */
  let meanwhile = () => {};
  const api = new StandIn({
    readSession: () => SESSION,
    readSettings: () => SETTINGS,
    readOrganization: () => ORGANIZATION,
    listPaymentMethods: () => ({ items: METHODS }),
    listAutopayRules: () => ({ items: rules }),
    previewAutopayRule: ({ body }) =>
      aPreview((body as Readonly<{ rule: RuleBody }>).rule.criteria.length, late),
    orderAutopayRules: async ({ body }) => {
      await answerable;
      const { ruleIds } = body as Readonly<{ ruleIds: readonly string[] }>;
      rules = ruleIds.map((id, index) => ({
        ...(rules.find((rule) => rule.id === id) as AutopayRule),
        position: index + 1,
      }));
      return { items: rules };
    },
    changeAutopayRule: ({ params, body }) => {
      meanwhile();
      meanwhile = () => {};
      const known = rules.find(({ id }) => id === params['id']) as AutopayRule;
      const {
        version,
        backlog: _,
        ...fields
      } = body as Partial<AutopayRule> & { backlog?: unknown };
      if (version !== known.version) throw new Refused('VERSION_CONFLICT');
      const changed = { ...known, ...fields, version: known.version + 1 };
      rules = rules.map((rule) => (rule.id === known.id ? changed : rule));
      return changed;
    },
    addAutopayRule: ({ body }) => {
      const { backlog: _, ...fields } = body as Partial<AutopayRule> & { backlog?: unknown };
      const added = aRule(505, fields);
      rules = [...rules, added];
      return added;
    },
    removeAutopayRule: ({ params }) => {
      rules = rules.filter(({ id }) => id !== params['id']);
      return null;
    },
  });

  beforeAll(async () => {
    screen = await startScreen('autopay', staffPage(), api.answer);
  }, 120_000);
  afterAll(() => screen?.stop());
  beforeEach(() => {
    rules = RULES;
    late = [];
    meanwhile = () => {};
    answerable = Promise.resolve();
    api.asked.length = 0;
  });

  const bodiesOf = (id: string) =>
    api.asked.filter((asked) => asked.id === id).map(({ body }) => body);
  const PATH = `/organizations/${CLIENT}/autopay`;
  const WIDE = { width: 1440, scheme: 'light', path: PATH } as const;
  const names = (page: Page) => page.locator('ol li a').allTextContents();

  test.each([1440, 360])(
    'shows the rules and what they do, at %i px in both schemes',
    async (width) => {
      const view = { width, scheme: 'light' } as const;
      late = LATE;
      await screen.open({ ...view, path: PATH }, async (page) => {
        await page.getByText('Forecast of all rules').waitFor();
        if (width === 1440) await page.getByText('6 of 12 open invoices').waitFor();
        await screen.judgeInBoth(page, 'rules', width);
        await page.getByRole('link', { name: 'Hardware under 1,000' }).click();
        await page.getByText('6 of 12 open invoices').waitFor();
        await page.getByRole('button', { name: 'Show the invoices' }).click();
        await screen.judgeInBoth(page, 'editor', width);
      });
    },
    60_000,
  );

  test('says what is matched while criteria are typed, and keeps the old answer meanwhile', async () => {
    await screen.open(WIDE, async (page) => {
      await page.getByText('6 of 12 open invoices, 2,373.10 USD').waitFor();
      await page.getByRole('button', { name: 'Criterion', exact: true }).click();
      // A criterion without a value is none: the last answer stays, and nothing can be saved.
      await page.getByText('A criterion has no value yet.').waitFor();
      expect(await page.getByRole('button', { name: 'Save rule' }).isDisabled()).toBe(true);
      await page.getByText('6 of 12 open invoices').waitFor();
      await page.getByLabel('Criterion 3, value').fill('Chicago');
      await page.getByText('1 of 12 open invoices, 830.00 USD').waitFor();
      const asked = bodiesOf('previewAutopayRule') as { rule: RuleBody }[];
      // Never with the unfinished one, and never letter by letter; a question may be asked again.
      const values = new Set(asked.map(({ rule }) => JSON.stringify(rule.criteria)));
      expect([...values].map((value) => (JSON.parse(value) as unknown[]).length)).toEqual([2, 3]);
      await page.getByRole('button', { name: 'Save rule' }).click();
      await page.getByText('Saved Monthly services').waitFor();
      expect(bodiesOf('changeAutopayRule')).toEqual([
        {
          version: 3,
          criteria: [
            ...(RULES[0]?.criteria ?? []),
            { field: 'agreement', operator: 'equals', value: 'Chicago' },
          ],
        },
      ]);
    });
  }, 60_000);

  test('keeps criteria apart over a look at another rule, and no unclear amount is left out', async () => {
    await screen.open(WIDE, async (page) => {
      const criterion = page.getByRole('button', { name: 'Criterion', exact: true });
      const value = (number: number) =>
        page.getByLabel(`Criterion ${number}, value`, { exact: true });
      await page.getByText('6 of 12 open invoices').waitFor();
      await criterion.click();
      await value(3).fill('Chicago');
      await page.getByRole('link', { name: 'Microsoft licenses' }).click();
      await page.getByRole('link', { name: 'Monthly services' }).click();
      await page.getByText('Unsaved').first().waitFor();
      await criterion.click();
      await value(4).fill('Evanston');
      expect(await value(3).inputValue()).toBe('Chicago');
      await page.getByRole('button', { name: 'Remove criterion 3' }).click();
      expect(await value(3).inputValue()).toBe('Evanston');

      await page.getByRole('combobox', { name: 'Criterion 3, field' }).click();
      await page.getByRole('option', { name: 'Invoice total', exact: true }).click();
      await page.getByRole('combobox', { name: 'Criterion 3, operator' }).click();
      await page.getByRole('option', { name: 'is one of', exact: true }).click();
      const amount = (number: number) => page.getByLabel(`Criterion 3, value ${number}, USD`);
      await page.getByLabel('Criterion 3, value, USD').fill('500.00');
      await amount(2).fill('1.500');
      await page.getByText('A criterion has no value yet.').waitFor();
      expect(await page.getByRole('button', { name: 'Save rule' }).isDisabled()).toBe(true);
      await amount(2).fill('1,500.00');
      await page.getByRole('button', { name: 'Save rule' }).click();
      await page.getByText('Saved Monthly services').waitFor();
      expect(bodiesOf('changeAutopayRule')).toMatchObject([
        { criteria: [{}, {}, { field: 'total', operator: 'in', value: [500_00, 1_500_00] }] },
      ]);
    });
  }, 60_000);

  test('takes what is late only when a person chose these invoices', async () => {
    late = LATE;
    await screen.open({ ...WIDE, path: `${PATH}?rule=new` }, async (page) => {
      await page.getByLabel('Name').fill('All of it');
      await page.getByText('The date of 2 open invoices has passed: 2,757.25 USD').waitFor();
      expect(await page.getByRole('radio', { name: /^Leave them/ }).isChecked()).toBe(true);
      await page.getByRole('radio', { name: /^Take 2 invoices/ }).check();
      await page.getByRole('button', { name: 'Save, take 2 invoices' }).waitFor();
      // One of them is paid meanwhile: what was agreed is not what is listed any more.
      late = LATE.slice(0, 1);
      api.tell('organization');
      await page.getByText('The date of 1 open invoice has passed').waitFor();
      expect(await page.getByRole('radio', { name: /^Leave it/ }).isChecked()).toBe(true);
      await page.getByRole('radio', { name: /^Take 1 invoice/ }).check();
      await page.getByRole('button', { name: 'Save, take 1 invoice' }).click();
      await page.getByText('Added All of it').waitFor();
      expect(bodiesOf('addAutopayRule')).toMatchObject([
        { name: 'All of it', backlog: { kind: 'take', invoiceIds: [LATE[0]?.invoice.id] } },
      ]);
    });
  }, 60_000);

  test('says what a rule takes before it is turned on, and turns it off at once', async () => {
    late = LATE;
    await screen.open(WIDE, async (page) => {
      await page.getByRole('switch', { name: 'Everything else is on' }).click({ force: true });
      const dialog = page.getByRole('dialog');
      await dialog.getByText('The date of 2 open invoices has passed').waitFor();
      await page.screenshot({ path: screen.picture('turn-on', WIDE) });
      expect(await violations(page)).toEqual([]);
      await dialog.getByRole('button', { name: 'Turn on', exact: true }).click();
      await dialog.waitFor({ state: 'detached' });
      await page.getByRole('switch', { name: 'Monthly services is on' }).click({ force: true });
      await page.getByText('Monthly services is off').waitFor();
      expect(bodiesOf('changeAutopayRule')).toEqual([
        { version: 3, isEnabled: true },
        { version: 3, isEnabled: false },
      ]);
    });
  }, 60_000);

  test('shows the last order a person put rules in, also while an earlier one is answered', async () => {
    await screen.open(WIDE, async (page) => {
      let answer = () => {};
      const hold = () => {
        answerable = new Promise((resolve) => {
          answer = resolve;
        });
      };
      const put = async (name: string, way: 'ArrowUp' | 'ArrowDown') => {
        await page.getByRole('button', { name }).press('Space');
        await page.keyboard.press(way);
        await page.keyboard.press('Space');
      };
      hold();
      await put('Move Everything else, 4 of 4', 'ArrowUp');
      await page.getByRole('button', { name: 'Move Everything else, 3 of 4' }).waitFor();
      await put('Move Monthly services, 1 of 4', 'ArrowDown');
      await page.getByRole('button', { name: 'Move Monthly services, 2 of 4' }).waitFor();
      await api.whenAsked('orderAutopayRules');
      api.asked.length = 0;
      const answerFirst = answer;
      hold();
      answerFirst();
      await api.whenAsked('orderAutopayRules');
      const wanted = [
        'Microsoft licenses',
        'Monthly services',
        'Everything else',
        'Hardware under 1,000',
      ];
      expect(await names(page)).toEqual(wanted);
      expect(await page.locator('ol li [class*=position]').allTextContents()).toEqual([
        '1',
        '2',
        '3',
        '4',
      ]);
      const answered = page.waitForResponse(/autopay-rules\/order$/);
      answer();
      await answered;
      expect(await names(page)).toEqual(wanted);
    });
  }, 60_000);

  test('puts rules in order by keyboard and by pointer, and back when it is refused', async () => {
    await screen.open(
      WIDE,
      async (page) => {
        const grip = page.getByRole('button', { name: 'Move Everything else, 4 of 4' });
        await grip.press('Space');
        await page.keyboard.press('ArrowUp');
        await page.keyboard.press('ArrowUp');
        await page.getByText('Everything else, 2 of 4.').waitFor();
        await page.keyboard.press('Escape');
        await page.getByText('Everything else is back, 4 of 4.').waitFor();
        expect(bodiesOf('orderAutopayRules')).toEqual([]);

        const answered = () => page.waitForResponse(/autopay-rules\/order$/);
        const byKeys = answered();
        await grip.press('Space');
        await page.keyboard.press('ArrowUp');
        await page.keyboard.press('Space');
        const moved = page.getByRole('button', { name: 'Move Everything else, 3 of 4' });
        await moved.waitFor();
        // The focus stays on what was moved, wherever it went.
        expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toBe(
          'Move Everything else, 3 of 4',
        );

        await byKeys;
        const byPointer = answered();
        const first = await page.getByRole('button', { name: /^Move Monthly/ }).boundingBox();
        const last = await page.getByRole('button', { name: /^Move Hardware/ }).boundingBox();
        await page.mouse.move((first?.x ?? 0) + 10, (first?.y ?? 0) + 10);
        await page.mouse.down();
        await page.mouse.move((last?.x ?? 0) + 10, (last?.y ?? 0) + 60, { steps: 8 });
        await page.mouse.up();
        await page.getByRole('button', { name: 'Move Monthly services, 4 of 4' }).waitFor();
        expect(await names(page)).toEqual([
          'Microsoft licenses',
          'Everything else',
          'Hardware under 1,000',
          'Monthly services',
        ]);

        await byPointer;
        api.set('orderAutopayRules', () => {
          throw new Refused('VERSION_CONFLICT');
        });
        await page.getByRole('button', { name: /^Move Monthly/ }).press('Space');
        await page.keyboard.press('ArrowUp');
        await page.keyboard.press('Space');
        await page.getByText('A rule came or went meanwhile.').waitFor();
        await page.getByRole('button', { name: 'Move Monthly services, 4 of 4' }).waitFor();
      },
      /409/,
    );
  }, 60_000);

  test('never writes over what a colleague changed without saying what that was', async () => {
    await screen.open(
      WIDE,
      async (page) => {
        await page.getByLabel('Name').fill('Monthly');
        await page.getByLabel('A person approves each payment').check();
        // A colleague moves it in the list: no reason to ask.
        rules = RULES.map((rule) => ({ ...rule, version: 4 }));
        const moved = page.waitForResponse(
          (response) => response.url().endsWith('/autopay-rules') && response.status() === 200,
        );
        api.tell('autopayRule');
        await moved;
        // Renames it and changes its day just before the request arrives.
        meanwhile = () => {
          rules = rules.map((rule) =>
            rule.id === uuid(501)
              ? {
                  ...rule,
                  version: 5,
                  name: 'Managed services',
                  timing: { kind: 'daysAfterDue', days: 2 },
                  changed: { at: '2026-11-25T16:40:00Z', by: 'Marcus Oyelaran' },
                }
              : rule,
          );
        };
        await page.getByRole('button', { name: 'Save rule' }).click();
        const note = page.getByRole('alert');
        await note
          .getByText('Marcus Oyelaran changed this rule at 10:40, while you did.')
          .waitFor();
        await note.getByText('It runs 2 days after the due date now.').waitFor();
        await note.getByText('You changed the name too.').waitFor();
        expect(await page.getByRole('button', { name: 'Save rule' }).isDisabled()).toBe(true);
        await page.screenshot({ path: screen.picture('changed', WIDE) });
        expect(await violations(page)).toEqual([]);
        await note.getByRole('button', { name: 'Keep mine' }).click();
        await page.getByRole('button', { name: 'Save rule' }).click();
        await page.getByText('Saved Monthly').waitFor();
        expect(bodiesOf('changeAutopayRule').at(-1)).toEqual({
          version: 5,
          name: 'Monthly',
          needsApproval: true,
        });
        expect(rules[0]?.timing).toEqual({ kind: 'daysAfterDue', days: 2 });
      },
      /409/,
    );
  }, 60_000);

  test('asks before a rule is removed, and before what was typed is lost', async () => {
    await screen.open(WIDE, async (page) => {
      await page.getByRole('link', { name: 'Microsoft licenses' }).click();
      await page.getByRole('combobox', { name: 'Limit by the total' }).click();
      await page.getByRole('option', { name: 'Skip invoices over' }).click();
      await page.getByRole('link', { name: 'Monthly services' }).click();
      // What was typed over one rule stays while another is looked at.
      await page.getByText('Unsaved').waitFor();
      await page.getByRole('link', { name: 'Payments', exact: true }).last().click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('What you typed over 1 rule is lost.').waitFor();
      await dialog.getByRole('button', { name: 'Stay here' }).click();
      await dialog.waitFor({ state: 'detached' });

      await page.getByRole('button', { name: 'Remove', exact: true }).click();
      await dialog.getByText('It would take 2,373.10 USD of 4 invoices.').waitFor();
      await dialog.getByRole('button', { name: 'Remove rule' }).click();
      await page.getByText('Removed Monthly services').waitFor();
      expect(await names(page)).toEqual([
        'Microsoft licenses',
        'Hardware under 1,000',
        'Everything else',
      ]);
      expect(api.asked.find(({ id }) => id === 'removeAutopayRule')?.query.get('version')).toBe(
        '3',
      );
    });
  }, 60_000);

  test('says why a rule pays an invoice and why the others do not, and opens it once more', async () => {
    const invoice = detailsOf(anInvoice({ number: 'INV-0987', balanceMinor: 4_800_00 }));
    let why = WHY;
    api.set('readInvoice', () => invoice);
    api.set('readInvoiceAutopay', () => why);
    api.set('changeInvoice', () => invoice);
    api.set('reopenAutopay', () => {
      why = { ...WHY, opening: 2 };
      return { opening: 2, notBefore: '2026-11-28', version: invoice.version + 1 };
    });
    const view = { ...WIDE, path: `/invoices/${invoice.id}` } as const;
    for (const one of [view, { ...view, width: 360, scheme: 'dark' } as const]) {
      why = WHY;
      await screen.open(
        one,
        async (page) => {
          await page.getByText('takes 1,000.00 USD on Tue, Dec 1').waitFor();
          await page.getByText('Matches too, and Monthly services comes first').waitFor();
          await page
            .getByText('Why not: asks that total is under 500.00; here it is 6,400.00')
            .waitFor();
          await page
            .getByText(
              'asks that invoice type is one of Hardware and Equipment; here nothing is said',
            )
            .waitFor();
          await page.screenshot({ path: screen.picture('why', one), fullPage: true });
          expect(await sidewaysPx(page)).toBeLessThanOrEqual(0);
          expect(await violations(page)).toEqual([]);
          if (one.width === 360) await page.getByRole('button', { name: 'More' }).click();
          await page
            .getByRole(one.width === 360 ? 'menuitem' : 'button', { name: 'Hold from autopay' })
            .click();
          await page.getByText('Autopay leaves').waitFor();
          // Its run is decided: only a person opens it again.
          why = { ...WHY, decided: RAN };
          api.tell('invoice');
          await page.getByText('Monthly services ran on Tue, Dec 1').waitFor();
          await page.getByText('P-10431 of 1,000.00 USD: Declined. No money moved.').waitFor();
          await page.screenshot({ path: screen.picture('decided', one), fullPage: true });
          expect(await violations(page)).toEqual([]);
          const suppressed = { outcome: 'suppressed', amount: null, payment: null } as const;
          why = { ...WHY, decided: { ...RAN, ...suppressed } };
          api.tell('invoice');
          await page.getByText('ran on Tue, Dec 1 and took nothing').waitFor();
          await page.getByText('A payment was scheduled on the invoice, and that').waitFor();
          await page.getByRole('button', { name: 'Open to autopay again' }).click();
          await page.getByLabel('Why').fill('The card was replaced');
          await page.getByRole('button', { name: 'Open again' }).click();
          await page.getByText('takes 1,000.00 USD on Tue, Dec 1').waitFor();
        },
        /404/,
      );
    }
    expect(bodiesOf('changeInvoice')[0]).toEqual({ version: invoice.version, autopayHold: true });
    expect(bodiesOf('reopenAutopay')[0]).toEqual({
      version: invoice.version,
      reason: 'The card was replaced',
    });
  }, 90_000);

  test('keeps every version in view, and a payment leads to the one it ran under', async () => {
    const { id, name } = ORGANIZATION;
    const autopay = { rule: RAN.rule, version: 2 };
    const payment = { ...DETAILS, organization: { id, name }, kind: 'autopay', autopay };
    api.set('readPayment', () => payment);
    api.set('listRuleVersions', () => ({ items: VERSIONS }));
    const ofPayment = `/payments/${DETAILS.id}`;
    for (const view of [WIDE, { width: 360, scheme: 'dark' }] as const) {
      await screen.open({ ...view, path: ofPayment }, async (page) => {
        await page.getByText('version 2').waitFor();
        await page.screenshot({ path: screen.picture('payment', view) });
        expect(await sidewaysPx(page)).toBeLessThanOrEqual(0);
        expect(await violations(page)).toEqual([]);
        await page.getByRole('link', { name: 'Monthly services' }).click();
        await page.waitForURL(/version=2/);
        const versions = page.getByRole('region', { name: 'Versions' });
        const marked = versions.locator('[aria-current]');
        await marked.getByText('Renamed from “Monthly” to “Monthly services”.').waitFor();
        await marked.getByText('Runs: 2 days before the due date.').waitFor();
        await marked.getByText('Pays with Chase ··6789.').waitFor();
        await marked.getByText('It made 1 payment.').waitFor();
        await versions.getByText('Moved from place 2 to 1.').waitFor();
        await versions.getByText('It takes 2 late invoices.').waitFor();
        expect((await marked.boundingBox())?.y).toBeLessThan(900);
        await page.screenshot({ path: screen.picture('versions', view) });
        expect(await sidewaysPx(page)).toBeLessThanOrEqual(0);
        expect(await violations(page)).toEqual([]);
      });
    }
    // The rule is removed since: its payments still lead to what it was.
    rules = RULES.slice(1);
    await screen.open({ ...WIDE, path: `${PATH}?rule=${uuid(501)}&version=1` }, async (page) => {
      await page.getByText('This rule was removed').waitFor();
      await page.getByText('Made: Agreement is Managed Services. On the due date').waitFor();
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await violations(page)).toEqual([]);
    });
  }, 90_000);

  test('lets someone who only reads look, and change nothing', async () => {
    api.set('readSession', () => ({ ...SESSION, user: { ...SESSION.user, role: 'viewer' } }));
    await screen.open(WIDE, async (page) => {
      await page.getByText('6 of 12 open invoices').waitFor();
      expect(await page.getByRole('button', { name: /^(Save|Move|Remove$)/ }).count()).toBe(0);
      expect(await page.getByLabel('Name').isDisabled()).toBe(true);
      expect(await violations(page)).toEqual([]);
    });
    api.set('readSession', () => SESSION);
  }, 60_000);
});
