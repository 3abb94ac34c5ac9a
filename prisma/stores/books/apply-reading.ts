/**
 * One reading of a source against one invoice, in the transaction of its caller: sets what is open,
 * marks our lines that it holds, and lets what is planned give way (rules.md 14).
 *
 * Invariant: a line leaves `firm` only in the write that sets the `open` which contains it. What
 * would raise headroom is written down and waits for a person.
 */
import type { PoolClient } from 'pg';
import { PaymentState } from '../../../domain/payment';
import {
  applyReading as readingOutcome,
  type ReadingEffect,
  type RiseCause,
} from '../../../domain/reading';
import type { BookInvoice } from './books';
import { BooksEdit, type TaskToOpen } from './books-edit';
import { disputedOfLines } from './disputed-lines';
import { lockBooksOfInvoice } from './lock-books';
import { lowerPlanned, plannedIn } from './lower-planned';
import { type WrittenBy, writeBooks } from './write-books';

export type ReadingRequest = Readonly<{
  invoiceId: string;
  sourceId: string;
  importId: string | null;
  /** UTC instant for which the balance speaks. */
  asOf: string;
  balanceMinor: number;
  /** What a person said, by payment: whether its line is in this balance. */
  inside: Readonly<Record<string, boolean>>;
  confirmedRise: RiseCause | null;
  decidedBy: string | null;
  actor: WrittenBy;
}>;

/** A settled line of ours that no reading has shown yet. */
export type LineNotInYet = Readonly<{
  paymentId: string;
  amountMinor: number;
  /** Civil date in the zone of the business. */
  settledOn: string;
}>;

export type ReadingResult = Readonly<{
  /** The invoice as it was. */
  before: BookInvoice;
  notInYet: readonly LineNotInYet[];
}> &
  (
    | Readonly<{ kind: 'older' }>
    /** Nothing was written but the reading itself: a person confirms it or not. */
    | Readonly<{ kind: 'rise'; proposed: ReadingEffect }>
    | Readonly<{ kind: 'applied'; effect: ReadingEffect; touchedPaymentIds: readonly string[] }>
  );

type Read = Readonly<{
  readAt: string | null;
  settled: readonly (LineNotInYet & Readonly<{ enteredAt: string | null }>)[];
  insideBefore: readonly Readonly<{ paymentId: string; isReturnedOrRefunded: boolean }>[];
  disputed: readonly Readonly<{ paymentId: string; amountMinor: number }>[];
}>;

