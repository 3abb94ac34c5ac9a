/** The first page: where everything is. */
import { html } from './html';

export const homePage = () => html`<h1>The outside world, for development</h1>
<p>A payment gateway with a memory of its own and an inbox that takes mail as Resend does. What is here stays
when the sandbox is killed and started again.</p>
<div class="cards">
<a href="/ledger"><b>Ledger</b>Every charge, its key, its state and the sums. Settle, return or dispute one by hand.</a>
<a href="/inbox"><b>Inbox</b>Mails as they were sent, with their attachments.</a>
<a href="/numbers"><b>Magic numbers</b>Cards and bank accounts, and what each does.</a>
<a href="/tokenize"><b>Form</b>The form that turns a number into a token.</a>
</div>
<h2>Levers</h2>
<p>Faults, outages, clocks, late requests, forgotten keys and the way reports leave are set by calls to
<code>/control</code>, from this machine only. <a href="/control">What is set now</a>.</p>`;
