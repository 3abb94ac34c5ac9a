/**
 * Records money from outside in one transaction: locked, decided by what the person saw, written with
 * what gives way, its event and the notices. The same id again answers what was recorded.
 */
import type { Pool, PoolClient } from 'pg';
import type { Actor } from '../../../api/stores/actor';
import type {
  ExternalAsked,
  ExternalPaymentStore,
  ExternalRefusal,
} from '../../../api/stores/external-payments';
import type { ExternalPayment } from '../../../contracts/external-payments';
import { ok, refuse } from '../../../domain/result';
import type { Books, BookInvoice } from '../books/books';
import { writeExternal } from '../books/external-change';
import { lockBooksOfInvoice } from '../books/lock-books';
import { writeNoticesOfInvoice } from '../payments/messages/external-notices';
import { type Finished, inTransaction } from '../transaction';
import { decideExternalPayment, READ_UNAPPLIED, type UnappliedRead } from './external-decision';
import { possiblePreview } from './preview-external-payment';

type Record = ExternalPaymentStore['record'];
type Request = Parameters<Record>[0];
type Answer = Awaited<ReturnType<Record>>;

export function createRecordExternalPayment(pool: Pool): Record {
  return (request, actor) =>
    inTransaction<Answer>(pool, (client) => attempt(client, request, actor));
}

const refused = (refusal: ExternalRefusal): Finished<Answer> => ({
  keep: false,
  value: refuse(refusal),
});

async function attempt(
  client: PoolClient,
  request: Request,
  actor: Actor,
): Promise<Finished<Answer>> {
  const { from, id } = request;
  // The invoice before everything that refers to it (rules.md 10).
  const books = await lockBooksOfInvoice(client, request.invoiceId);
  const [invoice] = books.invoices;
  if (invoice === undefined) return refused({ code: 'NOT_FOUND' });
  const known = await readRecorded(client, id);
  if (known !== null) {
    return isSame(known, request) ? again(known.payment) : refused({ code: 'PAYMENT_ID_USED' });
  }
  const unapplied =
    from.kind === 'creditApplied' ? await lockUnapplied(client, from.unappliedId) : null;
  if (from.kind === 'creditApplied' && unapplied === null) return refused({ code: 'NOT_FOUND' });

  const decided = decideExternalPayment(request, books, invoice, unapplied);
  if (!decided.ok) return refused({ code: 'REFUSED', refusals: decided.refusal });
  const { effect, fingerprint } = decided.value;
  if (request.fingerprint !== null && request.fingerprint !== fingerprint) {
    const preview = await possiblePreview(client, request, books, invoice, decided.value);
    return refused({ code: 'PLAN_CHANGED', preview });
  }
  const touchedPaymentIds = await writeExternal(client, books, effect, {
    invoiceId: invoice.invoiceId,
    kind: from.kind,
    reason: from.kind === 'receivedElsewhere' ? from.reason : null,
    told: toldOf(request, invoice, unapplied),
    actor,
  });
  await insert(client, request, books, invoice, actor);
  const mailedPaymentIds = await writeNoticesOfInvoice(
    client,
    invoice.invoiceId,
    id,
    books.business.now,
  );
  const recorded = await readRecorded(client, id);
  if (recorded === null) throw new Error(`external payment ${id} was not written`);
  const touched = [...new Set([...touchedPaymentIds, ...mailedPaymentIds])];
  return {
    keep: true,
    value: ok({ payment: recorded.payment, isNew: true, touchedPaymentIds: touched }),
  };
}

const again = (payment: ExternalPayment): Finished<Answer> => ({
  keep: false,
  value: ok({ payment, isNew: false, touchedPaymentIds: [] }),
});

async function lockUnapplied(client: PoolClient, id: string): Promise<UnappliedRead | null> {
  const { rows } = await client.query<UnappliedRead>({
    name: 'external-lock-unapplied',
    text: `${READ_UNAPPLIED} FOR NO KEY UPDATE`,
    values: [id],
  });
  return rows[0] ?? null;
}

function toldOf(
  { amountMinor, from }: ExternalAsked,
  { currency }: BookInvoice,
  unapplied: UnappliedRead | null,
) {
  return from.kind === 'receivedElsewhere'
    ? { amountMinor, currency, receivedOn: from.receivedOn, reference: from.reference }
    : { amountMinor, currency, documentNumber: unapplied?.documentNumber ?? null };
}

const INSERT = {
  name: 'external-insert',
  text: `
  WITH taken AS (
    UPDATE unapplied_money SET remaining_minor = remaining_minor - $6::bigint, version = version + 1
     WHERE id = $10::uuid
  )
  INSERT INTO external_payment (id, organization_id, invoice_id, currency, kind, amount_minor, received_on,
                                reference, reason, unapplied_id, recorded_by_id, recorded_by_name, recorded_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7::date, $8, $9, $10::uuid, $11, $12, $13)
  ON CONFLICT (id) DO NOTHING`,
};

async function insert(
  client: PoolClient,
  { id, amountMinor, from }: Request,
  { business }: Books,
  { organizationId, invoiceId, currency }: BookInvoice,
  actor: Actor,
): Promise<void> {
  const isReceived = from.kind === 'receivedElsewhere';
  const { rowCount } = await client.query({
    ...INSERT,
    values: [
      id,
      organizationId,
      invoiceId,
      currency,
      from.kind,
      amountMinor,
      isReceived ? from.receivedOn : null,
      isReceived ? from.reference : null,
      isReceived ? from.reason : null,
      isReceived ? null : from.unappliedId,
      actor.id,
      actor.name,
      business.now,
    ],
  });
  if (rowCount !== 1) throw new IdTakenError();
}

/** Another invoice took the id at this very moment: read again, and be told so. */
class IdTakenError extends Error {
  override readonly name = 'IdTakenError';
  /** A serialization failure, by which the transaction is tried again. */
  readonly code = '40001';
}

type Recorded = Readonly<{ payment: ExternalPayment; unappliedId: string | null }>;

const READ = {
  name: 'external-read',
  text: `
  SELECT json_build_object('id', external.id, 'kind', external.kind,
           'invoice', json_build_object('id', invoice.id, 'number', invoice.number),
           'amount', json_build_object('amountMinor', amount_minor, 'currency', external.currency),
           'receivedOn', received_on, 'reference', reference, 'reason', reason,
           'recordedAt', to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
           'recordedBy', recorded_by_name) AS payment, unapplied_id AS "unappliedId"
    FROM external_payment AS external JOIN invoice ON invoice.id = external.invoice_id
   WHERE external.id = $1`,
};

async function readRecorded(client: PoolClient, id: string): Promise<Recorded | null> {
  const { rows } = await client.query<Recorded>({ ...READ, values: [id] });
  return rows[0] ?? null;
}

function isSame(
  { payment, unappliedId }: Recorded,
  { invoiceId, amountMinor, from }: Request,
): boolean {
  if (payment.invoice.id !== invoiceId || payment.amount.amountMinor !== amountMinor) return false;
  return from.kind === 'creditApplied'
    ? unappliedId === from.unappliedId
    : payment.receivedOn === from.receivedOn &&
        payment.reference === from.reference &&
        payment.reason === from.reason;
}
