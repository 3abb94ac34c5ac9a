/**
 * Reads an e-invoice: from bytes to fields that can be relied on, or to one plain reason why not.
 *
 * Nothing defaults silently. A field that must be there is there once and readable, or the file is
 * refused; an amount becomes whole minor units of the invoice currency (BT-5) or refuses the file.
 */
import { ok, type Result, refuse } from '../../domain/result';
import { readPlainDecimal, toMinor } from '../reading/amounts';
import { currencyDigits } from '../reading/currency';
import { readCompactDate, readXmlDate } from '../reading/dates';
import { findCiiFields, isCiiRoot } from './cii';
import { type FileRefusal, type FileRefusalCode, fileRefusal, quoted } from './refusal';
import { type Standing, standingOf } from './standing';
import { type DocumentKind, isCorrection, kindOfTypeCode } from './type-codes';
import { findUblFields, isUblRoot } from './ubl';
import {
  type AmountText,
  type DateText,
  type LineText,
  type Party,
  Syntax,
  type WrittenInvoice,
} from './written-invoice';
import { parseXml } from './xml';

/** Quantity and price are the document's spelling. `amountMinor` is null when it is no whole unit. */
export type EInvoiceLine = Readonly<
  Omit<LineText, 'amount'> & {
    amountText: string | null;
    amountMinor: number | null;
  }
>;

/** The seller's offer to pay by a date: a proposal for people, never run by itself. */
export type PaymentTerm = Readonly<{
  text: string | null;
  dueOn: string | null;
  amountMinor: number | null;
}>;

export type EInvoice = Readonly<{
  syntax: Syntax;
  profile: string | null;
  kind: DocumentKind;
  typeCode: string;
  /** The code says that this document takes the place of an earlier one. */
  isCorrection: boolean;
  /** Every character as the seller wrote it. */
  number: string;
  issuedOn: string;
  dueOn: string | null;
  currency: string;
  totalMinor: number;
  prepaidMinor: number;
  roundingMinor: number;
  payableMinor: number;
  standing: Standing;
  seller: Party;
  buyer: Party;
  deliveryPlace: string | null;
  purchaseOrderNumber: string | null;
  buyerReference: string | null;
  agreement: string | null;
  /** Documents that this one says it follows (BT-25). */
  preceding: readonly Readonly<{ number: string; issuedOn: string | null }>[];
  notes: readonly string[];
  terms: readonly PaymentTerm[];
  lines: readonly EInvoiceLine[];
}>;

/** Whether a root element of this name is an invoice that `readEInvoice` knows. */
export function isInvoiceRoot(root: Readonly<{ namespace: string; name: string }>): boolean {
  return isCiiRoot(root) || isUblRoot(root);
}

/** Reads the XML of an e-invoice: CII, ZUGFeRD 1 or UBL. Pure; never throws on any bytes. */
export function readEInvoice(bytes: Uint8Array): Result<EInvoice, FileRefusal> {
  const parsed = parseXml(bytes);
  if (!parsed.ok) return parsed;
  const written = findCiiFields(parsed.value) ?? findUblFields(parsed.value);
  if (!written) {
    return refuse(
      fileRefusal(
        'NEITHER_PDF_NOR_INVOICE',
        `The XML is no invoice: its root is ${quoted(parsed.value.name)}.`,
      ),
    );
  }
  return judge(written);
}

/**
 * Takes fields one by one and remembers the first that cannot be relied on. What it answers after
 * that is a filler, which never leaves this file.
 */
class FieldReader {
  refusal: FileRefusal | null = null;
  private digits = 0;
  private currency = '';

  once(field: string, texts: readonly string[]): string {
    const [text] = texts;
    if (text === undefined) return this.refuse('FIELD_MISSING', `It has no ${field}.`, field, '');
    if (texts.length > 1) {
      return this.refuse('FIELD_REPEATED', `It has more than one ${field}.`, field, text);
    }
    return text;
  }

  currencyOnce(texts: readonly string[]): string {
    const currency = this.once('currency', texts);
    const digits = currencyDigits(currency);
    if (digits === null) {
      const sentence = `Its currency ${quoted(currency)} is none that is known.`;
      return this.refuse('CURRENCY_UNKNOWN', sentence, 'currency', currency);
    }
    this.digits = digits;
    this.currency = currency;
    return currency;
  }

  dateOnce(field: string, dates: readonly DateText[]): string {
    const text = this.once(
      field,
      dates.map((date) => date.text),
    );
    const read = dates[0] ? readDate(dates[0]) : null;
    return read ?? this.unreadableDate(field, text);
  }

  date(field: string, date: DateText | null): string | null {
    return date && (readDate(date) ?? this.unreadableDate(field, date.text));
  }

  /** One amount of the invoice currency; null when there is none. Others beside it do not count. */
  amount(field: string, amounts: readonly AmountText[]): number | null {
    const ours = amounts.filter(({ currency }) => (currency ?? this.currency) === this.currency);
    const [amount] = ours;
    if (!amount) {
      const [foreign] = amounts;
      if (!foreign) return null;
      const sentence = `Its ${field} is in ${quoted(foreign.currency ?? '')}, the invoice in ${this.currency}.`;
      this.refuse('CURRENCY_CONTRADICTORY', sentence, field, foreign.text);
      return 0;
    }
    if (ours.length > 1) {
      this.refuse('FIELD_REPEATED', `It has more than one ${field}.`, field, amount.text);
    }
    const minor = this.minor(amount.text);
    if (minor !== null) return minor;
    const sentence = `Its ${field} ${quoted(amount.text)} is no amount of ${this.currency}.`;
    this.refuse('AMOUNT_UNREADABLE', sentence, field, amount.text);
    return 0;
  }

