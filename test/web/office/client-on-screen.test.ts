/**
 * Goal: methods and contacts of a client are kept without anything left dangling: removing a method
 * names what is planned on it, an address that bounced says so. Method: the built page on a stand-in
 * that answers by the contracts. Pictures are left in `test/.output/client`.
 */
import type { Contact, ContactProfile } from '../../../contracts/contacts';
import type { PaymentMethod } from '../../../contracts/payment-methods';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../../support/browser';
import { type Screen, startScreen, staffPage } from '../on-screen';
import { SESSION, usd, uuid } from './figures';
import { Refused, StandIn } from './stand-in';

const CLIENT = uuid(100);

/** In the place of the gateway's form: it has made a token as soon as its button is pressed. */
const TOKEN = { source: 'sandbox-form', type: 'token', token: 't1', brand: 'Visa', lastFour: '1' };
const FORM = `<button onclick='parent.postMessage(${JSON.stringify(TOKEN)}, "*")'>Save card</button>`;

const aMethod = (last: number, given: Partial<PaymentMethod>): PaymentMethod => ({
  id: uuid(last),
  version: 2,
  kind: 'card',
  brand: 'Visa',
  lastFour: '4242',
  friendlyName: 'Front office card',
  expiresIn: '2028-04',
  isDefault: false,
  status: 'usable',
  readAt: '2026-11-25T14:30:00Z',
  planned: [],
  rules: [],
  ...given,
});

const METHODS: readonly PaymentMethod[] = [
  aMethod(1, { isDefault: true }),
  aMethod(2, {
    brand: 'Mastercard',
    lastFour: '0914',
    friendlyName: null,
    expiresIn: '2026-12',
    planned: [
      {
        payment: { id: uuid(301), number: 'P-10301' },
        runOn: '2026-12-04',
        amount: usd(1_000_00),
      },
      { payment: { id: uuid(302), number: 'P-10302' }, runOn: null, amount: usd(644_60) },
    ],
    rules: [{ id: uuid(501), name: 'Monthly services' }],
  }),
  aMethod(3, {
    kind: 'bankDebit',
    brand: 'First Sandbox Bank',
    lastFour: '6789',
    friendlyName: 'Operating account of the regional clinics',
    expiresIn: null,
    status: 'switchedOff',
  }),
];

const PROFILES: readonly ContactProfile[] = [
  {
    id: uuid(1),
    version: 1,
    name: 'Billing admin',
    rights: ['receiveReceipts', 'viewInvoices', 'pay'],
    receiptMinimum: null,
    contacts: 2,
  },
  { id: uuid(2), version: 1, name: 'Technician', rights: [], receiptMinimum: null, contacts: 1 },
];

const aContact = (last: number, given: Partial<Contact>): Contact => ({
  id: uuid(last),
  version: 1,
  name: 'Priya Raman',
  email: 'priya@northwind.example',
  phone: null,
  profile: { id: uuid(1), name: 'Billing admin' },
  receivesReceipts: true,
  bouncedAt: null,
  bounceReason: null,
  ...given,
});

const CONTACTS: readonly Contact[] = [
  aContact(1, { phone: '+1 312 555 0143' }),
  aContact(2, {
    name: 'Konstantinos Papadimitriou-Wolfeschlegelstein',
    email: 'accounts.payable.department@northwind-dental-group-of-illinois.example',
    bouncedAt: '2026-11-20T15:00:00Z',
    bounceReason: "The recipient's mail server knows no such mailbox.",
  }),
  aContact(3, {
    name: 'Theo Lindqvist',
    email: null,
    profile: { id: uuid(2), name: 'Technician' },
    receivesReceipts: false,
  }),
];

const TOTALS = {
  currency: 'USD',
  openInvoices: 12,
  total: usd(14_000_00),
  balance: usd(13_465_84),
  headroom: usd(13_465_84),
  pastDue: usd(2_757_25),
  pastDueInvoices: 3,
  autopayForecast: usd(0),
  uncovered: usd(8_578_24),
};

const HARBOR = uuid(2042);

const organization = (id = CLIENT) => ({
  id,
  name: id === CLIENT ? 'Northwind Dental Group' : 'Northwind Dental Grp.',
  customerNumber: '2041',
  city: 'Chicago, IL',
  terms: 'net 30',
  aliases: [],
  totals: [TOTALS],
  oldest: null,
  unapplied: [],
  defaultMethod: null,
  source: null,
  counts: { openInvoices: 12, payments: 4, autopayRules: 0, methods: 3, contacts: 3 },
});

