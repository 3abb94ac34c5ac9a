/** A method goes, and what was planned on it waits for a person. */
import { enterOn, goTo, openClient } from './places';
import type { Step } from './story';

export function deciding(step: Step): void {
  step('removes a card, and is told what is planned on it', async ({ page, look }) => {
    await openClient(page);
    await page.getByRole('link', { name: /^Methods/ }).click();
    await page.getByRole('button', { name: 'More about Visa ··0010' }).click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await page.getByRole('dialog').getByText('These payments are planned on it.').waitFor();
    await look('remove-method');
    await page.getByRole('button', { name: 'Remove it, review 1 payment' }).click();
    await page.getByText('Removed Visa ··0010').waitFor();
  });

  step(
    'finds it among the tasks, which the rail counts as soon as there is one',
    async ({ page, look }) => {
      await page
        .getByRole('navigation', { name: 'Pages' })
        .getByRole('link', { name: 'Tasks, 1 open' })
        .waitFor();
      await goTo(page, 'Tasks');
      await page.getByText('Northwind Dental Group: payment of').waitFor();
      await look('tasks');
      await page.getByRole('link', { name: 'Decide' }).click();
      await page.getByText('In review').first().waitFor();
      await look('payment-in-review');
    },
  );

  step('gives it another card and lets it go on', async ({ page, look }) => {
    await page.getByRole('button', { name: 'Change amount or method' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Mastercard ··0018').click();
    await look('review-other-method');
    await enterOn(dialog.getByRole('button', { name: 'Review change' }));
    await dialog.getByText('Nothing is charged until somebody lets it go on.').waitFor();
    await enterOn(dialog.getByRole('button', { name: 'Continue to confirm' }));
    await enterOn(dialog.getByRole('button', { name: /^Change it to / }));
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Let it go on' }).click();
    await look('let-go-on');
    await enterOn(page.getByRole('dialog').getByRole('button', { name: /^Let .* run on/ }));
    await page.getByText('goes on.').waitFor();
    await goTo(page, 'Tasks');
    await page.getByText('Nothing waits for you').first().waitFor();
    await page.getByRole('button', { name: /^Done today/ }).click();
    await page.getByText('Northwind Dental Group: payment of').waitFor();
    await look('tasks-done');
  });
}
