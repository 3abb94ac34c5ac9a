/**
 * What an e-invoice means for the client's account: its kind comes from the type code, its sign from
 * the payable amount. What is open is never negative, and what contradicts itself is for a person.
 */
import { DocumentKind } from './type-codes';

export type StatedAmounts = Readonly<{
  totalMinor: number;
  prepaidMinor: number;
  roundingMinor: number;
  payableMinor: number;
}>;

/** Why a person must look before anything is taken from or for this document. */
export type DocumentConflict =
  /** Total − prepaid + rounding is not what the document asks for. All amounts side by side. */
  | (Readonly<{ code: 'AMOUNTS_DISAGREE'; expectedMinor: number }> & StatedAmounts)
  /** An invoice that asks for less than nothing. */
  | Readonly<{ code: 'INVOICE_BELOW_ZERO'; payableMinor: number }>
  /** A credit note whose sign is turned once more. */
  | Readonly<{ code: 'CREDIT_NOTE_BELOW_ZERO'; payableMinor: number }>;

export type Standing = Readonly<{
  /** What the document leaves to be paid, at least 0. Always 0 on a credit note. */
  openMinor: number;
  /** Money of the client that a credit note leaves to be applied, at least 0. */
  unappliedMinor: number;
  /** `nothingToPay` is listed and no autopay ever runs on it. */
  status: 'open' | 'nothingToPay' | 'unapplied' | 'conflict';
  conflicts: readonly DocumentConflict[];
}>;

/** Judges a document by itself; what is already known of it is for `compareDocument`. */
export function standingOf(kind: DocumentKind, amounts: StatedAmounts): Standing {
  const conflicts: DocumentConflict[] = [];
  const expectedMinor = amounts.totalMinor - amounts.prepaidMinor + amounts.roundingMinor;
  if (expectedMinor !== amounts.payableMinor) {
    conflicts.push({ code: 'AMOUNTS_DISAGREE', expectedMinor, ...amounts });
  }
  if (amounts.payableMinor < 0) {
    const code = kind === DocumentKind.invoice ? 'INVOICE_BELOW_ZERO' : 'CREDIT_NOTE_BELOW_ZERO';
    conflicts.push({ code, payableMinor: amounts.payableMinor });
  }
  const positiveMinor = Math.max(0, amounts.payableMinor);
  const isInvoice = kind === DocumentKind.invoice;
  return {
    openMinor: isInvoice ? positiveMinor : 0,
    unappliedMinor: isInvoice ? 0 : positiveMinor,
    status: conflicts.length > 0 ? 'conflict' : quietStatus(isInvoice, positiveMinor),
    conflicts,
  };
}

function quietStatus(isInvoice: boolean, payableMinor: number): Standing['status'] {
  if (payableMinor === 0) return 'nothingToPay';
  return isInvoice ? 'open' : 'unapplied';
}
