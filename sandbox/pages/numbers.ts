/** The list of magic numbers. */
import { MAGIC_METHODS, MAGIC_ROUTING_NUMBER, type MagicMethod } from '../gateway/magic-methods';
import { PROFILES } from '../gateway/profiles';
import { type Html, html } from './html';

const grouped = (number: string): string => number.replaceAll(/(\d{4})(?=\d)/g, '$1 ');

const rowOf = ({ token, kind, number, title }: MagicMethod): Html => html`<tr>
<td class="id">${kind === 'card' ? grouped(number) : number}</td><td>${title}</td><td><code>${token}</code></td></tr>`;

const tableOf = (kind: MagicMethod['kind'], head: string): Html => html`<div class="scroll"><table>
<thead><tr><th>${head}</th><th>What it does</th><th>Token that is always there</th></tr></thead>
<tbody>${MAGIC_METHODS.filter((method) => method.kind === kind).map(rowOf)}</tbody></table></div>`;

export const numbersPage = (): Html => html`<h1>Magic numbers</h1>
<p class="dim">Any future expiry and any security code will do. Every other valid number succeeds.</p>
<h2>Cards</h2>
${tableOf('card', 'Number')}
<h2>Bank accounts</h2>
<p class="dim">Routing number <code>${MAGIC_ROUTING_NUMBER}</code>. Days are those of the sandbox's calendar, which can be moved.</p>
${tableOf('bankDebit', 'Account number')}
<h2>Merchant accounts</h2>
<div class="scroll"><table>
<thead><tr><th>Account</th><th>Fence</th><th>Keys live</th><th>Duplicate window</th><th class="amount">Minimum</th><th class="amount">Maximum</th></tr></thead>
<tbody>${[...PROFILES].map(
  ([account, profile]) => html`<tr><td class="id">${account}</td><td>${profile.fence}</td>
<td>${profile.keyLifetimeHours} h</td><td>${profile.duplicateWindowSeconds === null ? 'none' : `${profile.duplicateWindowSeconds} s`}</td>
<td class="amount">${profile.minimumMinor}</td><td class="amount">${profile.maximumMinor}</td></tr>`,
)}</tbody></table></div>`;
