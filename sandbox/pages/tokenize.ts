/**
 * The form that turns a number into a token. It stands in a frame of the staff page and sends the
 * number straight here, so that the staff page and its API never see it.
 *
 * `/tokenize?kind=card|bankDebit&origin=…&scheme=light|dark`. It talks to the page around it (or the
 * one that opened it) by messages, and only to `origin`:
 * `{source: 'sandbox-form', type: 'ready' | 'resized', height}`,
 * `{source: 'sandbox-form', type: 'token', token, kind, brand, lastFour, expiresIn}`.
 * The page around it may send `{target: 'sandbox-form', type: 'submit'}` in place of its button,
 * or `{target: 'sandbox-form', type: 'scheme', scheme}` when the theme changes.
 */
import type { Response } from 'express';
import { z } from 'zod';
import { isLoopbackOrigin } from '../loopback';
import { html } from './html';

export const TokenizeQuery = z.object({
  kind: z.enum(['card', 'bankDebit']).default('card'),
  origin: z.string().refine(isLoopbackOrigin).optional(),
  scheme: z.enum(['light', 'dark', 'auto']).default('auto'),
});
export type TokenizeQuery = z.infer<typeof TokenizeQuery>;

/** Pages of this machine may frame the form, nobody else. */
const POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; form-action 'none'; " +
  "base-uri 'none'; frame-ancestors http://127.0.0.1:* http://localhost:*";

const cardFields = html`<div><label for="number">Card number</label>
<input id="number" name="number" inputmode="numeric" autocomplete="cc-number" maxlength="23" required>
<p class="error" data-field="number" role="alert"></p></div>
<div class="row"><div><label for="expiry">Expires (MM/YY)</label>
<input id="expiry" name="expiry" inputmode="numeric" autocomplete="cc-exp" placeholder="MM/YY" maxlength="7" required>
<p class="error" data-field="expiresIn" role="alert"></p></div>
<div><label for="securityCode">Security code</label>
<input id="securityCode" name="securityCode" inputmode="numeric" autocomplete="cc-csc" maxlength="4" required>
<p class="error" data-field="securityCode" role="alert"></p></div></div>`;

const bankFields = html`<div class="row"><div><label for="routingNumber">Routing number</label>
<input id="routingNumber" name="routingNumber" inputmode="numeric" autocomplete="off" maxlength="9" required>
<p class="error" data-field="routingNumber" role="alert"></p></div>
<div><label for="accountNumber">Account number</label>
<input id="accountNumber" name="accountNumber" inputmode="numeric" autocomplete="off" maxlength="17" required>
<p class="error" data-field="accountNumber" role="alert"></p></div></div>`;

export function sendTokenizePage(
  response: Response,
  { kind, origin, scheme }: TokenizeQuery,
): void {
  const page = html`<!doctype html>
<html lang="en"${scheme === 'auto' ? null : html` data-scheme="${scheme}"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${kind === 'card' ? 'Card' : 'Bank account'} · Sandbox gateway</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/sandbox.css">
<script src="/tokenize.js" defer></script>
</head>
<body class="form" data-kind="${kind}" data-origin="${origin ?? ''}">
<form class="token" method="post" novalidate aria-label="${kind === 'card' ? 'Card' : 'Bank account'}">
<p class="note">Sandbox: use a <a href="/numbers" target="_blank" rel="noopener">magic number</a>, never a real one.</p>
${kind === 'card' ? cardFields : bankFields}
<p class="error" data-field="form" role="alert"></p>
<div><button class="primary" type="submit">${kind === 'card' ? 'Save card' : 'Save bank account'}</button></div>
<p role="status" id="done"></p>
</form>
</body>
</html>`;
  response.set({ 'content-security-policy': POLICY, 'cache-control': 'no-store' });
  response.type('html').send(page.text);
}
