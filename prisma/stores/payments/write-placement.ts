/**
 * The rows of a new payment, whoever places it: a person or a rule of autopay. It was decided before,
 * and is written if that still holds.
 */
import type { Pool, PoolClient } from 'pg';
import { sumMinor } from '../../../domain/money';
import type { PaymentKind } from '../../../domain/payment';
import type { AudienceMember } from '../../../domain/receipt-audience';
import type { Adjustment, Line } from '../../../domain/trim';
import type { WrittenBy } from '../books/write-books';
import type { NewMessage } from './messages/message-rows';
import { sameBodyText } from './placed';
import type { KeptTiming } from './placement-decision';
import type { ReadForPlacing } from './placement-read';
import * as statements from './placement-statements';
import type { PlacementRequest } from './placement-types';

export type PlacementToWrite = Readonly<{
  paymentId: string;
  kind: PaymentKind;
  request: PlacementRequest;
  /** What it was decided from. */
  placing: ReadForPlacing;
  /** Planned payments that it lowers. */
  adjustments: readonly Adjustment[];
  /** Null for a payment that is made now. */
  timing: KeptTiming | null;
  recipients: readonly AudienceMember[];
  mails: readonly NewMessage[];
  placedBy: Pick<WrittenBy, 'id' | 'name'>;
  /** Who its events name. */
  by: WrittenBy;
  /** What its event says beside amount, date and lines. */
  told?: Readonly<Record<string, unknown>>;
}>;

/** Nothing was written where something is not as it was read, or the id has a payment. */
export type Written = 'written' | 'moved' | 'taken';

/** @throws Error when a part could not be written as decided: a bug. Then nothing was. */
export async function writePlacement(
  source: Pool | PoolClient,
  placement: PlacementToWrite,
): Promise<Written> {
  const { request, adjustments, mails } = placement;
  const parts = { lowers: adjustments.length > 0, mails: mails.length > 0 };
  const { rows } = await source.query<{ held: number; own: number }>({
    ...statements.writeStatement(parts),
    values: [
      ...ownValues(placement),
      ...(parts.lowers ? [JSON.stringify(adjustments.map(loweredRow))] : []),
      ...(parts.mails ? [JSON.stringify(mails)] : []),
    ],
  });
  if (rows[0]?.held !== request.lines.length) return 'moved';
  return rows[0].own === 1 ? 'written' : 'taken';
}

function ownValues(placement: PlacementToWrite): unknown[] {
  const { paymentId, kind, request, placing, timing, placedBy, by } = placement;
  const { number, organizationId, read } = placing;
  const { method, business } = read;
  return [
    ...[paymentId, number, organizationId, kind, timing === null ? 'reserved' : 'scheduled'],
    ...[request.methodId, method?.kind, request.currency, totalOf(request.lines), request.strategy],
    ...[request.reference, request.note, request.extraRecipients],
    ...[request.retryOf, request.restoredFrom, sameBodyText(request)],
    ...[placedBy.id, placedBy.name, business.now, JSON.stringify(placement.recipients)],
    ...[timing?.runOn, timing?.runTime, timing?.zone, timing?.runAt],
    JSON.stringify(request.lines.map((line, position) => deltaRow(placement, line, position))),
    ...[by.kind, by.id, by.name, JSON.stringify(toldOf(placement))],
  ];
}

function deltaRow(
  { placing, timing, adjustments }: PlacementToWrite,
  { invoiceId, amountMinor }: Line,
  position: number,
) {
  const isNow = timing === null;
  const seen = placing.read.invoices.find((invoice) => invoice.invoiceId === invoiceId);
  return {
    invoice_id: invoiceId,
    position,
    amount: amountMinor,
    firm: isNow ? amountMinor : 0,
    planned: isNow ? -takenOff(adjustments, invoiceId) : amountMinor,
    seen_open: seen?.openMinor,
    seen_firm: seen?.firmMinor,
    seen_disputed: seen?.disputedMinor,
    seen_planned: seen?.plannedMinor,
    seen_void: seen?.isVoid,
    seen_on_hold: seen?.isOnHold,
    seen_missing: seen?.isMissing,
    seen_drifted: seen?.isDrifted,
  };
}

function toldOf({ request, timing, told }: PlacementToWrite) {
  const { lines, currency } = request;
  return { amountMinor: totalOf(lines), currency, runOn: timing?.runOn ?? null, lines, ...told };
}

export const totalOf = (lines: readonly Line[]) =>
  sumMinor(lines.map(({ amountMinor }) => amountMinor));

const loweredRow = ({ paymentId, invoiceId, beforeMinor, afterMinor }: Adjustment) => ({
  payment_id: paymentId,
  invoice_id: invoiceId,
  before: beforeMinor,
  after: afterMinor,
});

const takenOff = (adjustments: readonly Adjustment[], invoiceId: string) =>
  adjustments
    .filter((adjustment) => adjustment.invoiceId === invoiceId)
    .reduce((sum, { beforeMinor, afterMinor }) => sum + beforeMinor - afterMinor, 0);

/** The planned payments that are lowered, each once. */
export const touchedBy = (adjustments: readonly Adjustment[]): string[] => [
  ...new Set(adjustments.map((adjustment) => adjustment.paymentId)),
];
