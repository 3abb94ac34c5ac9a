import { useQuery } from '@tanstack/react-query';
import type { PaymentRow } from '../../../contracts/payment-row';
import type { PaymentPreview, PossiblePreview } from '../../../contracts/payment-preview';
import { useApi } from '../../api/api';
import { operationQuery } from '../../api/operation-query';
import { useWords } from '../../words/business';

/** A picture that was looked at, and when it came, on the business's clock. */
export type Seen = Readonly<{ preview: PossiblePreview; readAt: string }>;

/** It takes nothing, or not any more. */
const TAKES_NOTHING: ReadonlySet<PaymentRow['state']> = new Set([
  'cancelled',
  'failed',
  'superseded',
]);

/** Enough that one of now is among them after some that came to nothing. */
const LOOKED_AT = 10;

/**
 * Who changed the plan since it was looked at, as a sentence: the latest payment placed since then on an
 * invoice whose room differs from what was seen. The books change a plan too, and so does a payment that
 * fails: then nobody is named. `own` are the ids of one's own payments, which are no change. Null while,
 * or when, that is not known.
 */
export function useChangedBy(
  seen: Seen | null,
  preview: PaymentPreview | null,
  own: readonly string[] = [],
): string | null {
  const api = useApi();
  const words = useWords();
  const invoice =
    seen === null || preview?.kind !== 'possible' ? null : differing(seen.preview, preview);
  const { data } = useQuery({
    ...operationQuery(
      api,
      'listPayments',
      {
        query: {
          invoiceId: invoice?.id ?? '',
          limit: String(own.length + LOOKED_AT),
          sort: '-placedAt',
        },
      },
      ['payment'],
    ),
    enabled: invoice !== null,
  });
  const latest = data?.items.find(
    ({ id, state, isDraft }) => !own.includes(id) && !TAKES_NOTHING.has(state) && !isDraft,
  );
  if (!latest || invoice === null || seen === null) return null;
  if (Date.parse(latest.placedAt) < Date.parse(seen.readAt)) return null;
  const who = latest.placedBy ?? (latest.kind === 'autopay' ? 'Autopay' : 'Headroom');
  const isOnlyOne = latest.invoiceCount === 1;
  const sum = words.amount(latest.amount.amountMinor, latest.amount.currency);
  const what = isOnlyOne ? `${sum} on ${invoice.number}` : `${sum}, with ${invoice.number}`;
  return `${who} confirmed ${what} a moment ago. Here is the new picture.`;
}

function differing(seen: PossiblePreview, now: PossiblePreview) {
  const before = new Map(seen.invoices.map((each) => [each.invoice.id, each] as const));
  const found = now.invoices.find(({ invoice, headroomBefore, plannedBefore }) => {
    const known = before.get(invoice.id);
    return (
      known === undefined ||
      known.headroomBefore.amountMinor !== headroomBefore.amountMinor ||
      known.plannedBefore.amountMinor !== plannedBefore.amountMinor
    );
  });
  return found?.invoice ?? null;
}
