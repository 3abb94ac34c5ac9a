/** Invoices as the API asks for them. What they owe is one moment of the books. */
import type { Pool } from 'pg';
import type { InvoiceStore } from '../../../api/stores/books';
import type { InvoiceDetails } from '../../../contracts/invoice-details';
import type { CurrencyTotals } from '../../../contracts/organizations';
import type { GatewayLimits } from '../../../domain/plan';
import { createChangeInvoice } from './change-invoice';
import { readInvoiceDetails } from './invoice-details';
import { listInvoices } from './list-invoices';
import { createMailInvoice } from './mail-invoice';
import { summarizeInvoices } from './summarize-invoices';

/** `now` is real time; the business's clock may be moved ahead of it. `limits`: what the gateway takes. */
export function createInvoiceStore(
  dependencies: Readonly<{ pool: Pool; now: () => Date; limits: GatewayLimits }>,
): InvoiceStore {
  const { pool, now, limits } = dependencies;
  return {
    list: (query) => listInvoices(pool, now(), limits, query),
    summarize: (query) => summarizeInvoices(pool, now(), limits, query),
    async read(invoiceId) {
      const [details] = await readInvoiceDetails(pool, now(), limits, [invoiceId]);
      return details ?? null;
    },
    async readSeveral(invoiceIds) {
      const asked = [...new Set(invoiceIds)];
      const items = await readInvoiceDetails(pool, now(), limits, asked);
      return items.length === asked.length ? { items, totals: totalsOf(items) } : null;
    },
    change: createChangeInvoice(dependencies),
    mail: createMailInvoice(dependencies),
  };
}

/** Sums over those that are open, the currency with most of them first. */
function totalsOf(invoices: readonly InvoiceDetails[]): CurrencyTotals[] {
  const open = invoices.filter(({ balance, isVoid }) => balance.amountMinor > 0 && !isVoid);
  const currencies = [...new Set(open.map(({ currency }) => currency))];
  return currencies
    .map((currency) =>
      totalOf(
        currency,
        open.filter((invoice) => invoice.currency === currency),
      ),
    )
    .sort((a, b) => b.openInvoices - a.openInvoices || (a.currency < b.currency ? -1 : 1));
}

function totalOf(currency: string, invoices: readonly InvoiceDetails[]): CurrencyTotals {
  const sum = (of: readonly InvoiceDetails[], minor: (invoice: InvoiceDetails) => number) => ({
    amountMinor: of.reduce((total, invoice) => total + minor(invoice), 0),
    currency,
  });
  const pastDue = invoices.filter(({ isPastDue }) => isPastDue);
  return {
    currency,
    openInvoices: invoices.length,
    total: sum(invoices, ({ total }) => total.amountMinor),
    balance: sum(invoices, ({ balance }) => balance.amountMinor),
    headroom: sum(invoices, ({ headroom }) => Math.max(0, headroom.amountMinor)),
    pastDue: sum(pastDue, ({ balance }) => balance.amountMinor),
    pastDueInvoices: pastDue.length,
    autopayForecast: sum(invoices, ({ autopay }) => autopay?.amount.amountMinor ?? 0),
    uncovered: sum(invoices, ({ uncovered }) => uncovered.amountMinor),
  };
}
