/**
 * Everything the API needs of the database, as the narrowest interfaces that serve its routes. The
 * answers have the shapes of the contracts, so that a route reads once and presents what it read.
 *
 * Lists throw `CursorError` for a cursor that is not theirs. Everything else that a caller can do
 * wrong is a value; a throw is an outage or a bug.
 */
import type { AutopayStore } from './autopay';
import type {
  ContactStore,
  DocumentStore,
  ImportStore,
  InvoiceStore,
  MethodStore,
  OrganizationStore,
  SettingsStore,
  TaskStore,
} from './books';
import type { ExternalPaymentStore } from './external-payments';
import type { MailReportStore } from './mail-reports';
import type { UnpostedLineStore } from './unposted-lines';
import type { AutopayRunStore } from './autopay-runs';
import type { ClockStore, HealthStore } from './clock';
import type { PaymentStore } from './payments';
import type { Pool } from 'pg';
import type { LiveEvents } from '../live/ports';
import type { SessionStore, SignInAttemptStore, UserStore } from './people';

export type ApiStores = Readonly<{
  users: UserStore;
  sessions: SessionStore;
  signInAttempts: SignInAttemptStore;
  settings: SettingsStore;
  organizations: OrganizationStore;
  invoices: InvoiceStore;
  documents: DocumentStore;
  methods: MethodStore;
  autopay: AutopayStore;
  contacts: ContactStore;
  payments: PaymentStore;
  mailReports: MailReportStore;
  externalPayments: ExternalPaymentStore;
  unpostedLines: UnpostedLineStore;
  tasks: TaskStore;
  imports: ImportStore;
  autopayRuns: AutopayRunStore;
  clock: ClockStore;
  health: HealthStore;
}>;

/** The database as a composition root opens it: `openApiDatabase` of the database's room. */
export type ApiDatabase = Readonly<{
  stores: ApiStores;
  events: LiveEvents & Readonly<{ repairAfterRestore(): Promise<number> }>;
  /** For the listener's notes to itself. */
  pool: Pick<Pool, 'query'>;
  close(): Promise<void>;
}>;