  minor(text: string): number | null {
    const decimal = readPlainDecimal(text);
    return decimal && toMinor(decimal, this.digits);
  }

  party(field: string, party: Party | null): Party {
    if (party && party.name !== '') return party;
    this.refuse('FIELD_MISSING', `It has no name of the ${field}.`, field, '');
    return NOBODY;
  }

  refuse(code: FileRefusalCode, sentence: string, field: string, value: string): string {
    this.refusal ??= fileRefusal(code, sentence, {
      field,
      value: value === '' ? null : value,
    });
    return '';
  }

  private unreadableDate(field: string, text: string): string {
    const sentence = `Its ${field} ${quoted(text)} is no date that can be read.`;
    return this.refuse('DATE_UNREADABLE', sentence, field, text);
  }
}

function judge(written: WrittenInvoice): Result<EInvoice, FileRefusal> {
  const read = new FieldReader();
  const number = read.once('number', written.numbers);
  const typeCode = read.once('type code', written.typeCodes);
  const kind = kindOf(read, written, typeCode);
  const issuedOn = read.dateOnce('date of issue', written.issued);
  const currency = read.currencyOnce(written.currencies);
  const totalMinor = requiredAmount(read, 'total', written.total);
  const prepaidMinor = read.amount('prepaid amount', written.prepaid) ?? 0;
  const roundingMinor = read.amount('rounding amount', written.rounding) ?? 0;
  const payableMinor = payableOf(read, written, totalMinor - prepaidMinor + roundingMinor);
  const amounts = { totalMinor, prepaidMinor, roundingMinor, payableMinor };
  const terms = termsOf(read, written);
  const seller = read.party('seller', written.seller);
  const buyer = read.party('buyer', written.buyer);
  const dueDates = written.due.map((date) => read.date('due date', date) ?? '');
  const preceding = written.preceding.map(({ number: earlier, issued }) => ({
    number: earlier,
    issuedOn: issued && readDate(issued),
  }));
  if (read.refusal || kind === null) return refuse(read.refusal ?? unknownCode(typeCode));

  return ok({
    syntax: written.syntax,
    profile: written.profile,
    kind,
    typeCode,
    isCorrection: isCorrection(typeCode),
    number,
    issuedOn,
    dueOn: dueOf(dueDates, terms),
    currency,
    ...amounts,
    standing: standingOf(kind, amounts),
    seller,
    buyer,
    deliveryPlace: written.deliveryPlace,
    purchaseOrderNumber: written.purchaseOrderNumber,
    buyerReference: written.buyerReference,
    agreement: written.agreement,
    preceding,
    notes: written.notes,
    terms,
    lines: written.lines.map(({ amount, ...line }) => ({
      ...line,
      amountText: amount?.text ?? null,
      amountMinor: amount && read.minor(amount.text),
    })),
  });
}

function kindOf(read: FieldReader, written: WrittenInvoice, code: string): DocumentKind | null {
  const kind = kindOfTypeCode(code);
  if (kind !== null && written.rootKind !== null && kind !== written.rootKind) {
    const sentence = `Its type code ${quoted(code)} does not fit the kind of document that it is.`;
    read.refuse('KIND_CONTRADICTORY', sentence, 'type code', code);
  }
  return kind;
}

function unknownCode(code: string): FileRefusal {
  return fileRefusal(
    'TYPE_CODE_UNKNOWN',
    `Its type code ${quoted(code)} is neither an invoice nor a credit note.`,
    { field: 'type code', value: code },
  );
}

function requiredAmount(read: FieldReader, field: string, amounts: readonly AmountText[]): number {
  const minor = read.amount(field, amounts);
  if (minor === null) read.refuse('FIELD_MISSING', `It has no ${field}.`, field, '');
  return minor ?? 0;
}

/** The simplest profile of ZUGFeRD 1 has no payable amount: there it is what the others leave. */
function payableOf(read: FieldReader, written: WrittenInvoice, restMinor: number): number {
  if (written.syntax === Syntax.zugferd1 && written.payable.length === 0) return restMinor;
  return requiredAmount(read, 'payable amount', written.payable);
}

function termsOf(read: FieldReader, written: WrittenInvoice): PaymentTerm[] {
  return written.terms.map((term) => ({
    text: term.text,
    dueOn: read.date('due date', term.due),
    amountMinor: term.amount && read.minor(term.amount.text),
  }));
}

/** The due date of the document, else the last date of its terms, else none. */
function dueOf(dueDates: readonly string[], terms: readonly PaymentTerm[]): string | null {
  const dates = dueDates.length > 0 ? dueDates : terms.flatMap(({ dueOn }) => dueOn ?? []);
  return dates.toSorted().at(-1) ?? null;
}

function readDate({ text, form }: DateText): string | null {
  if (form === 'compact') return readCompactDate(text);
  return form === 'xml' ? readXmlDate(text) : null;
}

const NOBODY: Party = {
  name: '',
  tradingName: null,
  taxIds: [],
  ids: [],
  registration: null,
  address: null,
  emails: [],
  contact: null,
};