const UTC = `AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

/** Under the lock of the invoice no payment on it settles or is returned meanwhile. */
const READ_LINES = {
  name: 'reading-lines',
  text: `
  SELECT json_build_object(
    'readAt', (SELECT to_char(max(as_of) ${UTC}) FROM reading
                WHERE invoice_id = $1 AND source_id = $2 AND outcome = 'applied'),
    'settled', (SELECT coalesce(json_agg(json_build_object('paymentId', payment_id,
        'amountMinor', line.amount_minor, 'enteredAt', to_char(entered_at ${UTC}),
        'settledOn', (settled_at AT TIME ZONE (SELECT zone FROM business))::date)
        ORDER BY settled_at, payment_id), '[]')
      FROM payment_line AS line JOIN payment ON payment.id = line.payment_id
     WHERE invoice_id = $1 AND state = '${PaymentState.settled}' AND inside_since IS NULL
       AND line.amount_minor > 0),
    'insideBefore', (SELECT coalesce(json_agg(json_build_object('paymentId', payment_id,
        'isReturnedOrRefunded', state = '${PaymentState.returned}') ORDER BY payment_id), '[]')
      FROM payment_line AS line JOIN payment ON payment.id = line.payment_id
     WHERE invoice_id = $1 AND inside_since IS NOT NULL AND line.amount_minor > 0),
    'disputed', (SELECT coalesce(json_agg(json_build_object('paymentId', payment_id,
        'amountMinor', line.amount_minor) ORDER BY settled_at, payment_id), '[]')
      FROM payment_line AS line JOIN payment ON payment.id = line.payment_id
     WHERE invoice_id = $1 AND state = '${PaymentState.disputed}' AND inside_since IS NOT NULL
       AND disputed_since IS NULL AND line.amount_minor > 0)) AS read`,
};

/** @throws Error when there is no such invoice; RangeError for a balance below zero. */
export async function applyReading(
  client: PoolClient,
  request: ReadingRequest,
): Promise<ReadingResult> {
  const { invoiceId, sourceId, inside } = request;
  const books = await lockBooksOfInvoice(client, invoiceId);
  const before = books.invoices[0];
  if (before === undefined) throw new Error(`invoice ${invoiceId} was not found`);
  const { rows } = await client.query<{ read: Read }>({
    ...READ_LINES,
    values: [invoiceId, sourceId],
  });
  const { readAt, settled, insideBefore, disputed } = rows[0]?.read ?? NOTHING_READ;
  const outcome = readingOutcome({
    invoice: { ...before, readAt },
    settled: settled.map((line) => ({ ...line, isInside: inside[line.paymentId] ?? null })),
    insideBefore,
    disputed,
    planned: plannedIn(books),
    reading: { balanceMinor: request.balanceMinor, asOf: request.asOf },
    confirmedRise: request.confirmedRise,
  });
  const notInYet = settled.map(({ paymentId, amountMinor, settledOn }) => ({
    paymentId,
    amountMinor,
    settledOn,
  }));
  if (outcome.kind === 'older') {
    await record(client, request, before, 'older', null);
    return { kind: 'older', before, notInYet };
  }
  if (outcome.kind === 'rise') {
    await record(client, request, before, 'waiting', outcome.proposed);
    return { kind: 'rise', proposed: outcome.proposed, before, notInYet };
  }
  const { kind: _, ...effect } = outcome;
  const edit = new BooksEdit(books);
  await setInvoice(client, request, effect);
  const touchedPaymentIds = lowerPlanned(edit, effect.adjustments, 'the balance fell');
  tell(edit, before, request, effect);
  await writeBooks(client, edit, request.actor);
  await record(client, request, before, 'applied', null);
  return { kind: 'applied', effect, touchedPaymentIds, before, notInYet };
}

const NOTHING_READ: Read = { readAt: null, settled: [], insideBefore: [], disputed: [] };

const SET_INVOICE = {
  name: 'reading-set-invoice',
  text: `
  WITH marked AS (
    UPDATE payment_line SET inside_since = $3::timestamptz
     WHERE invoice_id = $1 AND payment_id = ANY($2::uuid[]) RETURNING amount_minor
  ), shown AS (
    UPDATE payment_line SET disputed_since = $3::timestamptz
     WHERE invoice_id = $1 AND payment_id = ANY($9::uuid[])
  )
  UPDATE invoice SET open_minor = $4, firm_minor = $5,
         unposted_minor = unposted_minor - coalesce((SELECT sum(amount_minor) FROM marked), 0),
         -- No more than is open is under a dispute, beyond what our own lines say of themselves.
         disputed_minor = CASE WHEN $6::bigint <= $4::bigint THEN $6
           ELSE least($6, greatest($4, ${disputedOfLines('payment.id = ANY($9::uuid[])')})) END,
         overage_minor = $7, missing_since = NULL,
         read_at = greatest(read_at, $3::timestamptz),
         drift_since = CASE WHEN $8 THEN coalesce(drift_since, (SELECT clock_timestamp()
           + clock_offset_ms * interval '1 millisecond' FROM business)) ELSE drift_since END,
         version = version + 1
   WHERE id = $1`,
};

async function setInvoice(
  client: PoolClient,
  { invoiceId, asOf }: ReadingRequest,
  effect: ReadingEffect,
): Promise<void> {
  const { inside, inDisputed, openMinor, firmMinor, disputedMinor, overageMinor, isDrift } = effect;
  const counters = [openMinor, firmMinor, disputedMinor, overageMinor];
  await client.query({
    ...SET_INVOICE,
    values: [invoiceId, inside, asOf, ...counters, isDrift, inDisputed],
  });
}

/** Events, and the task of a drift: our line beside the reading. */
function tell(
  edit: BooksEdit,
  before: BookInvoice,
  { asOf, confirmedRise }: ReadingRequest,
  { openMinor, inside, isDrift }: ReadingEffect,
): void {
  const { invoiceId, organizationId, currency } = before;
  const isNews = openMinor !== before.openMinor || inside.length > 0 || before.isMissing;
  if (isNews) {
    edit.happenings.push({
      kind: 'invoice.read',
      paymentId: null,
      invoiceId,
      organizationId,
      reason: confirmedRise,
      before: null,
      after: { openMinor, openBeforeMinor: before.openMinor, currency, asOf, inside },
    });
  }
  if (!isDrift) return;
  edit.tasks.push(driftTask(before, openMinor, asOf));
}

/** Our line beside what came in. */
export function driftTask(before: BookInvoice, openMinor: number, asOf: string): TaskToOpen {
  const { invoiceId, organizationId, currency } = before;
  return {
    kind: 'invoiceDrifted',
    dedupeKey: `invoiceDrifted:${invoiceId}`,
    organizationId,
    paymentId: null,
    invoiceId,
    facts: { openMinor, openBeforeMinor: before.openMinor, currency, asOf },
  };
}

const RECORD = {
  name: 'reading-record',
  text: `
  WITH replaced AS (
    DELETE FROM reading WHERE invoice_id = $1 AND import_id = $4 AND outcome = 'waiting'
  )
  INSERT INTO reading (invoice_id, organization_id, source_id, import_id, as_of, balance_minor,
                       outcome, proposed, rise_is, decided_by, decided_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::text,
          CASE WHEN $10::text IS NOT NULL THEN clock_timestamp() END)`,
};

async function record(
  client: PoolClient,
  request: ReadingRequest,
  { organizationId }: BookInvoice,
  outcome: 'applied' | 'older' | 'waiting',
  proposed: ReadingEffect | null,
): Promise<void> {
  await client.query({
    ...RECORD,
    values: [
      request.invoiceId,
      organizationId,
      request.sourceId,
      request.importId,
      request.asOf,
      request.balanceMinor,
      outcome,
      proposed === null ? null : JSON.stringify(proposed),
      request.confirmedRise,
      request.decidedBy,
    ],
  });
}
