/**
 * Goal: an admin changes what holds for the business and never writes over a colleague unseen; others
 * read it. Method: the built page on a stand-in that answers by the contracts. Pictures are left in
 * `test/.output/settings`.
 */
import type { ContactProfile } from '../../../contracts/contacts';
import type { Settings } from '../../../contracts/settings';
import { describeInBrowser } from '../../support/browser';
import { type Screen, startScreen, staffPage } from '../on-screen';
import { SESSION, usd, uuid } from './figures';
import { Refused, StandIn } from './stand-in';

const SETTINGS: Settings = {
  name: 'Lakefront IT Services',
  legalLines: ['Lakefront IT Services LLC, 210 Wacker Drive, Chicago, IL 60606', 'EIN 00-0000000'],
  zone: 'America/Chicago',
  runTime: '09:00',
  locale: 'en-US',
  defaultCurrency: 'USD',
  mailFromName: 'Lakefront Billing',
  mailReplyTo: null,
  autopayNoticeDays: 3,
  autopayWindowMinutes: 15,
  version: 3,
  mailFromAddress: 'billing@lakefront.example',
  gateway: {
    name: 'Sandbox gateway',
    profile: 'handle',
    minimum: usd(50),
    maximum: usd(99_999_999),
    returnsUntilDays: 60,
  },
  isSandbox: true,
};

const PROFILES: readonly ContactProfile[] = [
  {
    id: uuid(1),
    version: 1,
    name: 'Billing admin',
    rights: ['receiveReceipts', 'receiveFailureMails', 'viewInvoices', 'pay', 'schedule'],
    receiptMinimum: null,
    contacts: 12,
  },
  {
    id: uuid(2),
    version: 1,
    name: 'Owner',
    rights: ['receiveReceipts'],
    receiptMinimum: usd(5_000_00),
    contacts: 1,
  },
  { id: uuid(3), version: 1, name: 'Technician', rights: [], receiptMinimum: null, contacts: 0 },
];

