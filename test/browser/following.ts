/** What was placed is looked at, sent again, changed and cancelled. */
import { enterOn, goTo } from './places';
import { OWNER, type Step } from './story';

export function following(step: Step): void {
  step('sees the payment with what it lowered, and its receipt as sent', async (walk, stack) => {
    const { page, look } = walk;
    await page.goto(`${stack.page}/payments`);
    await page
      .getByRole('link', { name: /^P-\d+$/ })
      .first()
      .waitFor();
    await look('payments');
    await page.getByRole('row').filter({ hasText: '1,200.00' }).getByRole('link').first().click();
    await page.getByRole('heading', { name: 'What it changed' }).waitFor();
    await page.getByText('Charged').first().waitFor();
    await look('payment');
    await page.getByRole('button', { name: `View receipt to ${OWNER} as sent` }).click();
    const dialog = page.getByRole('dialog');
    await dialog.frameLocator('iframe').getByText('1,200.00').first().waitFor();
    await look('receipt-as-sent');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  step('hears that a receipt arrived, and that another one came back', async ({ page, look }) => {
    await page
      .getByText(/Delivered \d+:\d+/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Send receipt to…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Addresses').fill('bounced@northwind.example');
    await enterOn(dialog.getByRole('button', { name: /^Send/ }));
    await dialog.waitFor({ state: 'detached' });
    await page.getByText("The recipient's mail server knows no such mailbox").waitFor();
    await page.getByText('could not be delivered').waitFor();
    await look('payment-receipt-came-back');
  });

  step('opens the schedule that it lowered, and sees by what', async ({ page, look }) => {
    const lowered = page.getByRole('row').filter({ hasText: '600.00' });
    await lowered.getByRole('link', { name: /^P-/ }).click();
    await page.getByRole('heading', { name: 'What changed it' }).waitFor();
    const change = page.getByRole('row').filter({ hasText: /1,500\.00.*→.*600\.00/ });
    await change.getByRole('link', { name: /^P-/ }).waitFor();
    await page.getByText('by another payment').waitFor();
    await look('payment-lowered');
  });

  step('lowers the schedule itself, after the preview', async ({ page, look }) => {
    await page.getByRole('button', { name: 'Change amount or method' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Amount on INV-1051').fill('half');
    await look('change-details');
    await enterOn(dialog.getByRole('button', { name: 'Review change' }));
    await dialog.getByText('No planned payment is lowered.', { exact: false }).waitFor();
    await look('change-summary');
    await enterOn(dialog.getByRole('button', { name: 'Continue to confirm' }));
    await enterOn(dialog.getByRole('button', { name: 'Change it to 300.00' }));
    await dialog.waitFor({ state: 'detached' });
    await page.getByText(/^P-\d+ is changed\.$/).waitFor();
    await look('payment-changed');
  });

  step('cancels the later schedule, told what that means', async ({ page, look }) => {
    await goTo(page, 'Payments');
    const amount = page.getByText('200.00 USD', { exact: true });
    await page.getByRole('row').filter({ has: amount }).getByRole('link').first().click();
    await page.getByRole('button', { name: 'Cancel payment' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('200.00 USD for INV-1051 will not be charged').waitFor();
    await dialog.getByLabel('Why, for the history').fill('Paid by cheque');
    await look('cancel');
    await enterOn(dialog.getByRole('button', { name: 'Cancel payment' }));
    await page.getByText('is cancelled. No money moved.').waitFor();
    await page.getByText('Paid by cheque').waitFor();
    await look('payment-cancelled');
  });

  step('closes the task about the mail that came back', async ({ page, look }) => {
    await goTo(page, 'Tasks');
    await page.getByText(/a mail about P-\d+ did not arrive/).waitFor();
    await look('task-mail');
    await page.getByRole('button', { name: 'See choices' }).click();
    await enterOn(page.getByRole('dialog').getByRole('button', { name: 'Close the task' }));
    await page.getByText('Nothing waits for you').first().waitFor();
  });
}
