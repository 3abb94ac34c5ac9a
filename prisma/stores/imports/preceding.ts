/** The known invoices that a document says it follows, all together: one word decides for all of them. */
import type { KnownInvoice } from './known-invoice';

export const idsOf = (preceding: readonly KnownInvoice[]): readonly string[] => [
  ...new Set(preceding.map(({ id }) => id)),
];

/** For the person who decides. @throws RangeError when there is none. */
export function precedingInWords(preceding: readonly KnownInvoice[]) {
  const [first] = preceding;
  if (first === undefined) throw new RangeError('no invoice precedes');
  const each = [...new Map(preceding.map((known) => [known.id, known])).values()];
  const isOne = each.length === 1;
  return {
    /** The row shows one of them; its reason names all. */
    invoiceId: first.id,
    numbers: each.map(({ number }) => number).join(' and '),
    them: isOne ? 'that invoice' : 'those invoices',
    it: isOne ? 'it' : 'them',
    openMinor: each.reduce((sum, { openMinor }) => sum + openMinor, 0),
    /** Null where amounts cannot stand side by side. */
    currencyWith: (incoming: string): string | null =>
      each.every(({ currency }) => currency === incoming) ? incoming : null,
  };
}
