/** A payment as the answer to a placement shows it, and what *the same body* means. */
import type { Pool, PoolClient } from 'pg';
import type { PaymentKind, PaymentState } from '../../../domain/payment';
import { READ_PLACED } from './placement-statements';
import type { PlacedPayment, PlacementRequest } from './placement-types';

type Row = Readonly<{
  id: string;
  version: number;
  number: string;
  kind: PaymentKind;
  state: PaymentState;
  amount_minor: string;
  currency: string;
  run_on: string | null;
  run_at: Date | null;
  request_body: string;
}>;

/** Null when no payment with this id was ever placed. */
export async function readPlaced(
  source: Pool | PoolClient,
  paymentId: string,
): Promise<Readonly<{ payment: PlacedPayment; requestBody: string }> | null> {
  const { rows } = await source.query<Row>({ ...READ_PLACED, values: [paymentId] });
  const row = rows[0];
  if (row === undefined) return null;
  const payment = {
    id: row.id,
    version: row.version,
    number: `P-${row.number}`,
    kind: row.kind,
    state: row.state,
    amount: { amountMinor: Number(row.amount_minor), currency: row.currency },
    runOn: row.run_on,
    runAt: row.run_at?.toISOString() ?? null,
  };
  return { payment, requestBody: row.request_body };
}

/** As a transaction leaves a payment that is known to exist. */
export async function placedIn(client: PoolClient, paymentId: string): Promise<PlacedPayment> {
  const placed = await readPlaced(client, paymentId);
  if (placed === null) throw new Error(`no payment ${paymentId}`);
  return placed.payment;
}

/** One spelling of a request. The fingerprint is no part of it: a repeat is a repeat whatever it saw. */
export function sameBodyText({ fingerprint: _, ...request }: PlacementRequest): string {
  return JSON.stringify([
    request.organizationId,
    request.methodId,
    request.currency,
    request.lines.map((line) => [line.invoiceId, line.amountMinor]),
    request.runOn,
    request.strategy,
    request.reference,
    request.note,
    request.extraRecipients,
    request.retryOf,
    request.restoredFrom,
  ]);
}
