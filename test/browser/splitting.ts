/** One invoice is planned as two payments with one confirm, without the mouse. */
import { CLIENT } from './books';
import { enterOn } from './places';
import type { Step } from './story';

export function splitting(step: Step): void {
  step('splits a schedule into two payments, by keyboard alone', async ({ page, look }) => {
    await page.keyboard.press('/');
    await page.keyboard.type('northwind');
    await page
      .getByRole('group', { name: 'Clients' })
      .getByRole('option', { name: CLIENT })
      .waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: CLIENT }).waitFor();
    await page.getByRole('checkbox', { name: 'Select INV-1043' }).waitFor();
    for (const number of ['INV-1042', 'INV-1043']) {
      await page.keyboard.press('j');
      await page.locator('tr:focus', { hasText: number }).waitFor();
    }
    await page.keyboard.press('x');
    await page.getByText('1 selected').waitFor();
    await page.keyboard.press('p');
    const dialog = page.getByRole('dialog');
    await dialog.locator('input[inputmode="decimal"]:focus').waitFor();
    await page.keyboard.type('1000.01');
    await dialog.getByRole('radio', { name: /0018/ }).press('Space');
    await dialog.getByRole('switch', { name: 'Schedule payment' }).press('Space');
    await enterOn(dialog.getByRole('button', { name: 'Split into…' }));
    // The odd cent is in the first one.
    const first = dialog.getByRole('textbox', { name: 'Amount on INV-1043, payment 1, USD' });
    await first.waitFor();
    expect(await first.inputValue()).toBe('500.01');
    await enterOn(dialog.getByRole('button', { name: 'Review schedule' }));
    await enterOn(dialog.getByRole('button', { name: 'Continue to confirm' }));
    await enterOn(dialog.getByRole('button', { name: 'Schedule 2 payments, 1,000.01' }));
    await dialog.getByText('2 payments are scheduled, 1,000.01 USD in all').waitFor();
    await look('split-placed');
    await enterOn(dialog.getByRole('button', { name: 'Done' }));
    await page
      .getByRole('row')
      .filter({ hasText: 'INV-1043' })
      .getByText(/500\.01/)
      .waitFor();
  });
}
