/**
 * What several scheduled payments would do, placed one after the other (page.md "Pay": Split into N).
 *
 * Invariant: each part is previewed as if those before it were placed under their ids, so that its
 * fingerprint is the one that its placement finds. Only a change by somebody else makes it another.
 */
import type { Pool } from 'pg';
import type { SplitPreview } from '../../../contracts/payment-preview';
import type { PreviewSplitBody } from '../../../contracts/payment-request';
import { PaymentState } from '../../../domain/payment';
import type { GatewayLimits } from '../../../domain/plan';
import { invoiceIdsOf, type PlacementRead } from './placement-read';
import { previewFrom, readPreview } from './preview';

type Planned = PlacementRead['planned'];

export function createPreviewSplit({
  pool,
  limits,
}: Readonly<{ pool: Pool; limits: GatewayLimits }>) {
  /** Null when the client does not exist. A part that would be refused plans nothing. */
  return async function previewSplit(split: PreviewSplitBody): Promise<SplitPreview | null> {
    const { parts, ...asked } = split;
    const lines = parts.flatMap((part) => part.lines);
    const { organizationId, read, names, autopay } = await readPreview(pool, {
      ...asked,
      lines,
      changes: null,
    });
    if (read.organizationName === null) return null;
    const shared = { ...asked, organizationId };

    const ids = new Set(parts.map(({ paymentId }) => paymentId));
    const others = read.planned.filter(({ paymentId }) => !ids.has(paymentId));
    const partsBefore: Planned[number][] = [];
    const previews = parts.map(({ paymentId, ...own }) => {
      const values = {
        request: { ...shared, ...own, changes: null },
        read: readOf(own.lines, { ...read, planned: others }),
        names,
        autopay,
        partsBefore: plannedWith(own.lines, partsBefore),
      };
      const preview = previewFrom(values, limits);
      // One that is placed already counts once, as it stands.
      const placed = read.planned.find((planned) => planned.paymentId === paymentId);
      if (placed !== undefined) {
        partsBefore.push(placed);
      } else if (preview.kind === 'possible') {
        const runOn = preview.timing?.runOn ?? own.runOn;
        partsBefore.push({ paymentId, state: PaymentState.scheduled, runOn, lines: own.lines });
      }
      return preview;
    });
    return { parts: previews };
  };
}

type Lines = PreviewSplitBody['parts'][number]['lines'];

/** What a placement of these lines alone would read: other invoices are no part of its fingerprint. */
function readOf(lines: Lines, read: PlacementRead): PlacementRead {
  const invoiceIds = new Set(invoiceIdsOf(lines));
  return {
    ...read,
    invoices: read.invoices.filter(({ invoiceId }) => invoiceIds.has(invoiceId)),
    planned: plannedWith(lines, read.planned),
  };
}

function plannedWith(lines: Lines, planned: Planned): Planned {
  const invoiceIds = new Set(invoiceIdsOf(lines));
  return planned.filter((payment) =>
    payment.lines.some(({ invoiceId }) => invoiceIds.has(invoiceId)),
  );
}
