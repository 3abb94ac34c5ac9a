/** One balance of a list as a reading of a known invoice, with what a person said of it. */
import type { StagedBalance } from '../../../accounting';
import { RiseCause } from '../../../domain/reading';
import { applyReading, type ReadingResult } from '../books/apply-reading';
import type { KnownInvoice } from './known-invoice';
import type { RowContext } from './row-context';
import { leftOut, type RowEffect, type Verdict, verdict } from './staged';

export async function readBalance(
  context: RowContext,
  row: StagedBalance,
  known: KnownInvoice,
  asOf: string,
): Promise<Verdict> {
  const { client, decision, head, decidedBy, actor } = context;
  const parts = { organizationId: known.organizationId, invoiceId: known.id };
  if (decision.rise?.cause === null) return leftOut(parts);
  const result = await applyReading(client, {
    invoiceId: known.id,
    sourceId: head.sourceId,
    importId: head.importId,
    asOf,
    balanceMinor: row.openMinor,
    inside: decision.inside ?? {},
    confirmedRise: confirmedRise(context, row, known),
    decidedBy,
    actor,
  });
  return { ...verdictOf(result, row, context), ...parts };
}

function older(effect: Partial<RowEffect>): Verdict {
  return verdict('unchanged', {
    code: 'older',
    reason: 'A newer list of this source has been read.',
    effect,
  });
}

/** A verdict where a newer list of the source has spoken of the invoice; null where this one may. */
export async function olderThanRead(
  { client, head }: RowContext,
  { openMinor, currency }: StagedBalance,
  known: KnownInvoice,
  asOf: string,
): Promise<Verdict | null> {
  const { rows } = await client.query<{ is_older: boolean }>({
    name: 'import-is-older',
    text: `
      SELECT EXISTS (
        SELECT FROM reading WHERE invoice_id = $1 AND source_id = $2 AND outcome = 'applied'
           AND as_of > $3) AS is_older`,
    values: [known.id, head.sourceId, asOf],
  });
  if (rows[0]?.is_older !== true) return null;
  const effect = { currency, beforeMinor: known.openMinor, afterMinor: openMinor };
  const { organizationId, id: invoiceId } = known;
  return { ...older(effect), organizationId, invoiceId };
}

/**
 * A word on a rise holds for the one that was shown: where the books have another balance since, it is
 * shown again. Who ticks a payment as inside has said why headroom rises: the line leaves firm. A
 * balance that itself rises still needs its own word.
 */
function confirmedRise(
  { decision }: RowContext,
  { openMinor }: StagedBalance,
  known: KnownInvoice,
): RiseCause | null {
  if (decision.rise?.fromMinor === known.openMinor) return decision.rise.cause;
  const hasTick = Object.values(decision.inside ?? {}).some((isInside) => isInside);
  return hasTick && openMinor <= known.openMinor ? RiseCause.other : null;
}

function verdictOf(
  result: ReadingResult,
  { openMinor, currency }: StagedBalance,
  { decision }: RowContext,
): Verdict {
  const beforeMinor = result.before.openMinor;
  const notInYet: RowEffect['notInYet'] = result.notInYet.map((line) => ({
    ...line,
    isProposed: beforeMinor - openMinor >= line.amountMinor,
    isInside: decision.inside?.[line.paymentId] ?? null,
  }));
  const effect = { currency, beforeMinor, afterMinor: openMinor, notInYet };
  if (result.kind === 'older') return older({ currency, beforeMinor, afterMinor: openMinor });
  if (result.kind === 'rise') {
    return verdict('waiting', {
      code: 'rise',
      reason: 'More could be taken than before. It is applied when a person says what it is.',
      effect: {
        ...effect,
        decisions: notInYet.length > 0 ? ['rise', 'inside'] : ['rise'],
      },
    });
  }
  const { effect: done, touchedPaymentIds } = result;
  const left = notInYet.filter(({ paymentId }) => done.outside.includes(paymentId));
  const parts = {
    touchedPaymentIds,
    effect: {
      ...effect,
      notInYet: left,
      decisions: left.length > 0 ? (['inside'] as const).slice() : [],
    },
  };
  if (openMinor < beforeMinor) {
    return verdict('updated', {
      ...parts,
      code: openMinor === 0 ? 'paidInFull' : 'balanceLower',
      reason: touchedPaymentIds.length > 0 ? loweredWords(touchedPaymentIds.length) : null,
    });
  }
  if (openMinor > beforeMinor) return verdict('updated', { ...parts, code: 'rise' });
  return done.inside.length > 0
    ? verdict('updated', { ...parts, code: 'inside' })
    : verdict('unchanged', { ...parts, code: 'known' });
}

function loweredWords(count: number): string {
  return count === 1
    ? 'One planned payment was lowered by it.'
    : `${count} planned payments were lowered by it.`;
}