const MERGE = {
  fingerprint: 'as seen',
  from: { id: CLIENT, name: 'Northwind Dental Group' },
  into: { id: HARBOR, name: 'Northwind Dental Grp.' },
  invoices: 12,
  payments: 4,
  toReview: 1,
  methods: 3,
  contacts: 3,
  aliases: ['Northwind Dental Group'],
  rules: 2,
  unapplied: [usd(150_00)],
  sameNumbers: [],
};

describeInBrowser('methods and contacts on a screen', () => {
  let screen: Screen;
  let session = SESSION;
  let methods = METHODS;
  let meanwhile = () => {};
  let merge: object = MERGE;
  const api = new StandIn({
    readSession: () => session,
    readOrganization: ({ params }) => organization(params['id']),
    listOrganizations: () => ({
      items: [CLIENT, HARBOR].map((id) => {
        const { name, customerNumber, city, totals } = organization(id);
        return { id, name, customerNumber, city, totals, oldestDueOn: null, nextPlanned: null };
      }),
      nextCursor: null,
      counts: { all: 2, pastDue: 0, uncovered: 0, nothingPlanned: 0 },
      totals: [],
    }),
    previewMerge: () => merge,
    mergeOrganization: () => organization(HARBOR),
    listPaymentMethods: () => ({ items: methods }),
    listContacts: () => ({ items: CONTACTS }),
    listContactProfiles: () => ({ items: PROFILES }),
    changePaymentMethod: () => METHODS[1],
    removePaymentMethod: ({ query }) => {
      meanwhile();
      const isAsked = query.get('confirmed') === 'true';
      if (!isAsked && methods[1]?.planned.length) throw new Refused('METHOD_HAS_PLANS');
      return null;
    },
    addContact: () => CONTACTS[0],
    changeContact: () => CONTACTS[0],
    removeContact: () => null,
  });

  beforeAll(async () => {
    screen = await startScreen('client', staffPage(), api.answer);
  }, 120_000);
  afterAll(() => screen?.stop());
  beforeEach(() => {
    session = SESSION;
    methods = METHODS;
    meanwhile = () => {};
    merge = MERGE;
    api.asked.length = 0;
  });

  const askedOf = (id: string) => api.asked.filter((asked) => asked.id === id);

  test.each([1440, 360])(
    'shows both, at %i px in both schemes',
    async (width) => {
      const view = { width, scheme: 'light' } as const;
      await screen.open({ ...view, path: `/organizations/${CLIENT}/methods` }, async (page) => {
        await page.getByText('Expires soon').waitFor();
        await page
          .getByText('2 payments are planned on it: 1,644.60 USD. 1 autopay rule pays with it.')
          .waitFor();
        await screen.judgeInBoth(page, 'methods', width);
        await page.getByRole('button', { name: 'More about Mastercard ··0914' }).press('Enter');
        await page.getByRole('menuitem', { name: 'Remove' }).click();
        await page.getByRole('link', { name: 'P-10302' }).waitFor();
        await page.getByRole('dialog').getByText('Monthly services').waitFor();
        await screen.judgeInBoth(page, 'remove', width);
      });
      await screen.open({ ...view, path: `/organizations/${CLIENT}/contacts` }, async (page) => {
        await page.getByText('1 of 3 gets receipts.').waitFor();
        await screen.judgeInBoth(page, 'contacts', width);
        await page.getByRole('button', { name: /Change Konstantinos/ }).click();
        await page.getByText('To another one it is.').waitFor();
        await screen.judgeInBoth(page, 'contact', width);
      });
    },
    60_000,
  );

  test('removes a method only with the plans that were in view', async () => {
    const view = {
      width: 1440,
      scheme: 'light',
      path: `/organizations/${CLIENT}/methods`,
    } as const;
    const planned = METHODS[1]?.planned ?? [];
    await screen.open(
      view,
      async (page) => {
        methods = METHODS.map((method) => ({ ...method, planned: [], rules: [] }));
        api.tell('method');
        // A colleague plans a payment on it just before the request arrives.
        meanwhile = () => {
          methods = METHODS;
        };
        await page.getByText('Nothing is planned on it.').nth(1).waitFor();
        await page.getByRole('button', { name: 'More about Mastercard ··0914' }).click();
        await page.getByRole('menuitem', { name: 'Remove' }).click();
        const dialog = page.getByRole('dialog');
        await dialog.getByRole('button', { name: 'Remove Mastercard ··0914' }).click();
        await dialog.getByRole('alert').getByText('is still there').waitFor();
        await dialog.getByText(`On it now: ${planned[0]?.payment.number}.`).waitFor();
        await dialog.getByRole('button', { name: 'Go on from here' }).click();
        await dialog.getByRole('link', { name: planned[0]?.payment.number ?? '' }).waitFor();
        await dialog.getByRole('button', { name: 'Remove it, review 2 payments' }).click();
        await dialog.waitFor({ state: 'detached' });
        expect(askedOf('removePaymentMethod').map(({ query }) => query.get('confirmed'))).toEqual([
          'false',
          'true',
        ]);
      },
      /409/,
    );
  }, 60_000);

  test('makes another method the default, from the version in view', async () => {
    const view = {
      width: 1440,
      scheme: 'light',
      path: `/organizations/${CLIENT}/methods`,
    } as const;
    await screen.open(view, async (page) => {
      const make = page.getByRole('button', { name: /Make .* the default/ });
      await make.first().waitFor();
      // Neither the default itself nor one that is switched off.
      expect(await make.count()).toBe(1);
      await make.click();
      await page.getByText('Mastercard ··0914 is the default now').waitFor();
      expect(askedOf('changePaymentMethod').map(({ body }) => body)).toEqual([
        { version: 2, isDefault: true },
      ]);
    });
  }, 60_000);

  test('a method that was not saved is saved again as the form says by then', async () => {
    const path = `/organizations/${CLIENT}/methods`;
    api.set('addPaymentMethod', () => {
      throw new Refused('UNAVAILABLE');
    });
    await screen.open(
      { width: 1440, scheme: 'light', path },
      async (page) => {
        const { origin } = new URL(page.url());
        const tokenizationUrl = `${origin}/form.html`;
        session = {
          ...SESSION,
          gateway: { ...SESSION.gateway, tokenizationUrl, tokenizationOrigin: origin },
        };
        await page.route(/form[.]html/, (route) =>
          route.fulfill({ contentType: 'text/html', body: FORM }),
        );
        await page.reload();
        await page.getByRole('button', { name: 'Add a method' }).click();
        await page.getByLabel('Name for it').fill('Front ofice');
        await page.frameLocator('iframe').getByRole('button', { name: 'Save card' }).click();
        await page.getByText('The method is not saved.').waitFor();
        api.set('addPaymentMethod', () => METHODS[0]);
        await page.getByLabel('Name for it').fill('Front office');
        await page.getByLabel('Default of this client').check();
        await page.getByRole('button', { name: 'Save it again' }).click();
        await page.getByRole('dialog').waitFor({ state: 'detached' });
        await page.unrouteAll();
      },
      /503/,
    );
    expect(askedOf('addPaymentMethod').map(({ body }) => body)).toEqual([
      { token: 't1', friendlyName: 'Front ofice', isDefault: false },
      { token: 't1', friendlyName: 'Front office', isDefault: true },
    ]);
  }, 60_000);

  test('writes only what was changed of a contact', async () => {
    const path = `/organizations/${CLIENT}/contacts`;
    await screen.open({ width: 1440, scheme: 'light', path }, async (page) => {
      await page.getByRole('button', { name: /Change Konstantinos/ }).click();
      await page.getByLabel('E-mail').fill('ap@northwind.example');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      expect(askedOf('changeContact').map(({ body }) => body)).toEqual([
        { version: 1, email: 'ap@northwind.example' },
      ]);
      await page.getByRole('button', { name: 'Remove Priya Raman' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Remove Priya Raman' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      expect(askedOf('removeContact').map(({ query }) => query.get('version'))).toEqual(['1']);
    });
  }, 60_000);

  test('an address that mails came back from is taken into use again, or is changed', async () => {
    await screen.open(
      { width: 1440, scheme: 'light', path: `/organizations/${CLIENT}/contacts` },
      async (page) => {
        await page
          .getByText(/since .*: The recipient's mail server knows no such mailbox\./)
          .waitFor();
        const again = page.getByRole('checkbox', { name: 'Send mails to this address again' });
        const save = page.getByRole('button', { name: 'Save the contact' });
        await page.getByRole('button', { name: /Change Konstantinos/ }).click();
        await again.check();
        await save.click();
        await page.getByRole('dialog').waitFor({ state: 'detached' });
        await page.getByRole('button', { name: /Change Konstantinos/ }).click();
        await again.check();
        await page.getByLabel('E-mail').fill('kp@northwind.example');
        expect(await again.count()).toBe(0);
        await save.click();
        await page.getByRole('dialog').waitFor({ state: 'detached' });
        await page.getByRole('button', { name: 'Change Priya Raman' }).click();
        await save.waitFor();
        expect(await again.count()).toBe(0);
      },
    );
    expect(askedOf('changeContact').map(({ body }) => body)).toEqual([
      { version: 1, isReachable: true },
      { version: 1, email: 'kp@northwind.example' },
    ]);
  }, 60_000);

  test('tells what happened to a client, older on demand', async () => {
    const entry = (id: string, kind: string, after: object) => ({
      id,
      at: '2026-11-25T15:00:00Z',
      kind,
      by: { kind: 'user', name: 'Dana Whitfield' },
      payment: null,
      invoice: null,
      amount: null,
      reason: null,
      before: null,
      after,
    });
    api.set('listActivity', ({ query }) =>
      query.get('cursor') === null
        ? { items: [entry('9', 'contact.added', { name: 'Priya Raman' })], nextCursor: 'older' }
        : {
            items: [entry('3', 'method.added', { brand: 'Visa', lastFour: '4242' })],
            nextCursor: null,
          },
    );
    const view = { width: 1440, scheme: 'light' } as const;
    await screen.open({ ...view, path: `/organizations/${CLIENT}/activity` }, async (page) => {
      await page.getByText('Added the contact Priya Raman').waitFor();
      await page.getByRole('button', { name: 'Show older' }).click();
      await page.getByText('Added Visa ··4242').waitFor();
      await screen.judgeInBoth(page, 'activity', 1440);
    });
  }, 60_000);

  test('the old address of a merged client leads to the same tab of the other one', async () => {
    const old = uuid(3000);
    api.set('readOrganization', ({ params }) =>
      organization(params['id'] === old ? HARBOR : params['id']),
    );
    const view = { width: 1440, scheme: 'light' } as const;
    await screen.open({ ...view, path: `/organizations/${old}/contacts` }, async (page) => {
      await page.waitForURL(`**/organizations/${HARBOR}/contacts`);
      await page.getByText('1 of 3 gets receipts.').waitFor();
    });
  }, 60_000);

  test.each([1440, 360])(
    'merges two clients only after what moves was seen, at %i px in both schemes',
    async (width) => {
      const view = { width, scheme: 'light' } as const;
      const path = `/organizations/${CLIENT}/methods`;
      const choose = async (page: Page) => {
        await page.getByRole('button', { name: 'Merge into another client' }).click();
        const dialog = page.getByRole('dialog');
        expect(await dialog.getByRole('button', { name: 'Merge', exact: true }).isDisabled()).toBe(
          true,
        );
        await dialog.getByRole('combobox', { name: 'Client' }).fill('North');
        await page.getByRole('option', { name: 'Northwind Dental Grp.' }).click();
        return dialog;
      };
      merge = {
        ...MERGE,
        sameNumbers: [
          { from: { id: uuid(1), number: 'INV-7' }, into: { id: uuid(2), number: 'INV-7' } },
        ],
      };
      await screen.open({ ...view, path }, async (page) => {
        const dialog = await choose(page);
        await dialog.getByText('One number, two invoices').waitFor();
        expect(await dialog.getByRole('button', { name: /^Merge into/ }).isDisabled()).toBe(true);
      });
      merge = MERGE;
      await screen.open(
        { ...view, path },
        async (page) => {
          const dialog = await choose(page);
          await dialog.getByText('1 scheduled payment goes to review').waitFor();
          await screen.judgeInBoth(page, 'merge', width);
          await dialog.getByRole('button', { name: 'Merge into Northwind Dental Grp.' }).click();
          await page.waitForURL(`**/organizations/${HARBOR}`);
          expect(askedOf('mergeOrganization')).toMatchObject([
            { params: { id: CLIENT }, body: { intoId: HARBOR, fingerprint: 'as seen' } },
          ]);
        },
        /404/,
      );
    },
    60_000,
  );
});
