/** What an operator reads of a payment: current details, the summary of a timer, the last word. */
import type { PaymentStep } from '../domain/payment-step';
import type { PaymentState } from '../domain/payment';
import { amountForOperators, invoicesForOperators } from './operator-words';

const STATE_WORDS: Readonly<Record<PaymentState, string>> = {
  scheduled: 'Scheduled',
  reserved: 'Reserved, about to be charged',
  submitting: 'Being charged',
  actionRequired: 'Waits for the payer',
  unknown: 'Outcome unknown, the claim is kept',
  pending: 'Accepted, waits for the bank',
  settled: 'Settled',
  failed: 'Failed, no money moved',
  returned: 'Returned by the bank',
  disputed: 'Disputed',
  cancelled: 'Cancelled, no money moved',
  superseded: 'Superseded: nothing was left to pay',
  inReview: 'In review, waits for a person',
};

const NEXT_WORDS: Readonly<Record<PaymentStep['next'], string>> = {
  charge: 'Last look and charge',
  ask: 'Ask the gateway',
  finish: 'Make held adjustments final',
  none: 'Nothing; a person may act',
};

/** A short Markdown table; Temporal shows it while a worker answers. */
export function detailsOf(step: PaymentStep): string {
  const rows: [string, string][] = [
    ['State', STATE_WORDS[step.state]],
    ['Amount', amountForOperators(step.facts)],
    ['Invoices', invoicesForOperators(step.facts.invoiceNumbers)],
    ['Held on other payments', String(step.facts.heldAdjustments)],
    ['Next', nextOf(step)],
  ];
  if (step.facts.reason !== null) rows.push(['Why', step.facts.reason]);
  return [
    '| | |',
    '| --- | --- |',
    ...rows.map(([name, value]) => `| ${name} | ${cell(value)} |`),
  ].join('\n');
}

export function waitSummaryOf(step: PaymentStep): string {
  if (step.next === 'charge' && step.facts.runAt !== null)
    return `Runs at ${minuteOf(step.facts.runAt)}`;
  return `Waits: ${NEXT_WORDS[step.next].toLowerCase()}`;
}

export function explanationOf(step: PaymentStep): string {
  const words = STATE_WORDS[step.state];
  const reference =
    step.facts.gatewayReference === null ? '' : ` Reference ${step.facts.gatewayReference}.`;
  const reason = step.facts.reason === null ? '' : ` ${step.facts.reason}`;
  return `${words}.${reason}${reference}`;
}

function nextOf(step: PaymentStep): string {
  const at =
    step.next === 'charge' && step.facts.runAt !== null ? ` at ${minuteOf(step.facts.runAt)}` : '';
  return `${NEXT_WORDS[step.next]}${at}`;
}

/** `2026-12-04 15:00 UTC`, as the Temporal UI itself writes instants. */
const minuteOf = (instant: string) => `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;

/** A bar inside a value would end the cell. */
const cell = (value: string) => value.replaceAll('|', '\\|').replaceAll('\n', ' ');
