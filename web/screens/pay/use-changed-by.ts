import { useQuery } from '@tanstack/react-query';
import type { PaymentPreview, PossiblePreview } from '../../../contracts/payment-preview';
import { useApi } from '../../api/api';
import { operationQuery } from '../../api/operation-query';
import { useWords } from '../../words/business';

/**
 * Who changed the plan since it was looked at, as a sentence: the latest payment placed on an invoice
 * whose room differs from what was seen. `own` are the ids of one's own payments, which are no change.
 * Null while, or when, that is not known.
 */
export function useChangedBy(
  seen: PossiblePreview | null,
  preview: PaymentPreview | null,
  own: readonly string[] = [],
): string | null {
  const api = useApi();
  const words = useWords();
  const invoice = seen === null || preview?.kind !== 'possible' ? null : differing(seen, preview);
  const { data } = useQuery({
    ...operationQuery(
      api,
      'listPayments',
      { query: { invoiceId: invoice?.id ?? '', limit: String(own.length + 1), sort: '-placedAt' } },
      ['payment'],
    ),
    enabled: invoice !== null,
  });
  const latest = data?.items.find(({ id }) => !own.includes(id));
  if (!latest || invoice === null) return null;
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
