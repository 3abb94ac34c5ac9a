/**
 * Goal: money that the books do not show yet is exported, marked and asked for, and money from outside
 * is recorded only after its effect was seen, once. Method: the built page on a stand-in that answers
 * by the contracts. Pictures are left in `test/.output/books`.
 */
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../../support/browser';
import { type Screen, startScreen, staffPage } from '../on-screen';
import { anInvoice, detailsOf, NORTHWIND, planned } from '../screens/books';
import { WHY } from './autopay';
import { SESSION, usd, uuid } from './figures';
import { anImport, IMPORT_ID, ROWS } from './imports';
import { Refused, StandIn } from './stand-in';

const ROW = anInvoice({
  number: 'INV-1067',
  balanceMinor: 1_480_00,
  plannedEntries: [planned(10_431, '2026-12-04', 900_00)],
});
const INVOICE = {
  ...detailsOf(ROW),
  unapplied: [usd(150_00)],
  source: { name: 'QuickBooks Online', readAt: '2026-11-24T16:38:00Z' },
};

const EXPORT = {
  id: uuid(900),
  exportedAt: '2026-11-23T16:02:00.000Z',
  exportedBy: 'Dana Whitfield',
  lines: 14,
  sums: [usd(5_310_00)],
};

const aLine = (last: number, given: object = {}) => ({
  payment: { id: uuid(last), number: `P-${last}` },
  invoice: { id: ROW.id, number: ROW.number },
  organization: NORTHWIND,
  amount: usd(640_00),
  settledOn: '2026-11-20',
  reference: 'ch_8K2m',
  method: 'Visa ··4242',
  export: null,
  entered: null,
  ...given,
});

const preview = (amountMinor: number, given: object = {}) => ({
  kind: 'possible' as const,
  fingerprint: `of ${amountMinor}`,
  invoice: { id: ROW.id, number: ROW.number },
  amount: usd(amountMinor),
  openBefore: usd(1_480_00),
  openAfter: usd(1_480_00 - amountMinor),
  headroomBefore: usd(1_480_00),
  headroomAfter: usd(1_480_00 - amountMinor),
  overageAfter: usd(0),
  adjustments: [
    {
      payment: { id: uuid(10_431), number: 'P-10431' },
      kind: 'scheduled' as const,
      state: 'scheduled' as const,
      runOn: '2026-12-04',
      placedBy: 'Dana Whitfield',
      invoice: { id: ROW.id, number: ROW.number },
      before: usd(900_00),
      after: usd(480_00),
    },
  ],
  emptied: [],
  untouched: [],
  readAt: '2026-11-24T16:38:00Z',
  ...given,
});

const recorded = (kind: 'receivedElsewhere' | 'creditApplied', amountMinor: number) => ({
  id: uuid(950),
  kind,
  invoice: { id: ROW.id, number: ROW.number },
  amount: usd(amountMinor),
  receivedOn: kind === 'receivedElsewhere' ? '2026-11-25' : null,
  reference: null,
  reason: null,
  recordedAt: '2026-11-25T16:42:00Z',
  recordedBy: 'Dana Whitfield',
});

const CONTACT = {
  id: uuid(41),
  version: 1,
  name: 'Priya Raman',
  email: 'priya@northwind.example',
  phone: null,
  profile: { id: uuid(1), name: 'Billing admin' },
  receivesReceipts: true,
  bouncedAt: null,
  bounceReason: null,
};
const CONTACTS = [
  CONTACT,
  {
    ...CONTACT,
    id: uuid(42),
    name: 'Kofi Mensah',
    email: 'kofi@northwind.example',
    bouncedAt: '2026-11-20T15:00:00Z',
  },
];
const MAIL = {
  id: uuid(43),
  kind: 'invoice',
  name: 'Priya Raman',
  address: 'priya@northwind.example',
  status: 'waiting',
  subject: null,
  writtenAt: '2026-11-25T16:42:00Z',
  sentAt: null,
  deliveredAt: null,
  nextTryAt: '2026-11-25T16:42:00Z',
  tries: 0,
  error: null,
};

const amountIn = (body: unknown) => (body as { amountMinor: number }).amountMinor;

