/**
 * UBL 2.1: where the fields of an invoice stand in its two roots, Invoice and CreditNote.
 */
import { DocumentKind } from './type-codes';
import {
  amountsAt,
  type DateText,
  elementsAt,
  idsAt,
  type LineText,
  type Party,
  type PartyId,
  placeText,
  type Step,
  Syntax,
  textAt,
  textsAt,
  type WrittenInvoice,
} from './written-invoice';
import type { XmlElement } from './xml';

const UBL = 'urn:oasis:names:specification:ubl:schema:xsd:';
const CAC = `${UBL}CommonAggregateComponents-2`;
const CBC = `${UBL}CommonBasicComponents-2`;

type Root = Readonly<{
  namespace: string;
  name: string;
  kind: DocumentKind;
  typeCode: string;
  line: string;
  quantity: string;
}>;

const ROOTS: readonly Root[] = [
  {
    namespace: `${UBL}Invoice-2`,
    name: 'Invoice',
    kind: DocumentKind.invoice,
    typeCode: 'InvoiceTypeCode',
    line: 'InvoiceLine',
    quantity: 'InvoicedQuantity',
  },
  {
    namespace: `${UBL}CreditNote-2`,
    name: 'CreditNote',
    kind: DocumentKind.creditNote,
    typeCode: 'CreditNoteTypeCode',
    line: 'CreditNoteLine',
    quantity: 'CreditedQuantity',
  },
];

const basic = (name: string): Step => [CBC, name];
const aggregate = (name: string): Step => [CAC, name];

/** Whether a root element of this name is a UBL invoice or credit note. */
export function isUblRoot(root: Readonly<{ namespace: string; name: string }>): boolean {
  return kindOfRoot(root) !== null;
}

