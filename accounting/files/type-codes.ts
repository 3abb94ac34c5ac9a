/**
 * What a document is, by its type code: the closed table of UNTDID 1001 as EN 16931 splits it into
 * invoices and credit notes.
 *
 * Source: rule BR-CL-01 of the CEN validation artefacts (GitHub ConnectingEurope/eInvoicing-EN16931,
 * `ubl/schematron/codelist/EN16931-UBL-codes.sch`, commit
 * 1e80828331ada02c669d8c3b1c8927ffb62be47c), which carries one list for invoices and one for credit
 * notes. Three entries of its invoice list are credit notes by their own names in UNTDID 1001 and
 * stand with them here: 81, 502 and 503.
 */

export const DocumentKind = {
  invoice: 'invoice',
  creditNote: 'creditNote',
} as const;
export type DocumentKind = (typeof DocumentKind)[keyof typeof DocumentKind];

const INVOICE_CODES = [
  '71 80 82 84 102 130 202 203 204 211 218 219 295 325 326 331 380 382 383',
  '384 385 386 387 388 389 390 393 394 395 456 457 471 472 473 500 501 527 553',
  '575 623 633 751 780 817 870 875 876 877 935',
].flatMap((row) => row.split(' '));

const CREDIT_NOTE_CODES = '81 83 261 262 296 308 381 396 420 458 502 503 532'.split(' ');

const KIND_BY_CODE: ReadonlyMap<string, DocumentKind> = new Map([
  ...INVOICE_CODES.map((code) => [code, DocumentKind.invoice] as const),
  ...CREDIT_NOTE_CODES.map((code) => [code, DocumentKind.creditNote] as const),
]);

/** Codes of invoices that take the place of an earlier one. */
const CORRECTIONS: ReadonlySet<string> = new Set(['384', '471', '472', '473']);

/** The kind that a type code (BT-3) means, or null for a code outside the table. */
export function kindOfTypeCode(code: string): DocumentKind | null {
  return KIND_BY_CODE.get(code) ?? null;
}

/** Whether the code says that the document corrects an earlier one. */
export function isCorrection(code: string): boolean {
  return CORRECTIONS.has(code);
}