describeInBrowser('money outside and inside the books, on a screen', () => {
  let screen: Screen;
  let seenChanges = 0;
  const api = new StandIn({
    readSession: () => SESSION,
    readInvoice: () => INVOICE,
    readInvoiceAutopay: () => WHY,
    listUnpostedLines: ({ query }) => ({
      items:
        query.get('view') === 'notExported'
          ? []
          : [aLine(10_411), aLine(10_412, { export: EXPORT_OF_LINE }), aLine(10_413)],
      nextCursor: null,
      counts: { toEnter: 3, notExported: 2, entered: 1 },
      sums: [usd(1_920_00)],
      exports: [EXPORT],
    }),
    exportUnpostedLines: () => EXPORT,
    markEntered: () => ({ lines: 14 }),
    readImport: () => anImport({ state: 'waiting' }),
    listImportRows: () => ({
      items: ROWS,
      nextCursor: null,
      counts: { needsYou: 5, changed: 2, all: ROWS.length },
    }),
    decideImportRows: () => anImport({ state: 'applying' }),
    previewExternalPayment: ({ body }) => preview(amountIn(body)),
    recordExternalPayment: ({ body }) => {
      seenChanges += 1;
      if (seenChanges === 1)
        throw new Refused('PLAN_CHANGED', { externalPreview: preview(500_00) });
      return recorded('receivedElsewhere', amountIn(body));
    },
    listUnapplied: () => ({
      items: [
        {
          id: uuid(970),
          kind: 'creditNote',
          documentNumber: 'CN-17',
          issuedOn: '2026-11-02',
          amount: usd(200_00),
          remaining: usd(150_00),
        },
      ],
    }),
    listContacts: () => ({ items: CONTACTS }),
    mailInvoice: () => ({ items: [MAIL] }),
    previewUnapplied: ({ body }) => preview(amountIn(body)),
    applyUnapplied: ({ body }) => recorded('creditApplied', amountIn(body)),
  });
  const EXPORT_OF_LINE = {
    id: EXPORT.id,
    exportedAt: EXPORT.exportedAt,
    exportedBy: EXPORT.exportedBy,
  };

  beforeAll(async () => {
    screen = await startScreen('books', staffPage(), (request, response) => {
      if (request.url?.includes('/document')) response.writeHead(404).end();
      else api.answer(request, response);
    });
  }, 180_000);
  afterAll(() => screen?.stop());
  beforeEach(() => {
    api.asked.length = 0;
    seenChanges = 0;
  });

  const bodyOf = (id: string) => api.asked.filter((asked) => asked.id === id).at(-1)?.body;
  /** The PDF of the invoice is no part of this. */
  const BESIDE = /404|409/;

  async function choose(page: Page, act: string) {
    const more = page.getByRole('button', { name: 'More' });
    await more.waitFor();
    const direct = page.getByRole('button', { name: act });
    if ((await direct.count()) > 0) await direct.click();
    else {
      await more.click();
      await page.getByRole('menuitem', { name: act }).click();
    }
  }

  async function chooseMoney(page: Page, act: string) {
    await choose(page, act);
    await page.getByRole('dialog').getByText('What this changes').waitFor();
    await page.getByText('P-10431').last().waitFor();
  }

  test.each([1440, 360])(
    'breaks no rule at %i px in both schemes',
    async (width) => {
      const view = { width, scheme: 'light' } as const;
      await screen.open({ ...view, path: '/payments/to-enter' }, async (page) => {
        await page.getByText('P-10411').first().waitFor();
        await screen.judgeInBoth(page, 'to-enter', width);
        await page.getByRole('button', { name: /^Mark the export/ }).click();
        await page.getByRole('dialog').waitFor();
        await screen.judgeInBoth(page, 'mark', width);
      });
      const invoice = { ...view, path: `/invoices/${ROW.id}` };
      await screen.open(
        invoice,
        async (page) => {
          await chooseMoney(page, 'Record a payment received elsewhere');
          await screen.judgeInBoth(page, 'received', width);
        },
        BESIDE,
      );
      await screen.open(
        invoice,
        async (page) => {
          await chooseMoney(page, 'Apply unapplied money');
          await screen.judgeInBoth(page, 'credit', width);
        },
        BESIDE,
      );
      await screen.open(
        invoice,
        async (page) => {
          await choose(page, 'Email invoice');
          await page.getByLabel('Priya Raman').waitFor();
          await screen.judgeInBoth(page, 'mail', width);
        },
        BESIDE,
      );
      await screen.open({ ...view, path: `/import/${IMPORT_ID}` }, async (page) => {
        await page.getByText(/entered before this list was made\?/).waitFor();
        await screen.judgeInBoth(page, 'offer', width);
      });
    },
    120_000,
  );

  test('a payment received elsewhere wants its reason, is recorded once, and again on a new picture', async () => {
    await screen.open(
      { width: 1440, scheme: 'light', path: `/invoices/${ROW.id}` },
      async (page) => {
        await chooseMoney(page, 'Record a payment received elsewhere');
        const act = page.getByRole('button', { name: /^Record 1,480.00 USD/ });
        expect(await act.isDisabled()).toBe(true);
        await page.getByLabel('Reason').fill('Check in the mail');
        await page.getByLabel('Amount on INV-1067, USD').fill('500');
        await page.getByRole('button', { name: 'Record 500.00 USD' }).click();
        await page.getByText('INV-1067 changed a moment ago.').waitFor();
        await page.getByRole('button', { name: 'Record 500.00 USD' }).click();
        await page.getByText('It is recorded on INV-1067.').waitFor();
        const sent = api.asked.filter(({ id }) => id === 'recordExternalPayment');
        const [first, second] = sent.map(({ body }) => body as { id: string });
        expect(sent).toHaveLength(2);
        expect(first?.id).toBe(second?.id);
        expect(second).toMatchObject({
          amountMinor: 500_00,
          receivedOn: '2026-11-25',
          reference: null,
          reason: 'Check in the mail',
          fingerprint: 'of 50000',
        });
      },
      BESIDE,
    );
  }, 60_000);

  test('an invoice goes by mail to whom was chosen, once, and never to an address that came back', async () => {
    await screen.open(
      { width: 1440, scheme: 'light', path: `/invoices/${ROW.id}` },
      async (page) => {
        await choose(page, 'Email invoice');
        const dialog = page.getByRole('dialog');
        expect(await dialog.getByLabel('Kofi Mensah').isDisabled()).toBe(true);
        expect(await dialog.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(
          true,
        );
        await dialog.getByLabel('Priya Raman').check();
        await dialog.getByLabel('Other addresses').fill('cfo@northwind.example, nobody');
        await dialog.getByText('Not an address: nobody').waitFor();
        await dialog.getByLabel('Other addresses').fill('cfo@northwind.example');
        await dialog.getByRole('button', { name: 'Send to 2 addresses' }).dblclick();
        await page.getByText('The invoice is on its way to priya@northwind.example.').waitFor();
        const sent = api.asked.filter(({ id }) => id === 'mailInvoice');
        expect(sent.map(({ body }) => body)).toEqual([
          {
            id: expect.any(String),
            contactIds: [uuid(41)],
            addresses: ['cfo@northwind.example'],
          },
        ]);
      },
      BESIDE,
    );
  }, 60_000);

  test('a credit note is applied up to what is left of it', async () => {
    await screen.open(
      { width: 1440, scheme: 'light', path: `/invoices/${ROW.id}` },
      async (page) => {
        await chooseMoney(page, 'Apply unapplied money');
        await page.getByRole('button', { name: 'Apply 150.00 USD' }).click();
        await page.getByText('The credit is applied to INV-1067.').waitFor();
        expect(bodyOf('applyUnapplied')).toMatchObject({ amountMinor: 150_00, invoiceId: ROW.id });
      },
      BESIDE,
    );
  }, 60_000);

  test('lines and exports are marked with their moment, and an import takes a whole export', async () => {
    await screen.open(
      { width: 1440, scheme: 'light', path: '/payments/to-enter' },
      async (page) => {
        await page.getByLabel('Select P-10411 on INV-1067').click();
        await page.keyboard.press('m');
        const dialog = page.getByRole('dialog');
        const act = dialog.getByRole('button', { name: 'Mark as entered' });
        expect(await act.isDisabled()).toBe(true);
        await dialog.getByLabel(/Entered before/).fill('2026-11-25T08:00');
        await act.click();
        await dialog.waitFor({ state: 'detached' });
        expect(bodyOf('markEntered')).toEqual({
          lines: [{ paymentId: uuid(10_411), invoiceId: ROW.id }],
          enteredAt: '2026-11-25T14:00:00.000Z',
        });
      },
    );
    await screen.open(
      { width: 1440, scheme: 'light', path: `/import/${IMPORT_ID}` },
      async (page) => {
        await page.getByRole('button', { name: 'Yes, all of them' }).click();
        expect((await api.whenAsked('decideImportRows')).body).toEqual({
          decisions: [{ kind: 'entered', exportId: EXPORT.id }],
        });
      },
    );
  }, 60_000);
});
