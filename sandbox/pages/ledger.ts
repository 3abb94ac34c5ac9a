/**
 * The ledger: what the gateway really did, for a person or a test to compare with our books.
 * `/ledger.json` gives the same as data.
 */
import { z } from 'zod';
import { type Charge, ChargeState, HOLDS_MONEY, refundedSum, stepsFrom } from '../gateway/charge';
import type { ChargeStore } from '../gateway/charge-store';
import { type Html, html } from './html';
import { amountText, shortTime } from './layout';

export const LedgerQuery = z.object({
  reference: z.string().trim().max(200).default(''),
  state: z.union([z.enum(ChargeState), z.literal('')]).default(''),
  account: z.string().max(100).default(''),
});
export type LedgerQuery = z.infer<typeof LedgerQuery>;

type Sums = Readonly<{ currency: string; held: number; refunded: number; returned: number }>;
export type Ledger = Readonly<{
  charges: readonly (Charge & { refunded: number })[];
  sums: readonly Sums[];
  /** Keys under which money is held more than once. There must be none. */
  takenTwice: readonly string[];
}>;

/** A page shows this many; the data give all. */
const ROWS_MAX = 200;

export function readLedger(
  charges: ChargeStore,
  { reference, state, account }: LedgerQuery,
): Ledger {
  const found = [...charges.all()].filter(
    (charge) =>
      (reference === '' || charge.reference.includes(reference) || charge.id === reference) &&
      (state === '' || charge.state === state) &&
      (account === '' || charge.account === account),
  );
  return {
    charges: found.reverse().map((charge) => ({ ...charge, refunded: refundedSum(charge) })),
    sums: sumsOf(found),
    takenTwice: takenTwice(found),
  };
}

function sumsOf(charges: readonly Charge[]): Sums[] {
  const byCurrency = new Map<string, Sums>();
  for (const charge of charges) {
    const { currency, amount } = charge;
    const sums = byCurrency.get(currency) ?? { currency, held: 0, refunded: 0, returned: 0 };
    byCurrency.set(currency, {
      currency,
      held: sums.held + (HOLDS_MONEY.has(charge.state) ? amount : 0),
      refunded: sums.refunded + refundedSum(charge),
      returned: sums.returned + (charge.state === ChargeState.returned ? amount : 0),
    });
  }
  return [...byCurrency.values()];
}

function takenTwice(charges: readonly Charge[]): string[] {
  const holding = charges.filter(({ state }) => HOLDS_MONEY.has(state));
  const counts = new Map<string, number>();
  for (const { account, reference } of holding) {
    const key = `${account} ${reference}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count > 1).map(([key]) => key);
}

export function ledgerPage(ledger: Ledger, query: LedgerQuery): Html {
  const shown = ledger.charges.slice(0, ROWS_MAX);
  return html`<h1>Ledger</h1>
<p class="dim">What this gateway did. ${ledger.charges.length} ${ledger.charges.length === 1 ? 'charge' : 'charges'}${shown.length < ledger.charges.length ? `, the newest ${ROWS_MAX} shown` : ''}. Times are the sandbox's calendar in UTC. <a href="/ledger.json">As data</a></p>
<div class="facts">${ledger.sums.flatMap(factsOf)}${fact('Keys charged twice', String(ledger.takenTwice.length), ledger.takenTwice.length > 0)}</div>
${searchForm(query)}
${shown.length === 0 ? html`<p>No charges here.</p>` : tableOf(shown)}`;
}

const factsOf = ({ currency, held, refunded, returned }: Sums): Html[] => [
  fact('Held', amountText(held, currency), false),
  fact('Refunded', amountText(refunded, currency), false),
  fact('Returned', amountText(returned, currency), false),
];

const fact = (label: string, value: string, isBad: boolean): Html =>
  html`<div><span class="label">${label}</span><span class="${isBad ? 'value bad' : 'value'}">${value}</span></div>`;

function searchForm({ reference, state, account }: LedgerQuery): Html {
  const states = ['', ...Object.values(ChargeState)].map(
    (value) =>
      html`<option value="${value}"${value === state ? html` selected` : null}>${value === '' ? 'Any state' : readable(value)}</option>`,
  );
  return html`<form class="search" method="get" action="/ledger">
<label>Key or reference<input type="search" name="reference" value="${reference}" size="44"></label>
<label>State<select name="state">${states}</select></label>
<input type="hidden" name="account" value="${account}">
<button type="submit">Search</button></form>`;
}

const tableOf = (charges: readonly Charge[]): Html => html`<div class="scroll"><table>
<thead><tr><th>Time</th><th>Key</th><th>Method</th><th class="amount">Amount</th><th>State</th><th>Happened</th><th>Do</th></tr></thead>
<tbody>${charges.map(rowOf)}</tbody></table></div>`;

function rowOf(charge: Charge): Html {
  const refunded = refundedSum(charge);
  return html`<tr>
<td class="time">${shortTime(charge.createdAt)}</td>
<td>${charge.reference}<span class="sub">${charge.id} · ${charge.account} · ${charge.statement}</span></td>
<td>${charge.methodLabel}<span class="sub">${charge.method}</span></td>
<td class="amount">${amountText(charge.amount, charge.currency)}${refunded > 0 ? html`<span class="sub">refunded ${amountText(refunded, charge.currency)}</span>` : null}</td>
<td><span class="chip ${toneOf(charge.state)}">${readable(charge.state)}</span>${charge.code === null ? null : html`<span class="sub">${charge.code}</span>`}</td>
<td>${charge.history.map(({ at, state }) => html`<span class="sub">${shortTime(at)} ${readable(state)}</span>`)}</td>
<td>${stepsFrom(charge.state).map(
    (step) =>
      html`<form class="inline" method="post" action="/control/charges/${charge.id}/${step}"><button class="small" type="submit">${readable(step)}</button></form>`,
  )}</td></tr>`;
}

const readable = (name: string): string => name.replaceAll(/[_-]/g, ' ');

function toneOf(state: ChargeState): string {
  if (state === ChargeState.settled) return 'good';
  if (state === ChargeState.pending || state === ChargeState.actionRequired) return 'warn';
  return state === ChargeState.voided ? '' : 'bad';
}
