/**
 * What is read from files, on its way into the books: one row each, plain JSON, with the place it
 * came from. The import keeps these in the database and makes them visible one by one.
 */
import type { Criteria, ListLine } from './balance-list/row';
import type { EInvoice } from './e-invoice';
import type { FileRefusal } from './refusal';
import type { DocumentKind } from './type-codes';

/** An e-invoice, with the PDF that carried it (`pages` is null for XML alone). */
export type StagedDocument = Readonly<{
  kind: 'document';
  position: Readonly<{ file: string; attachment: string | null }>;
  pages: number | null;
  invoice: EInvoice;
}>;

/** A PDF without an e-invoice: a document to attach to a known invoice, by the number in its name. */
export type StagedPlainPdf = Readonly<{
  kind: 'plainPdf';
  position: Readonly<{ file: string; attachment: null }>;
  pages: number;
}>;

/** Why a person must look at a row of a list before it counts. */
export type BalanceConflict =
  | Readonly<{ code: 'ZERO_BUT_OPEN'; status: string }>
  | Readonly<{
      code: 'BALANCE_BUT_CLOSED';
      status: string;
      balanceMinor: number;
    }>
  | Readonly<{
      code: 'BALANCE_ABOVE_TOTAL';
      balanceMinor: number;
      totalMinor: number;
    }>
  | Readonly<{ code: 'INVOICE_BELOW_ZERO'; balanceMinor: number }>;

/** One invoice of a balance list, made of one row or of one row per line item. */
export type StagedBalance = Readonly<{
  kind: 'balance';
  position: Readonly<{ file: string; line: number; lines: readonly number[] }>;
  client: Readonly<{ id: string | null; name: string | null }>;
  /** The id the list's own system gives the invoice. */
  sourceId: string | null;
  number: string;
  documentKind: DocumentKind;
  issuedOn: string | null;
  dueOn: string | null;
  currency: string;
  /** Null when the list does not say. Of a credit note, what it was worth. */
  totalMinor: number | null;
  /** The list has no totals, and a person said that a new invoice was for what is unpaid of it. */
  isBalanceTheTotal: boolean;
  /** Unpaid as of the list's instant: at least 0, but for a conflict. Always 0 on a credit note. */
  openMinor: number;
  /** What is left of a credit note to be applied, at least 0. */
  unappliedMinor: number;
  status: string | null;
  /** The list says that the invoice is void. */
  isVoid: boolean;
  criteria: Criteria;
  items: readonly ListLine[];
  conflicts: readonly BalanceConflict[];
}>;

/** A row, or the rows of one invoice together, that could not be read. */
export type RefusedRow = Readonly<{
  kind: 'refused';
  position: Readonly<{ file: string; line: number; lines: readonly number[] }>;
  number: string | null;
  refusal: Omit<FileRefusal, 'code'> & Readonly<{ code: RowRefusalCode }>;
}>;

export type RowRefusalCode =
  | 'CELLS_MISALIGNED'
  | 'CLIENT_MISSING'
  | 'NUMBER_MISSING'
  | 'KIND_UNKNOWN'
  | 'NOT_ISSUED'
  | 'CURRENCY_MISSING'
  | 'CURRENCY_UNKNOWN'
  | 'BALANCE_EMPTY'
  | 'AMOUNT_UNREADABLE'
  | 'DATE_UNREADABLE'
  | 'ROWS_DISAGREE';
