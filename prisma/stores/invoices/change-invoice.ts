/**
 * A person holds an invoice, or only its autopay, or lets go of it (rules.md 21). What is scheduled
 * meets the hold at its run; only an autopay payment that waits is cancelled here and now.
 */
import type { Pool, PoolClient } from 'pg';
import type { Actor } from '../../../api/stores/actor';
import type { InvoiceStore } from '../../../api/stores/books';
import type { InvoiceChange } from '../../../contracts/invoices';
import type { GatewayLimits } from '../../../domain/plan';
import { ok, refuse } from '../../../domain/result';
import { BooksEdit } from '../books/books-edit';
import { lockBooksOf } from '../books/lock-books';
import { writeBooks } from '../books/write-books';
import { type NewEvent, recordEvent } from '../events/record-event';
import { stopWaitingAutopay } from '../payments/stop-autopay';
import { inTransaction } from '../transaction';
import { readInvoiceDetails } from './invoice-details';

type Change = InvoiceStore['change'];
type Changed = Awaited<ReturnType<Change>>;
type Finished = Readonly<{ keep: boolean; value: Changed }>;

type Flags = Readonly<{ onHold: boolean; autopayHold: boolean; autopayExcluded: boolean }>;

const LOCK = `
  SELECT version, organization_id, is_on_hold AS "onHold", autopay_hold AS "autopayHold",
         autopay_excluded AS "autopayExcluded"
    FROM invoice WHERE id = $1 FOR NO KEY UPDATE`;

const WAITING_AUTOPAY = `
  SELECT payment.id FROM payment_line AS line JOIN payment ON payment.id = line.payment_id
   WHERE line.invoice_id = $1 AND payment.kind = 'autopay' AND payment.state = 'scheduled'
   ORDER BY payment.id LIMIT 1`;

/** The reason and the person stay with the hold that they explain, and go when it goes. */
const WRITE = `
  UPDATE invoice SET
    is_on_hold = $2,
    hold_reason = CASE WHEN NOT $2 THEN NULL WHEN is_on_hold THEN hold_reason ELSE $5 END,
    held_by = CASE WHEN NOT $2 THEN NULL WHEN is_on_hold THEN held_by ELSE $6 END,
    held_at = CASE WHEN NOT $2 THEN NULL WHEN is_on_hold THEN held_at ELSE
      clock_timestamp() + business.clock_offset_ms * interval '1 millisecond' END,
    autopay_hold = $3,
    autopay_hold_reason = CASE WHEN NOT $3 THEN NULL WHEN autopay_hold THEN autopay_hold_reason ELSE $5 END,
    autopay_excluded = $4,
    version = invoice.version + 1
    FROM business WHERE invoice.id = $1`;

type Dependencies = Readonly<{ pool: Pool; now: () => Date; limits: GatewayLimits }>;

export function createChangeInvoice({ pool, now, limits }: Dependencies): Change {
  return (invoiceId, change, actor) =>
    inTransaction(pool, (client) =>
      attempt(client, { now: now(), limits }, invoiceId, change, actor),
    );
}

type Given = Readonly<{ now: Date; limits: GatewayLimits }>;

async function attempt(
  client: PoolClient,
  given: Given,
  invoiceId: string,
  change: InvoiceChange,
  actor: Actor,
): Promise<Finished> {
  const { rows } = await client.query<Flags & { version: number; organization_id: string }>(LOCK, [
    invoiceId,
  ]);
  const locked = rows[0];
  if (locked === undefined) return { keep: false, value: refuse({ code: 'NOT_FOUND' }) };
  const { version, organization_id: organizationId, ...before } = locked;
  if (version !== change.version) {
    const present = await read(client, given, invoiceId);
    return { keep: false, value: refuse({ code: 'VERSION_CONFLICT', present }) };
  }
  const after = afterChange(before, change);
  const stopsAutopay = after.autopayHold || after.autopayExcluded;
  const touchedPaymentIds = stopsAutopay ? await cancelAutopay(client, invoiceId, actor) : [];
  const events = eventsOf(before, after, change.reason ?? null);
  if (events.length > 0) {
    const { onHold, autopayHold, autopayExcluded } = after;
    const reason = change.reason ?? null;
    const values = [invoiceId, onHold, autopayHold, autopayExcluded, reason, actor.name];
    await client.query(WRITE, values);
  }
  for (const event of events) {
    const about = { ...event, actor, organizationId, invoiceId };
    await recordEvent((text, values) => client.query(text, values), about);
  }
  const invoice = await read(client, given, invoiceId);
  return { keep: true, value: ok({ invoice, touchedPaymentIds }) };
}

const afterChange = (before: Flags, change: InvoiceChange): Flags => ({
  onHold: change.onHold ?? before.onHold,
  autopayHold: change.autopayHold ?? before.autopayHold,
  autopayExcluded: change.autopayExcluded ?? before.autopayExcluded,
});

type About = Pick<NewEvent, 'kind' | 'reason' | 'before' | 'after'>;

function eventsOf(before: Flags, after: Flags, reason: string | null): About[] {
  const events: About[] = [];
  if (after.onHold !== before.onHold) {
    events.push({ kind: after.onHold ? 'invoice.held' : 'invoice.released', reason });
  }
  const changed = (['autopayHold', 'autopayExcluded'] as const).filter(
    (flag) => after[flag] !== before[flag],
  );
  if (changed.length > 0) {
    const only = (flags: Flags) => Object.fromEntries(changed.map((flag) => [flag, flags[flag]]));
    events.push({ kind: 'invoice.changed', reason, before: only(before), after: only(after) });
  }
  return events;
}

/** Answers the payments that it cancelled. */
async function cancelAutopay(
  client: PoolClient,
  invoiceId: string,
  actor: Actor,
): Promise<readonly string[]> {
  const { rows } = await client.query<{ id: string }>(WAITING_AUTOPAY, [invoiceId]);
  // The books of one of them are those of everything that is planned on its invoice.
  const books = rows[0] === undefined ? null : await lockBooksOf(client, rows[0].id);
  if (books === null) return [];
  const edit = new BooksEdit(books);
  const stopped = stopWaitingAutopay(edit, [invoiceId]);
  await writeBooks(client, edit, actor);
  return stopped;
}

async function read(client: PoolClient, { now, limits }: Given, invoiceId: string) {
  const [details] = await readInvoiceDetails(client, now, limits, [invoiceId]);
  if (details === undefined) throw new Error(`invoice ${invoiceId} went away while it was locked`);
  return details;
}