describeInBrowser('settings on a screen', () => {
  let screen: Screen;
  let settings = SETTINGS;
  let session = SESSION;
  /** What a colleague does just before the next change arrives: the page may read again at any time. */
  let meanwhile = () => {};
  const api = new StandIn({
    readSession: () => session,
    readSettings: () => settings,
    listContactProfiles: () => ({ items: PROFILES }),
    changeSettings: ({ body }) => {
      const { version, ...fields } = body as { version: number };
      meanwhile();
      if (version !== settings.version) throw new Refused('VERSION_CONFLICT');
      settings = { ...settings, ...fields, version: version + 1 };
      return settings;
    },
    changeContactProfile: ({ body }) => ({ ...PROFILES[0], ...(body as object) }),
    addContactProfile: () => {
      throw new Refused('NAME_TAKEN');
    },
  });

  beforeAll(async () => {
    screen = await startScreen('settings', staffPage(), api.answer);
  }, 120_000);
  afterAll(() => screen?.stop());
  beforeEach(() => {
    settings = SETTINGS;
    session = SESSION;
    api.asked.length = 0;
  });

  const bodiesOf = (id: string) =>
    api.asked.filter((asked) => asked.id === id).map(({ body }) => body);

  test.each([1440, 360])(
    'shows every part, at %i px in both schemes',
    async (width) => {
      const view = { width, scheme: 'light' } as const;
      await screen.open({ ...view, path: '/settings' }, async (page) => {
        for (const [tab, text] of [
          ['Business', 'Set by the installation'],
          ['Autopay', 'Spread, in minutes'],
          ['Mail', 'Receipts arrive from'],
          ['Contact profiles', 'Technician'],
        ] as const) {
          await page.getByRole('tab', { name: tab }).click();
          await page.getByText(text).waitFor();
          await screen.judgeInBoth(page, tab, width);
        }
        await page.getByRole('button', { name: 'Change Owner' }).click();
        await page.getByLabel('Receipts from this amount on').waitFor();
        await screen.judgeInBoth(page, 'profile', width);
      });
    },
    60_000,
  );

  test('saves only what was changed, from the version it was read at', async () => {
    await screen.open({ width: 1440, scheme: 'light', path: '/settings' }, async (page) => {
      await page.getByLabel('Run time').fill('08:30');
      await page.getByLabel('Legal lines').fill('One line\n\nAnother\n');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Settings saved').waitFor();
      expect(bodiesOf('changeSettings')).toEqual([
        { version: 3, runTime: '08:30', legalLines: ['One line', 'Another'] },
      ]);
    });
  }, 60_000);

  test('does not write over what a colleague saved meanwhile', async () => {
    await screen.open(
      { width: 1440, scheme: 'light', path: '/settings' },
      async (page) => {
        const name = page.getByLabel('Name', { exact: true });
        const saveButton = page.getByRole('button', { name: 'Save' });
        await name.fill('Lakefront');
        meanwhile = () => {
          settings = { ...SETTINGS, name: 'Lakefront Technology', runTime: '07:00', version: 4 };
        };
        await saveButton.click();
        await page.getByText('Somebody changed the settings while you did.').waitFor();
        await page.getByText('Name is “Lakefront Technology” now.').waitFor();
        expect(await name.inputValue()).toBe('Lakefront');
        expect(await page.getByLabel('Run time').inputValue()).toBe('07:00');
        expect(await saveButton.isDisabled()).toBe(true);
        meanwhile = () => {};
        await page.getByRole('button', { name: 'Keep mine' }).click();
        await saveButton.click();
        await page.getByText('Settings saved').waitFor();
        expect(bodiesOf('changeSettings')).toEqual([
          { version: 3, name: 'Lakefront' },
          { version: 4, name: 'Lakefront' },
        ]);
      },
      /409/,
    );
  }, 60_000);

  test('changes a profile by keyboard, and says when a name is taken', async () => {
    await screen.open(
      { width: 1440, scheme: 'light', path: '/settings?part=profiles' },
      async (page) => {
        await page.getByRole('button', { name: 'Change Billing admin' }).press('Enter');
        await page.getByRole('checkbox', { name: 'Pays' }).press('Space');
        const minimum = page.getByLabel('Receipts from this amount on');
        await minimum.fill('1.500');
        await page.getByText('“1.500” can mean 1,500.00 or 1.50').waitFor();
        await minimum.fill('1,500');
        await minimum.press('Enter');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
        expect(bodiesOf('changeContactProfile')).toEqual([
          {
            version: 1,
            rights: ['receiveReceipts', 'receiveFailureMails', 'viewInvoices', 'schedule'],
            receiptMinimum: usd(1_500_00),
          },
        ]);
        await page.getByRole('button', { name: 'Add a profile' }).click();
        await page.getByRole('dialog').getByLabel('Name').fill('Owner');
        await page.keyboard.press('Enter');
        await page.getByRole('alert').getByText('Another profile has this name.').waitFor();
      },
      /409/,
    );
  }, 60_000);

  test('says in words what days and minutes do, and which do not fit', async () => {
    const path = '/settings?part=autopay';
    await screen.open({ width: 1440, scheme: 'light', path }, async (page) => {
      await page.getByText('Clients are told of a run 3 days before it').waitFor();
      const days = page.getByLabel('Notice, in days');
      await days.fill('0');
      await page.getByText('A whole number of days from 1 to 60.').waitFor();
      await page.getByText('The days of notice do not fit.').waitFor();
      expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
      await days.fill('');
      await page.getByText('A whole number of days from 1 to 60.').waitFor();
      await days.fill('1');
      await page.getByText('Clients are told of a run 1 day before it').waitFor();
      const minutes = page.getByLabel('Spread, in minutes');
      await minutes.fill('721');
      await page.getByText('A whole number of minutes from 0 to 720.').waitFor();
      await minutes.fill('0');
      await page.getByText('All runs of a day begin at 09:00, Chicago time.').waitFor();
      await minutes.press('Enter');
      await page.getByText('Settings saved').waitFor();
      expect(bodiesOf('changeSettings')).toEqual([
        { version: 3, autopayNoticeDays: 1, autopayWindowMinutes: 0 },
      ]);
    });
  }, 60_000);

  test('lets a biller read and nothing else', async () => {
    session = { ...SESSION, user: { ...SESSION.user, role: 'biller' } };
    await screen.open({ width: 1440, scheme: 'light', path: '/settings' }, async (page) => {
      expect(await page.getByLabel('Run time').isDisabled()).toBe(true);
      expect(await page.getByRole('button', { name: 'Save' }).count()).toBe(0);
      await page.getByRole('tab', { name: 'Contact profiles' }).click();
      await page.getByText('Technician').waitFor();
      expect(await page.getByRole('button', { name: 'Change Owner' }).count()).toBe(0);
    });
  }, 60_000);
});
