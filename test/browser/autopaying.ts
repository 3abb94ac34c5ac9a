/**
 * The product's own example: a rule is to pay an invoice, a person pays 1,500.00 of it before, and the run
 * takes what is left and no more.
 */
import type { Page } from 'playwright-core';
import { until } from '../../bin/waiting.mjs';
import { CALLER_HEADER } from '../../contracts/client';
import { addDays } from '../../domain/calendar';
import { CLIENT, MATCHED, MATCHED_DUE_DAYS } from './books';
import { openMail, readInMail } from './mails';
import { enterOn, goTo, openClient } from './places';
import { CONTACT, type Step } from './story';

export function autopaying(step: Step): void {
  step('makes a rule, told what it matches while it is typed', async ({ page, look }) => {
    await openClient(page);
    await page.getByRole('link', { name: /^Autopay/ }).click();
    await page.getByText('No rule pays for this client').waitFor();
    await look('autopay-none');
    await page.getByRole('link', { name: 'Add rule' }).click();
    await page.getByLabel('Name').fill('Large invoices');
    await choose(page, 'Pays with', /Mastercard ··0018/);
    await page.getByRole('button', { name: 'Criterion', exact: true }).click();
    await choose(page, 'Criterion 1, field', 'Invoice total');
    await choose(page, 'Criterion 1, operator', 'is at least');
    await page.getByLabel('Criterion 1, value').fill('2,500');
    await page.getByText('1 of 5 open invoices, 2,500.00 USD').waitFor();
    await page.getByText('It takes 2,500.00 USD of 1 invoice.').waitFor();
    await look('autopay-rule');
    await enterOn(page.getByRole('button', { name: 'Save rule' }));
    await page.getByText('Added Large invoices').waitFor();
    await page.getByText('1 invoice, forecast 2,500.00 USD').waitFor();
    await look('autopay-forecast');
  });

  step('finds the run in the calendar, and none that waits for a yes', async (walk, stack) => {
    const { page, look } = walk;
    const month = addDays((await readClock(page, stack.page)).today, MATCHED_DUE_DAYS).slice(0, 7);
    await page.goto(`${stack.page}/calendar?month=${month}`);
    await page.getByRole('link', { name: `Autopay, ${CLIENT}, 2,500.00 USD` }).waitFor();
    await look('calendar');
    await goTo(page, 'Approvals');
    await page.getByText('No run waits for a yes').waitFor();
    await look('approvals');
  });

  step('sees which rule pays an invoice, and what a part paid before changes', async (walk) => {
    const { page, look } = walk;
    await goTo(page, 'Open invoices');
    await page.getByRole('button', { name: /^Autopay 1/ }).click();
    await page.getByRole('link', { name: MATCHED }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText(/^Large invoices takes 2,500\.00 USD on /).waitFor();
    await look('autopay-why');
    await drawer.getByRole('button', { name: /^Pay/ }).click();
    const dialog = page.getByRole('dialog').last();
    await dialog.getByLabel(`Amount on ${MATCHED}`).fill('1,500');
    await dialog.getByRole('radio', { name: /0018/ }).check();
    await enterOn(dialog.getByRole('button', { name: 'Review payment' }));
    const taken = dialog.getByRole('row').filter({ hasText: 'Large invoices' });
    await taken.getByText('−1,500.00').waitFor();
    expect(await dialog.getByRole('radio', { name: 'Evenly' }).count()).toBe(0);
    await look('autopay-lowered');
    await enterOn(dialog.getByRole('button', { name: 'Continue to confirm' }));
    await dialog.getByText('1 planned payment is lowered, 2,500.00 → 1,000.00').waitFor();
    await enterOn(dialog.getByRole('button', { name: 'Charge Mastercard ··0018 1,500.00 now' }));
    const live = dialog.getByRole('list', { name: 'What has happened' });
    await live.getByText('Charged, done').waitFor();
    await enterOn(dialog.getByRole('button', { name: 'Done' }));
    await drawer.getByText(/^Large invoices takes 1,000\.00 USD on /).waitFor();
    await look('autopay-after-part');
  });

  step('lets the day come: the run takes what is left', async ({ page, look }, stack) => {
    await moveClock(page, stack.page, MATCHED_DUE_DAYS + 1);
    await page.reload();
    const told = page.getByRole('dialog');
    await told.getByText(/^Large invoices ran on /).waitFor();
    await told.getByText(/^P-\d+ of 1,000\.00 USD: Settled\. The money has moved\.$/).waitFor();
    await look('autopay-ran');
    await told
      .getByText(/^P-\d+ of 1,000\.00 USD/)
      .getByRole('link')
      .click();
    await page.getByText('version 1', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Large invoices', exact: true }).waitFor();
    await look('autopay-payment');
  });

  step('reads the receipt of the run in the inbox', async (walk, { sandbox }) => {
    await openMail(walk, sandbox, CONTACT.email, /^Receipt P-\d+: 1,000\.00 USD paid to Lakefront/);
    await readInMail(walk, [MATCHED, '1,000.00', 'Mastercard ··0018']);
    await walk.look('inbox-autopay-receipt');
  });
}

async function choose(page: Page, label: string, option: string | RegExp): Promise<void> {
  await page.getByRole('combobox', { name: label }).click();
  await page.getByRole('option', { name: option }).click();
}

type Clock = Readonly<{ today: string; target: string | null; code?: string }>;

const clockOf = (address: string) => `${address}/api/sandbox/clock`;

async function readClock(page: Page, address: string): Promise<Clock> {
  return (await (await page.request.get(clockOf(address))).json()) as Clock;
}

/** Moves the sandbox's clock ahead by so many days, stopping at every run on the way as the page's API does. */
async function moveClock(page: Page, address: string, days: number): Promise<void> {
  const clock = clockOf(address);
  const { today } = await readClock(page, address);
  const to = `${addDays(today, days)}T18:00:00.000Z`;
  const isThere = await until(
    async () => {
      const moved = await page.request.post(clock, {
        data: { to },
        headers: { Origin: address, [CALLER_HEADER]: '1' },
        timeout: 60_000,
      });
      const { target, code } = (await moved.json()) as Clock;
      return target === null || code === 'CLOCK_NOT_FORWARD';
    },
    { limitMs: 100_000, everyMs: 200 },
  );
  if (isThere === null) throw new Error(`the clock does not come to ${to}`);
}
