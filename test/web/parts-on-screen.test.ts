/**
 * Goal: every piece in every state can be used by everybody, on a desk and on a phone, light and dark,
 * under the strictest content policy, which forbids any style or script that is not a file of ours.
 * Method: the page of parts is built and served with that policy; Chromium opens it and what floats on
 * it, axe judges, and pictures are left in `test/.output/parts` to be laid beside the design.
 */
import { describeInBrowser } from '../support/browser';
import { type Screen, startScreen, partsPage } from './on-screen';

describeInBrowser('the parts on a screen', () => {
  let screen: Screen;

  beforeAll(async () => {
    screen = await startScreen('parts', partsPage());
  }, 120_000);

  afterAll(() => screen?.stop());

  test.each([1440, 1000, 360])(
    'fit at %i px in both schemes, and break no rule',
    async (width) => {
      await screen.open({ width, scheme: 'light' }, async (page) => {
        await page.getByRole('heading', { name: 'Parts' }).waitFor();
        // As high as all of it: what sticks to the window's edges would lie over other parts.
        await page.setViewportSize({ width, height: 6000 });
        await screen.judgeInBoth(page, 'parts', width);
        await page.setViewportSize({ width, height: 900 });

        await page.getByRole('button', { name: 'Say what is done' }).click();
        await page.getByRole('button', { name: 'Say trouble' }).click();
        await page.getByText('Not saved').waitFor();
        await screen.judgeInBoth(page, 'toasts', width);
        const messages = page.getByRole('button', { name: 'Close this message' });
        // A message may end by itself between the count and the click.
        while ((await messages.count()) > 0) {
          await messages
            .first()
            .click({ timeout: 2_000 })
            .catch(() => undefined);
        }

        await page.getByRole('button', { name: 'Open dialog' }).click();
        await page.getByRole('dialog', { name: 'Schedule payment' }).waitFor();
        await screen.judgeInBoth(page, 'dialog', width);
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });

        await page.getByRole('button', { name: 'Open drawer' }).click();
        await page.getByRole('dialog', { name: 'INV-0987' }).waitFor();
        await screen.judgeInBoth(page, 'drawer', width);
      });
    },
    60_000,
  );
});
