/** A part of an invoice is paid now, by keyboard: what it does to the plans is seen before it does it. */
import { CLIENT } from './books';
import { openMail, readInMail } from './mails';
import { enterOn } from './places';
import { CONTACT, OWNER, type Step } from './story';

export function paying(step: Step): void {
  step('finds the client with the search, and chooses by keyboard', async ({ page, look }) => {
    await page.keyboard.press('/');
    await page.keyboard.type('northwind');
    await page
      .getByRole('group', { name: 'Clients' })
      .getByRole('option', { name: CLIENT })
      .waitFor();
    await look('search');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: CLIENT }).waitFor();
    // Due soonest first, so it is the third.
    await page.getByRole('checkbox', { name: 'Select INV-1051' }).waitFor();
    for (const number of ['INV-1042', 'INV-1043', 'INV-1051']) {
      await page.keyboard.press('j');
      await page.locator('tr:focus', { hasText: number }).waitFor();
    }
    await page.keyboard.press('x');
    await page.getByText('1 selected').waitFor();
    await page.keyboard.press('p');
    await page.getByRole('dialog').getByText('Pay now').waitFor();
  });

  step('types too much, is told the limit, and pays a part', async ({ page, look }) => {
    const dialog = page.getByRole('dialog');
    const amount = dialog.getByLabel('Amount on INV-1051');
    await amount.fill('2,500');
    await dialog.getByText(/^At most 2,000\.00/).waitFor();
    await look('pay-over-limit');
    await enterOn(dialog.getByRole('button', { name: 'Use 2,000.00' }));
    expect(await amount.inputValue()).toBe('2,000.00');
    await amount.fill('1200');
    await dialog.getByLabel('Reference').fill('PO 7731');
    await look('pay-details');
    await enterOn(dialog.getByRole('button', { name: 'Review payment' }));
    await dialog.getByRole('heading', { name: 'What this changes' }).waitFor();
  });

  step('chooses what gives way, and adds who hears of it', async ({ page, look }) => {
    const dialog = page.getByRole('dialog');
    const planned = dialog.getByRole('row').filter({ hasText: 'Scheduled' });
    await planned.filter({ hasText: '1,500.00' }).filter({ hasText: '300.00' }).waitFor();
    expect(await planned.count()).toBe(1);
    await look('pay-summary-nearest');
    await dialog.getByRole('radio', { name: 'From the end' }).check();
    await dialog.getByText(/has nothing left and will not run/).waitFor();
    await look('pay-summary-end');
    await page.keyboard.press('ArrowRight');
    await planned.filter({ hasText: '1,500.00' }).filter({ hasText: '600.00' }).waitFor();
    await planned.filter({ hasText: '500.00' }).filter({ hasText: '200.00' }).waitFor();
    await dialog.getByLabel('Add another address').fill(OWNER);
    await page.keyboard.press('Enter');
    await dialog.getByRole('listitem').filter({ hasText: OWNER }).waitFor();
    await look('pay-summary-evenly');
    await enterOn(dialog.getByRole('button', { name: 'Continue to confirm' }));
  });

  step('confirms, and follows it until the receipt is sent', async ({ page, look }) => {
    const dialog = page.getByRole('dialog');
    await dialog.getByText('2 planned payments are lowered, 2,000.00 → 800.00').waitFor();
    await look('pay-confirm');
    await enterOn(dialog.getByRole('button', { name: 'Charge Visa ··0010 1,200.00 now' }));
    const live = dialog.getByRole('list', { name: 'What has happened' });
    await live.getByText('Placed, done').waitFor();
    await live.getByText('Charged, done').waitFor();
    await live.getByText('On the list to enter').waitFor();
    await live.getByText('Receipt sent').waitFor();
    await live.getByText('2 of 2').waitFor();
    await look('pay-placed');
  });

  step('reads the receipt in the inbox, at both addresses', async (walk, { sandbox }) => {
    for (const address of [OWNER, CONTACT.email]) {
      await openMail(walk, sandbox, address, /^Receipt P-\d+: 1,200\.00 USD paid to Lakefront/);
      await readInMail(walk, ['INV-1051', '1,200.00', '800.00', 'PO 7731', 'Visa ··0010']);
    }
    await walk.look('inbox-receipt');
  });

  step('reads the notice of what was lowered', async (walk, { sandbox }) => {
    await openMail(walk, sandbox, CONTACT.email, '2 scheduled payments have changed');
    await readInMail(walk, ['1,500.00', '600.00', '500.00', '200.00', 'so that nothing is paid']);
    await walk.look('inbox-lowered');
  });
}
