/** The books come in: invoices from files, and for one client a contact and two cards. */
import type { Page } from 'playwright-core';
import { balanceList, CLIENT, realInvoice } from './books';
import { CONTACT, type Step } from './story';

export function importing(step: Step): void {
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
    await page.getByText(/^7 of 7 rows, done/).waitFor({ timeout: 60_000 });
    await page.getByText('INV-1058').waitFor();
    await look('import-done');
    await page.reload();
    await page.getByText(/^7 of 7 rows, done/).waitFor();
  });

  step('opens the client and adds whom the receipt goes to', async ({ page, look }) => {
    await page.getByRole('link', { name: 'Organizations' }).click();
    await page.getByText(CLIENT).waitFor();
    await look('organizations');
    await page.getByRole('link', { name: CLIENT }).click();
    await page.getByRole('link', { name: /^Contacts/ }).click();
    await page.getByRole('button', { name: 'Add a contact' }).click();
    await page.getByLabel('Name').fill(CONTACT.name);
    await page.getByLabel('E-mail').fill(CONTACT.email);
    await page.getByRole('combobox', { name: 'Profile' }).click();
    await page.getByRole('option', { name: 'Billing admin' }).click();
    await page.getByRole('button', { name: 'Save the contact' }).click();
    await page.getByText('1 of 1 gets receipts.').waitFor();
    await look('contacts');
  });

  step('adds two cards in the gateway’s own form', async ({ page, look }) => {
    await page.getByRole('link', { name: /^Methods/ }).click();
    await fillCard(page, 'Front office card', '4539000000000010');
    await look('add-method');
    await saveCard(page, 'Visa ··0010');
    await fillCard(page, 'Back office card', '5454000000000018');
    await saveCard(page, 'Mastercard ··0018');
    await look('methods');
  });
}

async function fillCard(page: Page, name: string, number: string): Promise<void> {
  await page.getByRole('button', { name: 'Add a method' }).click();
  await page.getByLabel('Name for it').fill(name);
  const form = page.frameLocator('iframe[title="Card form of the gateway"]');
  await form.getByLabel('Card number').fill(number);
  await form.getByLabel('Expires').fill('12/29');
  await form.getByLabel('Security code').fill('123');
}

async function saveCard(page: Page, name: string): Promise<void> {
  const form = page.frameLocator('iframe[title="Card form of the gateway"]');
  await form.getByRole('button', { name: 'Save card' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('listitem').getByText(name).waitFor();
}