/** Finds the fields of a UBL document; null when the root is something else. */
export function findUblFields(root: XmlElement): WrittenInvoice | null {
  const kind = kindOfRoot(root);
  if (!kind) return null;
  const [totals = null] = elementsAt(root, aggregate('LegalMonetaryTotal'));
  return {
    syntax: Syntax.ubl,
    profile: textAt(root, basic('CustomizationID')),
    rootKind: kind.kind,
    numbers: textsAt(root, basic('ID')),
    typeCodes: textsAt(root, basic(kind.typeCode)),
    issued: datesAt(root, basic('IssueDate')),
    currencies: textsAt(root, basic('DocumentCurrencyCode')),
    // A credit note has no due date of its own and says it with the means of payment.
    due: [
      ...datesAt(root, basic('DueDate')),
      ...datesAt(root, aggregate('PaymentMeans'), basic('PaymentDueDate')),
    ],
    terms: elementsAt(root, aggregate('PaymentTerms')).map((term) => ({
      text: textAt(term, basic('Note')),
      due: datesAt(term, basic('PaymentDueDate'))[0] ?? null,
      amount: amountsAt(term, basic('Amount'))[0] ?? null,
    })),
    total: amountsAt(totals, basic('TaxInclusiveAmount')),
    prepaid: amountsAt(totals, basic('PrepaidAmount')),
    rounding: amountsAt(totals, basic('PayableRoundingAmount')),
    payable: amountsAt(totals, basic('PayableAmount')),
    seller: partyAt(root, 'AccountingSupplierParty'),
    buyer: partyAt(root, 'AccountingCustomerParty'),
    deliveryPlace: deliveryPlaceOf(root),
    purchaseOrderNumber: textAt(root, aggregate('OrderReference'), basic('ID')),
    buyerReference: textAt(root, basic('BuyerReference')),
    agreement: textAt(root, aggregate('ContractDocumentReference'), basic('ID')),
    preceding: elementsAt(
      root,
      aggregate('BillingReference'),
      aggregate('InvoiceDocumentReference'),
    ).flatMap((document) => {
      const number = textAt(document, basic('ID'));
      if (number === null) return [];
      return [{ number, issued: datesAt(document, basic('IssueDate'))[0] ?? null }];
    }),
    // UBL has no place for the subject of a note; EN 16931 writes it in front, as `#AAK#`.
    notes: textsAt(root, basic('Note')).map((note) => note.replace(/^#[A-Z]{3}#/, '')),
    lines: elementsAt(root, aggregate(kind.line)).map((line) => lineOf(kind, line)),
  };
}

function kindOfRoot(root: Readonly<{ namespace: string; name: string }>): Root | null {
  return (
    ROOTS.find(({ namespace, name }) => root.namespace === namespace && root.name === name) ?? null
  );
}

function datesAt(start: XmlElement | null, ...path: readonly Step[]): DateText[] {
  return textsAt(start, ...path).map((text) => ({ text, form: 'xml' }));
}

function partyAt(root: XmlElement, role: string): Party | null {
  const [party] = elementsAt(root, aggregate(role), aggregate('Party'));
  if (!party) return null;
  const legalName = textAt(party, aggregate('PartyLegalEntity'), basic('RegistrationName'));
  const tradingName = textAt(party, aggregate('PartyName'), basic('Name'));
  const [address = null] = elementsAt(party, aggregate('PostalAddress'));
  const [contact = null] = elementsAt(party, aggregate('Contact'));
  const electronic = idsAt(party, basic('EndpointID'));
  return {
    name: legalName ?? tradingName ?? '',
    tradingName: tradingName === legalName ? null : tradingName,
    taxIds: elementsAt(party, aggregate('PartyTaxScheme')).flatMap(taxIdOf),
    ids: idsAt(party, aggregate('PartyIdentification'), basic('ID')),
    registration: idsAt(party, aggregate('PartyLegalEntity'), basic('CompanyID'))[0] ?? null,
    address: addressOf(address),
    emails: [
      ...textsAt(contact, basic('ElectronicMail')),
      ...electronic.filter(({ scheme }) => scheme === 'EM').map(({ value }) => value),
    ],
    contact: contact && {
      name: textAt(contact, basic('Name')),
      phone: textAt(contact, basic('Telephone')),
    },
  };
}

/** `VAT` is the same register that CII calls `VA`. */
function taxIdOf(scheme: XmlElement): PartyId[] {
  const value = textAt(scheme, basic('CompanyID'));
  if (value === null) return [];
  const register = textAt(scheme, aggregate('TaxScheme'), basic('ID'));
  return [{ scheme: register === 'VAT' ? 'VA' : register, value }];
}

function addressOf(address: XmlElement | null): Party['address'] {
  return (
    address && {
      lines: [
        ...textsAt(address, basic('StreetName')),
        ...textsAt(address, basic('AdditionalStreetName')),
        ...textsAt(address, aggregate('AddressLine'), basic('Line')),
      ],
      postcode: textAt(address, basic('PostalZone')),
      city: textAt(address, basic('CityName')),
      region: textAt(address, basic('CountrySubentity')),
      country: textAt(address, aggregate('Country'), basic('IdentificationCode')),
    }
  );
}

function deliveryPlaceOf(root: XmlElement): string | null {
  const [delivery = null] = elementsAt(root, aggregate('Delivery'));
  const [address = null] = elementsAt(
    delivery,
    aggregate('DeliveryLocation'),
    aggregate('Address'),
  );
  const name = textAt(delivery, aggregate('DeliveryParty'), aggregate('PartyName'), basic('Name'));
  return placeText(name ?? '', addressOf(address));
}

function lineOf(kind: Root, line: XmlElement): LineText {
  return {
    id: textAt(line, basic('ID')),
    name: textAt(line, aggregate('Item'), basic('Name')),
    description: textAt(line, aggregate('Item'), basic('Description')),
    quantity: textAt(line, basic(kind.quantity)),
    unit: elementsAt(line, basic(kind.quantity))[0]?.attributes.get('unitCode') ?? null,
    price: textAt(line, aggregate('Price'), basic('PriceAmount')),
    amount: amountsAt(line, basic('LineExtensionAmount'))[0] ?? null,
  };
}
