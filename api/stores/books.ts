/** What the API reads and changes of clients, invoices, methods, contacts, imports, tasks, settings. */
import type {
  Contact,
  ContactChange,
  ContactProfile,
  ContactProfileChange,
  NewContact,
  NewContactProfile,
} from '../../contracts/contacts';
import type {
  Decision,
  Import,
  ImportFile,
  ImportRowsPage,
  ImportsPage,
  ImportsQuery,
  NewImport,
  RowsQuery,
  TextReading,
} from '../../contracts/imports';
import type { InvoiceDetails } from '../../contracts/invoice-details';
import type { MailInvoiceBody } from '../../contracts/invoice-mails';
import type { InvoiceRow } from '../../contracts/invoice-row';
import type {
  InvoiceChange,
  InvoicesQuery,
  InvoicesSummary,
  InvoicesSummaryQuery,
} from '../../contracts/invoices';
import type { RuleReference } from '../../contracts/autopay-rule';
import type { MergePreview } from '../../contracts/merges';
import type {
  ActivityQuery,
  CurrencyTotals,
  OrganizationDetails,
  OrganizationsPage,
  OrganizationsQuery,
} from '../../contracts/organizations';
import type { Page } from '../../contracts/paging';
import type { PaymentMethod, PaymentMethodChange } from '../../contracts/payment-methods';
import type { PaymentMessage } from '../../contracts/payment-details';
import type { PaymentReference } from '../../contracts/fields';
import type { Settings, SettingsChange } from '../../contracts/settings';
import type { TimelineEntry } from '../../contracts/timeline';
import type { ResolveTaskBody, Task, TasksPage, TasksQuery } from '../../contracts/tasks';
import type { MethodReading } from '../../domain/ports';
import type { Result } from '../../domain/result';
import type { Actor, NotFound, VersionConflict } from './actor';

export interface OrganizationStore {
  list(query: OrganizationsQuery): Promise<OrganizationsPage>;
  /** By its own id, or that of a client that was merged into it. */
  read(organizationId: string): Promise<OrganizationDetails | null>;
  /** Newest first; null when there is no such client. */
  activity(organizationId: string, query: ActivityQuery): Promise<Page<TimelineEntry> | null>;
  /** Null when one of the two does not exist or was merged already, or both are the same. */
  previewMerge(fromId: string, intoId: string): Promise<MergePreview | null>;
  /** One transaction. `touchedPaymentIds`: scheduled payments that went to review. */
  merge(
    fromId: string,
    request: Readonly<{ intoId: string; fingerprint: string }>,
    actor: Actor,
  ): Promise<
    Result<
      Readonly<{ touchedPaymentIds: readonly string[] }>,
      | NotFound
      | Readonly<{ code: 'PLAN_CHANGED' }>
      /** `reason` in plain words. */
      | Readonly<{ code: 'MERGE_NOT_POSSIBLE'; reason: string }>
    >
  >;
}

export interface InvoiceStore {
  list(query: InvoicesQuery): Promise<Page<InvoiceRow>>;
  summarize(query: InvoicesSummaryQuery): Promise<InvoicesSummary>;
  read(invoiceId: string): Promise<InvoiceDetails | null>;
  /** In the order asked; null when one of them does not exist. */
  readSeveral(invoiceIds: readonly string[]): Promise<Readonly<{
    items: readonly InvoiceDetails[];
    totals: readonly CurrencyTotals[];
  }> | null>;
  /** `touchedPaymentIds`: planned payments that it changed, whose workflows are told. */
  change(
    invoiceId: string,
    change: InvoiceChange,
    actor: Actor,
  ): Promise<
    Result<
      Readonly<{ invoice: InvoiceDetails; touchedPaymentIds: readonly string[] }>,
      NotFound | VersionConflict<InvoiceDetails>
    >
  >;
  /** Writes one message per address, the same ones for a request that comes again; each is to be started. */
  mail(
    invoiceId: string,
    request: MailInvoiceBody,
    actor: Actor,
  ): Promise<
    Result<
      readonly PaymentMessage[],
      | NotFound
      /** `reason` in plain words. */
      | Readonly<{ code: 'DOCUMENT_NOT_AVAILABLE'; reason: string }>
      | Readonly<{ code: 'CONTACT_NOT_REACHABLE' }>
    >
  >;
}

export type StoredDocument =
  | Readonly<{ kind: 'kept'; bytes: Uint8Array; fileName: string; sha256: string }>
  /** Never asked for, or on its way. */
  | Readonly<{ kind: 'none' }>
  | Readonly<{ kind: 'wanted' }>
  | Readonly<{ kind: 'unavailable'; reason: string }>;

export interface DocumentStore {
  /** Null when there is no such invoice. */
  read(invoiceId: string): Promise<StoredDocument | null>;
  /** Remembers that somebody asked for it: `none` becomes `wanted`. */
  markWanted(invoiceId: string): Promise<void>;
}

