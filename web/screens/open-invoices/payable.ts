/** What a selection of invoices adds up to, and whether it is one payment. */
import type { InvoiceRow } from '../../../contracts/invoice-row';
import type { Amount } from '../../../contracts/fields';

type Part = Readonly<{ key: string; name: string; ids: readonly string[] }>;

export type ChosenSums = Readonly<{
  /** Can be paid at this moment, in the order given. */
  payable: readonly InvoiceRow[];
  /** Chosen, and by now it cannot be paid: named, and not paid. */
  left: readonly InvoiceRow[];
  /** Absent when the selection spans currencies. */
  balance?: Amount;
  headroom?: Amount;
  /** One payment is one client and one currency; more than one part is not one payment. */
  clients: readonly Part[];
  currencies: readonly Part[];
}>;

export function sumsOfChosen(rows: readonly InvoiceRow[]): ChosenSums {
  const payable = rows.filter(({ cannotPay }) => cannotPay === null);
  const left = rows.filter(({ cannotPay }) => cannotPay !== null);
  const clients = partsOf(payable, ({ organization }) => [organization.id, organization.name]);
  const currencies = partsOf(payable, ({ currency }) => [currency, currency]);
  const [only] = currencies;
  const sum = (pick: (row: InvoiceRow) => Amount) => ({
    amountMinor: payable.reduce((total, row) => total + pick(row).amountMinor, 0),
    currency: only?.key ?? '',
  });
  return {
    payable,
    left,
    clients,
    currencies,
    ...(currencies.length === 1 && {
      balance: sum(({ balance }) => balance),
      headroom: sum(({ headroom }) => headroom),
    }),
  };
}

function partsOf(
  rows: readonly InvoiceRow[],
  keyAndName: (row: InvoiceRow) => readonly [key: string, name: string],
): readonly Part[] {
  const parts = new Map<string, { key: string; name: string; ids: string[] }>();
  for (const row of rows) {
    const [key, name] = keyAndName(row);
    const part = parts.get(key) ?? { key, name, ids: [] };
    part.ids.push(row.id);
    parts.set(key, part);
  }
  return [...parts.values()].toSorted((a, b) => b.ids.length - a.ids.length);
}
