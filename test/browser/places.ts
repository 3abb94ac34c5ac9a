/** Ways to places that several chapters go to. */
import type { Locator, Page } from 'playwright-core';
import { CLIENT } from './books';

export async function goTo(page: Page, place: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Pages' }).getByText(place).click();
}

export async function openClient(page: Page): Promise<void> {
  await goTo(page, 'Organizations');
  await page.getByRole('link', { name: CLIENT }).click();
  await page.getByRole('checkbox', { name: 'Select INV-1042' }).waitFor();
}

/** Presses Enter on a button as soon as it is on: a key pressed before that goes nowhere. */
export async function enterOn(button: Locator): Promise<void> {
  await button.click({ trial: true });
  await button.press('Enter');
}
