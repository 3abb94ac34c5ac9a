/** The database as the API has it: its pools, the live events, and every store over them. */
import type { Pool } from 'pg';
import type { ApiDatabase, ApiStores } from '../../api/stores/index';
import type { GatewayCapabilities } from '../../domain/ports';
import { createAutopayRunStore } from './autopay/run-store';
import { createAutopayStore } from './autopay/autopay-store';
import { createClockStore } from './clock/clock-store';
import { connect, type Database, type DatabaseOptions, poolByKey } from './connect';
import { createContactStore } from './contacts/contact-store';
import { createLiveEvents } from './events/live-events';
import { createExternalPaymentStore } from './external-payments/external-payment-store';
import { createHealthStore } from './health/health-store';
import { createImportStore } from './imports/import-store';
import { createDocumentStore } from './invoices/document-store';
import { createInvoiceStore } from './invoices/invoice-store';
import { createMethodStore } from './methods/method-store';
import { createOrganizationStore } from './organizations/organization-store';
import { createMailReportStore } from './payments/messages/mail-reports';
import { createPaymentStore } from './payments/payment-store';
import { createSessionStore } from './people/session-store';
import { createSignInAttemptStore } from './people/sign-in-attempt-store';
import { createUserStore } from './people/user-store';
import { createSettingsStore } from './settings/settings-store';
import { createTaskStore } from './tasks/task-store';
import { createUnpostedLineStore } from './unposted-lines/unposted-line-store';

export type StoreDependencies = Readonly<{
  /** Real time. */
  now(): Date;
  /** What the gateway takes, and how long it may send money back. */
  capabilities: GatewayCapabilities;
}>;

/** @throws Error when the server does not answer, or may lose acknowledged commits. */
export async function openApiDatabase(
  options: DatabaseOptions,
  dependencies: StoreDependencies,
): Promise<ApiDatabase> {
  // Half of the connections each: who confirms a payment does not wait for lists.
  const placing = Math.floor(options.poolMax / 2);
  const database = await connect({ ...options, poolMax: options.poolMax - placing });
  const byKey = poolByKey({ url: options.url, poolMax: placing });
  return {
    stores: storesOf({ ...database, byKey }, dependencies),
    events: createLiveEvents(database.pool),
    pool: database.pool,
    async close() {
      await byKey.end();
      await database.close();
    },
  };
}

function storesOf(
  { pool, byKey, prisma }: Database & Readonly<{ byKey: Pool }>,
  { now, capabilities }: StoreDependencies,
): ApiStores {
  return {
    users: createUserStore(pool),
    sessions: createSessionStore(pool),
    signInAttempts: createSignInAttemptStore(pool),
    settings: createSettingsStore(prisma),
    organizations: createOrganizationStore({ pool, now, limits: capabilities }),
    invoices: createInvoiceStore({ pool, now, limits: capabilities }),
    documents: createDocumentStore({ pool }),
    methods: createMethodStore({ pool, limits: capabilities }),
    autopay: createAutopayStore({ pool, limits: capabilities }),
    payments: createPaymentStore({ pool, byKey, capabilities }),
    mailReports: createMailReportStore({ pool }),
    unpostedLines: createUnpostedLineStore({ pool }),
    externalPayments: createExternalPaymentStore({ pool }),
    contacts: createContactStore(prisma),
    tasks: createTaskStore(pool),
    imports: createImportStore({ pool }),
    autopayRuns: createAutopayRunStore({ pool, limits: capabilities }),
    clock: createClockStore(pool),
    health: createHealthStore(pool),
  };
}
