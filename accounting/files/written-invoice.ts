/**
 * An e-invoice as it is written: texts found in their places, nothing judged yet. One shape for all
 * syntaxes, so that UBL and CII of one invoice cannot come out as two.
 *
 * A field that must be there once is a list here: what stands there twice is for the reader that
 * judges, not for the one that finds.
 */
import type { DocumentKind } from './type-codes';
import { childrenOf, type XmlElement } from './xml';

export const Syntax = { cii: 'cii', zugferd1: 'zugferd1', ubl: 'ubl' } as const;
export type Syntax = (typeof Syntax)[keyof typeof Syntax];

/** `currency` is the one written at the amount itself, where there is one. */
export type AmountText = Readonly<{ text: string; currency: string | null }>;

/** `compact` is `YYYYMMDD`, `xml` is `xs:date`; any other form is not read. */
export type DateText = Readonly<{
  text: string;
  form: 'compact' | 'xml' | 'other';
}>;

/** An identifier with the list it belongs to (`0088` for a GLN, `VA` for a VAT number). */
export type PartyId = Readonly<{ scheme: string | null; value: string }>;

export type Party = Readonly<{
  name: string;
  tradingName: string | null;
  /** VAT and local tax numbers; the scheme is `VA` or `FC`. */
  taxIds: readonly PartyId[];
  /** What the seller calls this party: customer numbers and global ones. */
  ids: readonly PartyId[];
  registration: PartyId | null;
  address: Readonly<{
    lines: readonly string[];
    postcode: string | null;
    city: string | null;
    region: string | null;
    country: string | null;
  }> | null;
  emails: readonly string[];
  contact: Readonly<{ name: string | null; phone: string | null }> | null;
}>;

/** Quantity and price keep their spelling: they are shown, never calculated with. */
export type LineText = Readonly<{
  id: string | null;
  name: string | null;
  description: string | null;
  quantity: string | null;
  unit: string | null;
  price: string | null;
  amount: AmountText | null;
}>;

export type TermText = Readonly<{
  text: string | null;
  due: DateText | null;
  amount: AmountText | null;
}>;

export type WrittenInvoice = Readonly<{
  syntax: Syntax;
  profile: string | null;
  /** What the root element says by itself (UBL has two roots); null where only the code says it. */
  rootKind: DocumentKind | null;
  numbers: readonly string[];
  typeCodes: readonly string[];
  issued: readonly DateText[];
  currencies: readonly string[];
  due: readonly DateText[];
  terms: readonly TermText[];
  total: readonly AmountText[];
  prepaid: readonly AmountText[];
  rounding: readonly AmountText[];
  payable: readonly AmountText[];
  seller: Party | null;
  buyer: Party | null;
  deliveryPlace: string | null;
  purchaseOrderNumber: string | null;
  buyerReference: string | null;
  agreement: string | null;
  preceding: readonly Readonly<{ number: string; issued: DateText | null }>[];
  notes: readonly string[];
  lines: readonly LineText[];
}>;

/** One step down: namespace and name. */
export type Step = readonly [namespace: string, name: string];

/** Every element at the end of a path, in document order. */
export function elementsAt(start: XmlElement | null, ...path: readonly Step[]): XmlElement[] {
  let found: XmlElement[] = start ? [start] : [];
  for (const [namespace, name] of path) {
    found = found.flatMap((element) => childrenOf(element, namespace, name));
  }
  return found;
}

/** The text of an element without the spaces around it, which belong to the layout of the file. */
export function textOf(element: XmlElement): string | null {
  const text = element.text.trim();
  return text === '' ? null : text;
}

/** The texts at the end of a path; empty elements say nothing. */
export function textsAt(start: XmlElement | null, ...path: readonly Step[]): string[] {
  return elementsAt(start, ...path).flatMap((element) => textOf(element) ?? []);
}

/** The first text at the end of a path, for fields whose repetition changes nothing that counts. */
export function textAt(start: XmlElement | null, ...path: readonly Step[]): string | null {
  return textsAt(start, ...path)[0] ?? null;
}

/** Amounts with the currency written at them. An empty element is no amount. */
export function amountsAt(start: XmlElement | null, ...path: readonly Step[]): AmountText[] {
  return elementsAt(start, ...path).flatMap((element) => {
    const text = textOf(element);
    return text === null ? [] : [{ text, currency: element.attributes.get('currencyID') ?? null }];
  });
}

/** Identifiers with their scheme. */
export function idsAt(start: XmlElement | null, ...path: readonly Step[]): PartyId[] {
  return elementsAt(start, ...path).flatMap((element) => {
    const value = textOf(element);
    return value === null ? [] : [{ scheme: element.attributes.get('schemeID') ?? null, value }];
  });
}

/** A place in one line, who and where; null when nothing is said. */
export function placeText(name: string, address: Party['address']): string | null {
  const parts = [name, ...(address?.lines ?? []), address?.city ?? ''];
  return parts.filter((part) => part !== '').join(', ') || null;
}
