/**
 * Goal: the way of a clerk, as a person goes it: from the one-time link over the first import and an
 * invoice beside its exact PDF to a scheduled payment. Method: real Chromium on the real stack; each
 * step goes on where the one before it ended. Pictures of the screens in both widths and schemes are
 * left in `test/.output/browser`.
 */
import type { Page } from 'playwright-core';
import { balanceList, CLIENT, realInvoice } from './books';
import { type Stack, startStack } from './stack';
import { describeInBrowser, startWalk, type Walk } from './walk';

const ADMIN = { name: 'Dana Whitfield', email: 'dana@lakefront.example' };
const PASSWORD = 'correct horse battery staple';
const STEP_LIMIT_MS = 90_000;

describeInBrowser('a clerk at the staff page', () => {
  let stack: Stack;
  let walk: Walk;
  let hasFailed = false;

  beforeAll(async () => {
    stack = await startStack();
    walk = await startWalk();
  }, 360_000);

  afterAll(async () => {
    await walk?.stop();
    stack?.stop();
  });

  /** A step; those after one that failed say so instead of failing in their own confusing ways. */
  const step = (title: string, act: (walk: Walk) => Promise<void>) =>
    test(
      title,
      async () => {
        if (hasFailed) throw new Error('an earlier step failed');
        hasFailed = true;
        await act(walk).catch(async (error: unknown) => {
          await walk.keepFailure(title);
          throw error;
        });
        expect(walk.complaints()).toEqual([]);
        hasFailed = false;
      },
      STEP_LIMIT_MS,
    );

  step('sets a password with the one-time link and is in', async ({ page, look }) => {
    const printed = await stack.runOnce('invite', ADMIN.email, ADMIN.name, 'admin');
    const link = /http:\S+\/invitations\/\S+/.exec(printed)?.[0] ?? 'no link was printed';
    await page.goto(link);
    await page.getByRole('textbox', { name: 'Password', exact: true }).fill(PASSWORD);
    await page.getByRole('textbox', { name: 'Password again' }).fill(PASSWORD);
    await look('invitation');
    await page.keyboard.press('Enter');
    await page.getByText('No clients yet').waitFor();
    await look('nothing-yet');
  });

  step('signs out, and in again by keyboard alone', async ({ page, look }) => {
    await page.getByRole('button', { name: /Dana Whitfield/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.keyboard.type(ADMIN.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type('a wrong one');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('E-mail and password do not match.').waitFor();
    await look('sign-in');
    await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByText('No clients yet').waitFor();
  });

  step('says where the business is, and which contacts get receipts', async ({ page, look }) => {
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Lakefront IT Services');
    await page.getByRole('combobox', { name: 'Zone' }).fill('America/Chicago');
    await page.getByRole('option', { name: 'America/Chicago' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Settings saved').waitFor();
    await look('settings');
    await page.getByRole('tab', { name: 'Contact profiles' }).click();
    await page.getByRole('button', { name: 'Add a profile' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Billing admin');
    await page.getByRole('checkbox', { name: 'Receives receipts' }).press('Space');
    await page.getByRole('button', { name: 'Save the profile' }).click();
    await page.getByText('Saved the profile Billing admin').waitFor();
    await look('profiles');
  });

  step('imports a balance list and a real e-invoice', async ({ page, look }) => {
    await page.getByRole('link', { name: 'Import' }).click();
    await page.getByText('Nothing was imported yet').waitFor();
    const today = await page.evaluate<string>(
      `new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Chicago' }).format(new Date())`,
    );
    const files = [balanceList(today), realInvoice('EN16931_Einfach_DueDate.pdf')];
    await page.locator('input[type=file]').setInputFiles([...files]);
    await page.getByLabel('As of').fill(`${today}T00:00`);
    await look('import-new');
    await page.getByRole('button', { name: 'Import 2 files' }).click();
    await page.getByText(/^6 of 6 rows, done/).waitFor({ timeout: 60_000 });
    await page.getByText('INV-1058').waitFor();
    await look('import-done');
    await page.reload();
    await page.getByText(/^6 of 6 rows, done/).waitFor();
  });

  step('opens the client and adds whom the receipt goes to', async ({ page, look }) => {
    await page.getByRole('link', { name: 'Organizations' }).click();
    await page.getByText(CLIENT).waitFor();
    await look('organizations');
    await page.getByRole('link', { name: CLIENT }).click();
    await page.getByRole('link', { name: /^Contacts/ }).click();
    await page.getByRole('button', { name: 'Add a contact' }).click();
    await page.getByLabel('Name').fill('Priya Raman');
    await page.getByLabel('E-mail').fill('priya@northwind.example');
    await page.getByRole('combobox', { name: 'Profile' }).click();
    await page.getByRole('option', { name: 'Billing admin' }).click();
    await page.getByRole('button', { name: 'Save the contact' }).click();
    await page.getByText('1 of 1 gets receipts.').waitFor();
    await look('contacts');
  });

  step('adds a card in the gateway’s own form', async ({ page, look }) => {
    await page.getByRole('link', { name: /^Methods/ }).click();
    await page.getByRole('button', { name: 'Add a method' }).click();
    await page.getByLabel('Name for it').fill('Front office card');
    const form = page.frameLocator('iframe[title="Card form of the gateway"]');
    await form.getByLabel('Card number').fill('4539000000000010');
    await form.getByLabel('Expires').fill('12/29');
    await form.getByLabel('Security code').fill('123');
    await look('add-method');
    await form.getByRole('button', { name: 'Save card' }).click();
    await page.getByText('Visa ··0010').first().waitFor();
    await look('methods');
  });

  step('looks at an invoice with its exact PDF', async ({ page, look }) => {
    await page.getByRole('navigation', { name: 'Pages' }).getByText('Open invoices').click();
    await page.getByRole('link', { name: /^INV-1042$/ }).waitFor();
    await look('open-invoices');
    await page.getByRole('row').filter({ hasText: 'EUR' }).first().getByRole('link').last().click();
    await page.getByRole('dialog').locator('iframe').waitFor();
    await look('invoice-with-pdf');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  step('schedules one invoice for a day to come', async ({ page, look }) => {
    await openClient(page);
    await page.getByRole('checkbox', { name: 'Select INV-1051' }).check();
    await page.getByRole('button', { name: 'Schedule' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Amount on INV-1051').fill('1,500');
    await dialog.getByRole('button', { name: /^Next banking day/ }).click();
    await dialog.getByText(/09:00 Chicago time/).waitFor();
    await look('schedule-details');
    await dialog.getByRole('button', { name: 'Review schedule' }).click();
    await dialog.getByText('Priya Raman').waitFor();
    await look('schedule-summary');
    await dialog.getByRole('button', { name: 'Continue to confirm' }).click();
    await dialog.getByRole('button', { name: /^Schedule 1,500\.00/ }).press('Enter');
    await dialog.getByText(/^1,500\.00 USD is scheduled for/).waitFor();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await page
      .getByText(/^Scheduled .* · 1,500\.00/)
      .first()
      .waitFor();
  });
});

async function openClient(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Pages' }).getByText('Organizations').click();
  await page.getByRole('link', { name: CLIENT }).click();
  await page.getByRole('checkbox', { name: 'Select INV-1042' }).waitFor();
}
