/**
 * The public face of the room: reading what comes in from files, and knowing what it is.
 */
export {
  type BalanceList,
  type BalanceListOutcome,
  type ListReading,
  type ReadingQuestion,
  type ReadingSaid,
  type SaidReading,
  readBalanceList,
} from './files/balance-list/balance-list';
export {
  COMPANION_HEAD_BYTES,
  companionKind,
  type NamedTable,
  readCompanion,
  withCompanions,
} from './files/balance-list/companions';
export { previewBalanceList } from './files/balance-list/preview';
export { BALANCE_LIST_COLUMNS, balanceListTemplate } from './files/balance-list/columns';
export { createDocumentReader, type DocumentReader } from './files/document';
export { createFileDocumentSource, type StoredPdf } from './files/document-source';
export { type EInvoice, readEInvoice } from './files/e-invoice';
export { createPdfReader, PDF_LIMITS, type PdfReader } from './files/pdf';
export type { FileRefusal, FileRefusalCode } from './files/refusal';
export type {
  BalanceConflict,
  RefusedRow,
  StagedBalance,
  StagedDocument,
  StagedPlainPdf,
} from './files/staged-row';
export type { DocumentConflict, Standing } from './files/standing';
export { DocumentKind } from './files/type-codes';
export {
  balanceKey,
  type ClientKeys,
  type ClientMatch,
  type Comparison,
  clientKeys,
  clientKeysOfRow,
  compareDocument,
  type DocumentIdentity,
  documentKey,
  fileNamesNumber,
  identityOfEInvoice,
  type KnownClient,
  matchClient,
  numberKey,
  partyKey,
} from './identity';
export { comparable } from './reading/comparable';
export { DateOrder } from './reading/dates';
export { Encoding } from './reading/decode';
export { NumberForm } from './reading/amounts';
