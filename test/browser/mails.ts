/** The inbox of the sandbox, as whoever got a mail looks at it. */
import { until } from '../../bin/waiting.mjs';
import type { Walk } from './walk';

/** Mails take a moment: the list is read again until the one that is waited for is there. */
export async function openMail(
  { page }: Walk,
  sandbox: string,
  to: string,
  subject: string | RegExp,
): Promise<void> {
  const link = page.getByRole('link', { name: subject });
  const isThere = await until(
    async () => {
      await page.goto(`${sandbox}/inbox?to=${encodeURIComponent(to)}`);
      return (await link.count()) > 0;
    },
    { limitMs: 30_000, everyMs: 300 },
  );
  if (isThere === null) throw new Error(`no mail to ${to} with the subject ${String(subject)}`);
  await link.first().click();
}

export async function readInMail({ page }: Walk, texts: readonly string[]): Promise<void> {
  const mail = page.frameLocator('iframe[title="HTML of the mail"]');
  for (const text of texts) {
    // The line for the list of mails is hidden in the mail itself.
    await mail.getByText(text).filter({ visible: true }).first().waitFor();
  }
}
