/**
 * The rows of a new payment, whoever places it: a person or a rule of autopay. Everything was locked
 * and decided before.
 */
import type { PoolClient } from 'pg';
import type { PaymentKind } from '../../../domain/payment';
import type { AudienceMember } from '../../../domain/receipt-audience';
import type { Adjustment, Line } from '../../../domain/trim';
import type { WrittenBy } from '../books/write-books';
import type { NewMessage } from './messages/message-rows';
import { sameBodyText } from './placed';
import type { KeptTiming } from './placement-decision';
import { invoiceIdsOf } from './placement-read';
import * as statements from './placement-statements';
import type { PlacementRequest } from './placement-types';

export type NewPayment = Readonly<{
  paymentId: string;
  kind: PaymentKind;
  request: PlacementRequest;
  by: Pick<WrittenBy, 'id' | 'name'>;
}>;

/** `number` without the prefix. The client is the survivor, where the one that was named was merged. */
export type Inserted = Readonly<{ number: string; organizationId: string }>;

/**
 * Inserts the payment, then locks its invoices. Null, and no lock, when the id is taken or the method
 * is not this client's.
 */
export async function insertAndLock(
  client: PoolClient,
  { paymentId, kind, request, by }: NewPayment,
): Promise<Inserted | null> {
  const total = request.lines.reduce((sum, line) => sum + Math.max(0, line.amountMinor), 0);
  const { rows } = await client.query<Inserted>({
    ...statements.INSERT_AND_LOCK,
    values: [
      paymentId,
      request.methodId,
      request.organizationId,
      kind,
      request.currency,
      total,
      request.strategy,
      request.reference,
      request.note,
      request.extraRecipients,
      request.retryOf,
      request.restoredFrom,
      sameBodyText(request),
      by.id,
      by.name,
      invoiceIdsOf(request.lines),
    ],
  });
  return rows[0] ?? null;
}

export type PlacementToWrite = Readonly<{
  paymentId: string;
  organizationId: string;
  currency: string;
  lines: readonly Line[];
  /** Planned payments that it lowers. */
  adjustments: readonly Adjustment[];
  /** Null for a payment that is made now. */
  timing: KeptTiming | null;
  recipients: readonly AudienceMember[];
  mails: readonly NewMessage[];
  by: WrittenBy;
  /** Business time, UTC. */
  now: string;
  /** What its event says beside amount, date and lines. */
  told?: Readonly<Record<string, unknown>>;
}>;

/** @throws Error when the guard of the ceiling said no: a bug, because everything was locked. */
export async function writePlacement(
  client: PoolClient,
  placement: PlacementToWrite,
): Promise<void> {
  const { paymentId, lines, adjustments, timing } = placement;
  const isNow = timing === null;
  const deltas = lines.map(({ invoiceId, amountMinor }, position) => ({
    invoice_id: invoiceId,
    position,
    amount: amountMinor,
    firm: isNow ? amountMinor : 0,
    planned: isNow ? -takenOff(adjustments, invoiceId) : amountMinor,
  }));
  const lowered = adjustments.map((adjustment) => ({
    payment_id: adjustment.paymentId,
    invoice_id: adjustment.invoiceId,
    before: adjustment.beforeMinor,
    after: adjustment.afterMinor,
  }));
  const { rows } = await client.query({
    ...statements.WRITE,
    values: [
      paymentId,
      JSON.stringify(deltas),
      JSON.stringify(lowered),
      placement.organizationId,
      placement.currency,
      placement.now,
      isNow ? 'reserved' : 'scheduled',
      timing?.runOn ?? null,
      timing?.runTime ?? null,
      timing?.zone ?? null,
      timing?.runAt ?? null,
      isNow ? 'real' : 'business',
      timing?.runAt ?? new Date().toISOString(),
      placement.by.id,
      placement.by.name,
      JSON.stringify(toldOf(placement)),
      JSON.stringify(placement.recipients),
      JSON.stringify(placement.mails),
      placement.by.kind,
    ],
  });
  const touched = touchedBy(adjustments).length;
  const wrote = [rows[0].claims, rows[0].own_lines, rows[0].other_lines, rows[0].kept];
  const wanted = [deltas.length, deltas.length, lowered.length, lowered.length];
  const isWhole = wrote.every((count, index) => count === wanted[index]);
  if (!isWhole || rows[0].own_and_told !== 2 + touched || rows[0].other_payments !== touched) {
    throw new Error(`a placement under locks wrote ${wrote} of ${wanted}`);
  }
}

function toldOf({ lines, currency, timing, told }: PlacementToWrite) {
  const amountMinor = lines.reduce((sum, line) => sum + line.amountMinor, 0);
  return { amountMinor, currency, runOn: timing?.runOn ?? null, lines, ...told };
}

const takenOff = (adjustments: readonly Adjustment[], invoiceId: string) =>
  adjustments
    .filter((adjustment) => adjustment.invoiceId === invoiceId)
    .reduce((sum, { beforeMinor, afterMinor }) => sum + beforeMinor - afterMinor, 0);

/** The planned payments that are lowered, each once. */
export const touchedBy = (adjustments: readonly Adjustment[]): string[] => [
  ...new Set(adjustments.map((adjustment) => adjustment.paymentId)),
];