type MethodRefusal = NotFound | VersionConflict<PaymentMethod>;

export interface MethodStore {
  list(organizationId: string): Promise<readonly PaymentMethod[] | null>;
  add(
    organizationId: string,
    method: Readonly<{
      gateway: string;
      token: string;
      reading: MethodReading;
      friendlyName: string | null;
      isDefault: boolean;
    }>,
    actor: Actor,
  ): Promise<Result<PaymentMethod, NotFound | Readonly<{ code: 'METHOD_ALREADY_SAVED' }>>>;
  change(
    methodId: string,
    change: PaymentMethodChange,
    actor: Actor,
  ): Promise<Result<PaymentMethod, MethodRefusal | Readonly<{ code: 'METHOD_UNUSABLE' }>>>;
  /** With `isConfirmed` the payments planned on it go to review, each with a task. */
  remove(
    methodId: string,
    request: Readonly<{ version: number; isConfirmed: boolean }>,
    actor: Actor,
  ): Promise<
    Result<
      Readonly<{ touchedPaymentIds: readonly string[] }>,
      | MethodRefusal
      | Readonly<{
          code: 'METHOD_HAS_PLANS';
          payments: readonly PaymentReference[];
          rules: readonly RuleReference[];
        }>
    >
  >;
}

type NameTaken = Readonly<{ code: 'NAME_TAKEN' }>;

export interface ContactStore {
  list(organizationId: string): Promise<readonly Contact[] | null>;
  add(
    organizationId: string,
    contact: NewContact,
    actor: Actor,
  ): Promise<Result<Contact, NotFound | NameTaken>>;
  change(
    contactId: string,
    change: ContactChange,
    actor: Actor,
  ): Promise<Result<Contact, NotFound | NameTaken | VersionConflict<Contact>>>;
  remove(
    contactId: string,
    version: number,
    actor: Actor,
  ): Promise<Result<null, NotFound | VersionConflict<Contact>>>;
  listProfiles(): Promise<readonly ContactProfile[]>;
  addProfile(profile: NewContactProfile, actor: Actor): Promise<Result<ContactProfile, NameTaken>>;
  changeProfile(
    profileId: string,
    change: ContactProfileChange,
    actor: Actor,
  ): Promise<Result<ContactProfile, NotFound | NameTaken | VersionConflict<ContactProfile>>>;
}

export interface TaskStore {
  list(query: TasksQuery): Promise<TasksPage>;
  countOpen(): Promise<number>;
  resolve(
    taskId: string,
    request: ResolveTaskBody,
    actor: Actor,
  ): Promise<
    Result<
      Task,
      | NotFound
      | VersionConflict<Task>
      | Readonly<{ code: 'TASK_ALREADY_RESOLVED' | 'DECISION_NOT_POSSIBLE' }>
    >
  >;
}

/** The beginning of a file, or all of it, and what was said of how it is read. */
export type FileToPreview = Readonly<{
  bytes: Uint8Array;
  isWhole: boolean;
  said: Readonly<{ chosen: TextReading; remembered: TextReading }>;
}>;

export interface ImportStore {
  list(query: ImportsQuery): Promise<ImportsPage>;
  open(
    request: NewImport,
    actor: Actor,
  ): Promise<Result<Import, Readonly<{ code: 'AS_OF_NOT_ALLOWED' }>>>;
  putFile(
    importId: string,
    file: Readonly<{ name: string; bytes: Uint8Array }>,
  ): Promise<
    Result<ImportFile, NotFound | Readonly<{ code: 'IMPORT_NOT_OPEN' | 'IMPORT_FILE_DIFFERENT' }>>
  >;
  /** The answer may be an earlier import of the same files. Starting a started one changes nothing. */
  start(
    importId: string,
    actor: Actor,
  ): Promise<Result<Import, NotFound | Readonly<{ code: 'IMPORT_EMPTY' }>>>;
  read(importId: string): Promise<Import | null>;
  /** At most `bytesMax` bytes; null when there is no such file. */
  fileToPreview(importId: string, name: string, bytesMax: number): Promise<FileToPreview | null>;
  rows(importId: string, query: RowsQuery): Promise<ImportRowsPage | null>;
  /** All of the decisions or none. */
  decide(
    importId: string,
    decisions: readonly Decision[],
    actor: Actor,
  ): Promise<
    Result<Import, NotFound | Readonly<{ code: 'DECISION_NOT_POSSIBLE'; reason: string }>>
  >;
}

/** The part of the settings that the database holds. */
export type StoredSettings = Omit<Settings, 'gateway' | 'isSandbox'>;

export interface SettingsStore {
  read(): Promise<StoredSettings>;
  change(
    change: SettingsChange,
    actor: Actor,
  ): Promise<Result<StoredSettings, VersionConflict<StoredSettings>>>;
}
