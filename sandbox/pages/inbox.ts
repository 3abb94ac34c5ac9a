/** The inbox: the list of mails, and one of them. */
import { addressIn } from '../inbox/mail-request';
import type { StoredMail } from '../inbox/post-office';
import { type Html, html } from './html';
import { shortTime } from './layout';

/** A page shows this many; a search finds the rest. */
const ROWS_MAX = 200;

export function inboxPage(mails: readonly StoredMail[], to: string): Html {
  const shown = mails.slice(0, ROWS_MAX);
  return html`<h1>Inbox</h1>
<p class="dim">Mails as they were sent. ${mails.length} ${mails.length === 1 ? 'mail' : 'mails'}${shown.length < mails.length ? `, the newest ${ROWS_MAX} shown` : ''}. <a href="/inbox/mails.json">As data</a></p>
<form class="search" method="get" action="/inbox"><label>Recipient<input type="search" name="to" value="${to}" size="36"></label><button type="submit">Search</button></form>
${shown.length === 0 ? html`<p>No mails here.</p>` : tableOf(shown)}`;
}

const tableOf = (mails: readonly StoredMail[]): Html => html`<div class="scroll"><table>
<thead><tr><th>Time</th><th>To</th><th>Subject</th><th>Attachments</th><th>State</th></tr></thead>
<tbody>${mails.map(
  (mail) => html`<tr><td class="time">${shortTime(mail.receivedAt)}</td>
<td>${mail.to.map((address) => addressIn(address) ?? address).join(', ')}</td>
<td><a href="/inbox/mails/${mail.id}">${mail.subject}</a></td>
<td>${mail.attachments.map(({ fileName }) => fileName).join(', ')}</td><td>${stateChip(mail)}</td></tr>`,
)}</tbody></table></div>`;

const stateChip = ({ state }: StoredMail): Html =>
  html`<span class="chip ${state === 'bounced' ? 'bad' : 'good'}">${state}</span>`;

export function mailPage(mail: StoredMail): Html {
  const facts: readonly (readonly [string, string])[] = [
    ['From', mail.from],
    ['To', mail.to.join(', ')],
    ['Cc', mail.cc.join(', ')],
    ['Bcc', mail.bcc.join(', ')],
    ['Reply to', mail.replyTo.join(', ')],
    ['Received', `${shortTime(mail.receivedAt)} UTC`],
    ['Id', mail.id],
    ['Idempotency key', mail.idempotencyKey ?? ''],
    ...Object.entries(mail.headers),
  ];
  return html`<p><a href="/inbox">Inbox</a></p>
<h1>${mail.subject}</h1>
<p>${stateChip(mail)}</p>
<table class="facts"><tbody>${facts
    .filter(([, value]) => value !== '')
    .map(
      ([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`,
    )}</tbody></table>
${
  mail.attachments.length === 0
    ? null
    : html`<h2>Attachments</h2><ul>${mail.attachments.map(
        ({ fileName, sizeBytes, contentType }, index) =>
          html`<li><a href="/inbox/mails/${mail.id}/attachments/${index}">${fileName}</a> <span class="dim">${contentType} · ${sizeBytes} bytes</span></li>`,
      )}</ul>`
}
${mail.html === null ? null : html`<h2>HTML</h2><iframe class="mail" title="HTML of the mail" sandbox="" src="/inbox/mails/${mail.id}/html"></iframe>`}
${mail.text === null ? null : html`<h2>Text</h2><pre>${mail.text}</pre>`}`;
}
