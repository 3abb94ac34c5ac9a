/** The frame of every page, and the policy under which browsers show it. */
import type { Response } from 'express';
import { type Html, html } from './html';

const LINKS = [
  { path: '/ledger', title: 'Ledger' },
  { path: '/inbox', title: 'Inbox' },
  { path: '/numbers', title: 'Magic numbers' },
] as const;

/** Nothing from elsewhere, no script but our own files, and no frame around it. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; " +
  "frame-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'";

export function sendPage(
  response: Response,
  { title, path, body }: Readonly<{ title: string; path: string; body: Html }>,
  status = 200,
): void {
  const links = LINKS.map(
    (link) =>
      html`<a href="${link.path}"${path === link.path ? html` aria-current="page"` : null}>${link.title}</a>`,
  );
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Sandbox</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/sandbox.css">
</head>
<body>
<header class="top"><strong><a href="/">Sandbox</a></strong><nav aria-label="Pages">${links}</nav><span class="chip warn">No real money</span></header>
<main>
${body}
</main>
</body>
</html>`;
  response.set('content-security-policy', `${PAGE_POLICY}; frame-ancestors 'none'`);
  response.status(status).type('html').send(page.text);
}

/** `2026-11-02 15:04:05`, in UTC: tables of a gateway are compared, not read aloud. */
export const shortTime = (instant: string): string => instant.slice(0, 19).replace('T', ' ');

/** Digits as the currency has them, by the browser's own table. */
export function amountText(amountMinor: number, currency: string): string {
  const format = new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    currencyDisplay: 'code',
  });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amountMinor / 10 ** digits).replaceAll('\u00a0', ' ');
}
