/** Looking at an invoice beside its document, and payments for days to come. */
import type { Page } from 'playwright-core';
import { enterOn, openClient } from './places';
import type { Step } from './story';

export function planning(step: Step): void {
  step('walks the open invoices by keyboard, beside their exact PDF', async (walk) => {
    const { page, look, waitForPaper } = walk;
    await page.getByRole('navigation', { name: 'Pages' }).getByText('Open invoices').click();
    await page.getByRole('link', { name: 'INV-1042', exact: true }).waitFor();
    await look('open-invoices');
    // The e-invoice fell due years ago, so it is the first.
    await page.keyboard.press('j');
    await page.locator('tr:focus', { hasText: '471102' }).waitFor();
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('heading', { name: '471102' }).waitFor();
    await waitForPaper(drawer.locator('iframe'));
    await look('invoice-with-pdf');
    await page.keyboard.press('j');
    await drawer.getByRole('heading', { name: 'INV-1042' }).waitFor();
    await drawer.getByText('There is no document').waitFor();
    await look('invoice-without-pdf');
    await page.keyboard.press('k');
    await drawer.getByRole('heading', { name: '471102' }).waitFor();
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
  });

  step('schedules a part of an invoice for a day to come', async ({ page, look }) => {
    await openClient(page);
    await page.getByRole('checkbox', { name: 'Select INV-1042' }).check();
    await page.getByRole('checkbox', { name: 'Select INV-1051' }).check();
    await look('selected');
    await page.getByRole('checkbox', { name: 'Select INV-1042' }).uncheck();
    await page.getByRole('button', { name: 'Schedule' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Amount on INV-1051').fill('1,500');
    await dialog.getByRole('button', { name: /^Next banking day/ }).click();
    await dialog.getByText(/09:00 Chicago time/).waitFor();
    await look('schedule-details');
    await dialog.getByRole('button', { name: 'Review schedule' }).click();
    await dialog.getByText('Priya Raman').waitFor();
    await look('schedule-summary');
    await confirmSchedule(page, '1,500.00');
    await look('schedule-placed');
    await finish(page, /^Scheduled .* · 1,500\.00/);
  });

  step('schedules the rest later, held to what is not planned yet', async ({ page, look }) => {
    await page.getByRole('button', { name: 'Schedule', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Date of the payment' }).click();
    await page.getByRole('button', { name: 'Next month' }).click();
    await look('calendar');
    await page.getByRole('button', { name: /^15 / }).click();
    await dialog.getByLabel('Amount on INV-1051').fill('900');
    await dialog.getByText(/^At most 500\.00: 1,500\.00 is scheduled for .* by Dana/).waitFor();
    await look('schedule-over-limit');
    await dialog.getByRole('button', { name: 'Use 500.00' }).click();
    await dialog.getByRole('button', { name: 'Review schedule' }).click();
    await confirmSchedule(page, '500.00');
    await finish(page, /^Scheduled .* 15 · 500\.00/);
    await page.getByRole('button', { name: 'Clear' }).click();
  });
}

/** From the summary over the confirmation, by keyboard, until the server has said all of it. */
async function confirmSchedule(page: Page, amount: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await enterOn(dialog.getByRole('button', { name: 'Continue to confirm' }));
  await enterOn(dialog.getByRole('button', { name: `Schedule ${amount}` }));
  await dialog.getByText(`${amount} USD is scheduled for`).waitFor();
  await dialog.getByRole('list', { name: 'What has happened' }).getByText('1 of 1').waitFor();
}

/** Back to the list, where the chip says so. */
async function finish(page: Page, chip: RegExp): Promise<void> {
  await enterOn(page.getByRole('dialog').getByRole('button', { name: 'Done' }));
  await page.getByText(chip).first().waitFor();
}
