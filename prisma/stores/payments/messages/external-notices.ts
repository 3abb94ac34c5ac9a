/**
 * Tells clients which of their planned payments something from outside lowered: one notice per client
 * and occasion (rules.md 19). An import waits until its rows are through; a person's word tells at once.
 */
import type { PoolClient } from 'pg';
import type { ChangeCause, ChangedPaymentFacts } from '../../../../domain/message-facts';
import { PaymentState } from '../../../../domain/payment';
import { type MailFacts, paymentOf, readMailFacts } from './mail-facts';
import { messageTo, type NewMessage } from './message-rows';
import { type MailRecipient, receiptRecipients } from './recipients';
import { insert } from './write-messages';

/** An adjustment from outside that nobody was told of. */
export type Untold = Readonly<{
  id: string;
  organizationId: string;
  paymentId: string;
  paymentNumber: string;
  currency: string;
  state: PaymentState;
  amountMinor: number;
  runAt: string;
  zone: string;
  invoiceNumber: string;
  isVoid: boolean;
  beforeMinor: number;
  afterMinor: number;
}>;

/** SQL of `Untold`, over `adjustment`, `payment` and `invoice`, in the order in which they are told. */
export const UNTOLD = `
  SELECT adjustment.id::text, payment.organization_id AS "organizationId", payment.id AS "paymentId",
         'P-' || payment.number AS "paymentNumber", payment.currency, payment.state,
         payment.amount_minor::float8 AS "amountMinor", payment.zone,
         to_char(run_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "runAt",
         invoice.number AS "invoiceNumber", is_void AS "isVoid", before_minor::float8 AS "beforeMinor",
         after_minor::float8 AS "afterMinor"
    FROM adjustment JOIN payment ON payment.id = payment_id JOIN invoice ON invoice.id = adjustment.invoice_id
   WHERE cause = 'external' AND noticed_at IS NULL AND run_at IS NOT NULL
     AND adjustment.reason <> 'given back and trimmed again'`;

export const UNTOLD_ORDER = 'ORDER BY run_at, payment.id, adjustment.id';

const OF_INVOICE = {
  name: 'external-untold-of-invoice',
  text: `${UNTOLD} AND adjustment.invoice_id = $1 AND written_at = $2::timestamptz ${UNTOLD_ORDER}`,
};

/**
 * What the transaction lowered on one invoice at `now`. Answers the payments under which the notices
 * are kept: their workflows send them.
 *
 * @param occasion tells one change of the same payment from another.
 */
export async function writeNoticesOfInvoice(
  client: PoolClient,
  invoiceId: string,
  occasion: string,
  now: string,
): Promise<readonly string[]> {
  const { rows } = await client.query<Untold>({ ...OF_INVOICE, values: [invoiceId, now] });
  return writeNotices(client, rows, occasion, now);
}

/** One mail per client and recipient for all of them. */
export async function writeNotices(
  client: PoolClient,
  untold: readonly Untold[],
  occasion: string,
  now: string,
): Promise<readonly string[]> {
  if (untold.length === 0) return [];
  const facts = await readMailFacts(client, [...new Set(untold.map(({ paymentId }) => paymentId))]);
  const told: string[] = [];
  for (const ofClient of groupedBy(untold, 'organizationId').values()) {
    const [first] = ofClient;
    if (first === undefined) continue;
    const ids = ofClient.map(({ id }) => id);
    await insert(client, noticesOf(facts, occasion, first.paymentId, ofClient), now, ids);
    told.push(first.paymentId);
  }
  return told;
}

/** One mail per recipient, with those changed payments that they were shown as a recipient of. */
function noticesOf(
  facts: MailFacts,
  of: string,
  keptUnder: string,
  untold: readonly Untold[],
): NewMessage[] {
  const byPayment = groupedBy(untold, 'paymentId');
  const recipients = new Map<string, { recipient: MailRecipient; of: ChangedPaymentFacts[] }>();
  for (const [paymentId, changes] of byPayment) {
    for (const recipient of receiptRecipients(facts, paymentOf(facts, paymentId))) {
      const key = recipient.address.toLowerCase();
      const known = recipients.get(key) ?? { recipient, of: [] };
      known.of.push(changedOf(changes));
      recipients.set(key, known);
    }
  }
  const cause = causeOf(untold);
  // The same occasion may lower the same payment once more: that is told too.
  const occasion = `paymentChanged:${of}:${untold.at(-1)?.id ?? ''}`;
  return [...recipients.values()].map(({ recipient, of: payments }) =>
    messageTo(
      facts,
      paymentOf(facts, keptUnder),
      recipient,
      { kind: 'paymentChanged', cause, payments },
      occasion,
    ),
  );
}

function causeOf(untold: readonly Untold[]): ChangeCause {
  const invoiceNumbers = [...new Set(untold.map(({ invoiceNumber }) => invoiceNumber))];
  const kind = untold.every(({ isVoid }) => isVoid) ? 'void' : 'balance';
  return { kind, invoiceNumbers };
}

function changedOf(changes: readonly Untold[]): ChangedPaymentFacts {
  const [first] = changes;
  if (first === undefined) throw new Error('a payment without a change is not told of');
  const { paymentNumber: number, currency, runAt: at, zone } = first;
  return {
    number,
    currency,
    runsAtBefore: { at, zone },
    runsAtAfter: { at, zone },
    lines: changes.map(({ invoiceNumber, beforeMinor, afterMinor }) => ({
      invoiceNumber,
      beforeMinor,
      afterMinor,
    })),
    next: nextOf(first),
  };
}

function nextOf({ state, amountMinor }: Untold): ChangedPaymentFacts['next'] {
  if (state === PaymentState.inReview) return 'inReview';
  if (state !== PaymentState.scheduled) return 'ended';
  return amountMinor > 0 ? 'runs' : 'waits';
}

function groupedBy(
  untold: readonly Untold[],
  key: 'organizationId' | 'paymentId',
): Map<string, Untold[]> {
  const groups = new Map<string, Untold[]>();
  for (const one of untold) groups.set(one[key], [...(groups.get(one[key]) ?? []), one]);
  return groups;
}
