/** Statements and round trips of one operation each, counted where they leave for PostgreSQL. */
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { InvoicesQuery } from '../contracts/invoices';
import { OrganizationsQuery } from '../contracts/organizations';
import { PreviewPaymentBody, PutPaymentBody } from '../contracts/payment-request';
import { PaymentsQuery } from '../contracts/payments';
import type { GatewayCapabilities } from '../domain/ports';
import { createInvoiceStore } from '../prisma/stores/invoices/invoice-store';
import { createOrganizationStore } from '../prisma/stores/organizations/organization-store';
import { createApply } from '../prisma/stores/payments/apply';
import { createFreeze } from '../prisma/stores/payments/freeze';
import { createPaymentStore } from '../prisma/stores/payments/payment-store';
import type { Books } from '../test/prisma/books';
import { aRequest, dana } from '../test/prisma/books';

export const STATEMENTS_HEAD = ['operation', 'statements', 'round trips'] as const;

type Sent = Readonly<{ text: string } | string>;

/** Every query of a connection is one round trip: `pg` sends the next when the last was answered. */
function watch(pool: Pool): string[] {
  const sent: string[] = [];
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...all: unknown[]) => unknown;
    Object.assign(client, {
      query(first: Sent, ...rest: unknown[]) {
        sent.push(typeof first === 'string' ? first : first.text);
        return query(first, ...rest);
      },
    });
  });
  return sent;
}

const FRAME = /^\s*(BEGIN|COMMIT|ROLLBACK|SET)\b/i;

/** `pool` must be new: only connections made from now on are counted. */
export async function statements(
  pool: Pool,
  capabilities: GatewayCapabilities,
  books: Books,
): Promise<string[][]> {
  const sent = watch(pool);
  const now = () => new Date();
  const payments = createPaymentStore({ pool, capabilities });
  const invoices = createInvoiceStore({ pool, now });
  const organizations = createOrganizationStore({ pool, now });
  const request = aRequest(books, [100]);
  const { organizationId, methodId, currency, lines } = request;
  const body = PreviewPaymentBody.parse({ organizationId, methodId, currency, lines, runOn: null });
  const id = randomUUID();
  const outcome = { kind: 'settled', reference: id, settledAt: now().toISOString() } as const;
  const operations: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['preview', () => payments.preview({ ...body, changes: null })],
    ['place', () => payments.place(id, PutPaymentBody.parse(request), dana)],
    ['freeze', () => createFreeze({ pool, capabilities })(id, null)],
    ['apply', () => createApply({ pool, capabilities })(id, outcome, 'gateway')],
    ['list of organizations', () => organizations.list(OrganizationsQuery.parse({}))],
    ['list of invoices', () => invoices.list(InvoicesQuery.parse({}))],
    ['list of payments', () => payments.list(PaymentsQuery.parse({}))],
  ];
  const rows: string[][] = [];
  for (const [name, operation] of operations) {
    sent.length = 0;
    await operation();
    const framing = sent.filter((text) => FRAME.test(text)).length;
    rows.push([name, `${sent.length - framing}`, `${sent.length}`]);
  }
  return rows;
}
