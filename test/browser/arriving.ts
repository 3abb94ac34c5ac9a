/** The first minutes: a password, the sign-in, and what the business says of itself. */
import { ADMIN, PASSWORD, type Step } from './story';

export function arriving(step: Step): void {
  step('sets a password with the one-time link and is in', async ({ page, look }, stack) => {
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
    await page.getByRole('button', { name: new RegExp(ADMIN.name) }).click();
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
}
