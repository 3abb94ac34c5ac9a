/**
 * Cross Industry Invoice: where the fields of an invoice stand in UN/CEFACT D16B (Factur-X, ZUGFeRD
 * 2, XRechnung) and in the older draft that ZUGFeRD 1 was made of. The two differ in namespaces and
 * in the names of a few containers, which is all that the dialects below say.
 */
import {
  amountsAt,
  type AmountText,
  type DateText,
  elementsAt,
  idsAt,
  type LineText,
  type Party,
  placeText,
  type Step,
  Syntax,
  textAt,
  textOf,
  textsAt,
  type WrittenInvoice,
} from './written-invoice';
import type { XmlElement } from './xml';

const D16B = 'urn:un:unece:uncefact:data:standard:';

type Dialect = Readonly<{
  syntax: Syntax;
  root: Step;
  /** Namespace of the containers right below the root. */
  document: string;
  /** Namespace of the business information. */
  ram: string;
  /** Namespace of plain values. */
  udt: string;
  context: string;
  header: string;
  transaction: string;
  agreement: string;
  delivery: string;
  settlement: string;
  summation: string;
  lineAgreement: string;
  lineDelivery: string;
  lineSettlement: string;
  lineSummation: string;
  referenceId: string;
}>;

const CII: Dialect = {
  syntax: Syntax.cii,
  root: [`${D16B}CrossIndustryInvoice:100`, 'CrossIndustryInvoice'],
  document: `${D16B}CrossIndustryInvoice:100`,
  ram: `${D16B}ReusableAggregateBusinessInformationEntity:100`,
  udt: `${D16B}UnqualifiedDataType:100`,
  context: 'ExchangedDocumentContext',
  header: 'ExchangedDocument',
  transaction: 'SupplyChainTradeTransaction',
  agreement: 'ApplicableHeaderTradeAgreement',
  delivery: 'ApplicableHeaderTradeDelivery',
  settlement: 'ApplicableHeaderTradeSettlement',
  summation: 'SpecifiedTradeSettlementHeaderMonetarySummation',
  lineAgreement: 'SpecifiedLineTradeAgreement',
  lineDelivery: 'SpecifiedLineTradeDelivery',
  lineSettlement: 'SpecifiedLineTradeSettlement',
  lineSummation: 'SpecifiedTradeSettlementLineMonetarySummation',
  referenceId: 'IssuerAssignedID',
};

const ZUGFERD_1: Dialect = {
  syntax: Syntax.zugferd1,
  root: ['urn:ferd:CrossIndustryDocument:invoice:1p0', 'CrossIndustryDocument'],
  document: 'urn:ferd:CrossIndustryDocument:invoice:1p0',
  ram: `${D16B}ReusableAggregateBusinessInformationEntity:12`,
  udt: `${D16B}UnqualifiedDataType:15`,
  context: 'SpecifiedExchangedDocumentContext',
  header: 'HeaderExchangedDocument',
  transaction: 'SpecifiedSupplyChainTradeTransaction',
  agreement: 'ApplicableSupplyChainTradeAgreement',
  delivery: 'ApplicableSupplyChainTradeDelivery',
  settlement: 'ApplicableSupplyChainTradeSettlement',
  summation: 'SpecifiedTradeSettlementMonetarySummation',
  lineAgreement: 'SpecifiedSupplyChainTradeAgreement',
  lineDelivery: 'SpecifiedSupplyChainTradeDelivery',
  lineSettlement: 'SpecifiedSupplyChainTradeSettlement',
  lineSummation: 'SpecifiedTradeSettlementMonetarySummation',
  referenceId: 'ID',
};

const DIALECTS = [CII, ZUGFERD_1];

/** Whether a root element of this name is a Cross Industry Invoice. */
export function isCiiRoot(root: Readonly<{ namespace: string; name: string }>): boolean {
  return dialectOf(root) !== null;
}

/** Finds the fields of a Cross Industry Invoice; null when the root is something else. */
export function findCiiFields(root: XmlElement): WrittenInvoice | null {
  const dialect = dialectOf(root);
  if (!dialect) return null;
  const { ram } = dialect;
  const [header = null] = elementsAt(root, [dialect.document, dialect.header]);
  const [transaction = null] = elementsAt(root, [dialect.document, dialect.transaction]);
  const [agreement = null] = elementsAt(transaction, [ram, dialect.agreement]);
  const [delivery = null] = elementsAt(transaction, [ram, dialect.delivery]);
  const [settlement = null] = elementsAt(transaction, [ram, dialect.settlement]);
  const [summation = null] = elementsAt(settlement, [ram, dialect.summation]);
  const shipTo = partyAt(dialect, delivery, 'ShipToTradeParty');
  const terms = elementsAt(settlement, [ram, 'SpecifiedTradePaymentTerms']);
  const reference: Step = [ram, dialect.referenceId];

  return {
    syntax: dialect.syntax,
    profile: textAt(
      root,
      [dialect.document, dialect.context],
      [ram, 'GuidelineSpecifiedDocumentContextParameter'],
      [ram, 'ID'],
    ),
    rootKind: null,
    numbers: textsAt(header, [ram, 'ID']),
    typeCodes: textsAt(header, [ram, 'TypeCode']),
    issued: datesAt(dialect, header, 'IssueDateTime'),
    currencies: textsAt(settlement, [ram, 'InvoiceCurrencyCode']),
    due: [],
    terms: terms.map((term) => ({
      text: textAt(term, [ram, 'Description']),
      due: datesAt(dialect, term, 'DueDateDateTime')[0] ?? null,
      amount: amountsAt(term, [ram, 'PartialPaymentAmount'])[0] ?? null,
    })),
    total: amountsAt(summation, [ram, 'GrandTotalAmount']),
    prepaid: amountsAt(summation, [ram, 'TotalPrepaidAmount']),
    rounding: amountsAt(summation, [ram, 'RoundingAmount']),
    payable: amountsAt(summation, [ram, 'DuePayableAmount']),
    seller: partyAt(dialect, agreement, 'SellerTradeParty'),
    buyer: partyAt(dialect, agreement, 'BuyerTradeParty'),
    deliveryPlace: shipTo && placeText(shipTo.name, shipTo.address),
    purchaseOrderNumber: textAt(agreement, [ram, 'BuyerOrderReferencedDocument'], reference),
    buyerReference: textAt(agreement, [ram, 'BuyerReference']),
    agreement: textAt(agreement, [ram, 'ContractReferencedDocument'], reference),
    preceding: elementsAt(settlement, [ram, 'InvoiceReferencedDocument']).flatMap((document) => {
      const number = textAt(document, reference);
      if (number === null) return [];
      return [
        {
          number,
          issued: datesAt(dialect, document, 'FormattedIssueDateTime')[0] ?? null,
        },
      ];
    }),
    notes: textsAt(header, [ram, 'IncludedNote'], [ram, 'Content']),
    lines: elementsAt(transaction, [ram, 'IncludedSupplyChainTradeLineItem']).map((line) =>
      lineOf(dialect, line),
    ),
  };
}

function dialectOf(root: Readonly<{ namespace: string; name: string }>): Dialect | null {
  return (
    DIALECTS.find(
      ({ root: [namespace, name] }) => root.namespace === namespace && root.name === name,
    ) ?? null
  );
}

/** A date stands in `udt:DateTimeString` (or, in references, its `qdt` twin) with its form beside it. */
function datesAt(dialect: Dialect, start: XmlElement | null, name: string): DateText[] {
  return elementsAt(start, [dialect.ram, name])
    .flatMap((holder) => holder.children)
    .filter((child) => child.name === 'DateTimeString')
    .flatMap((element) => {
      const text = textOf(element);
      if (text === null) return [];
      const isCompact = element.attributes.get('format') === '102';
      return [{ text, form: isCompact ? ('compact' as const) : ('other' as const) }];
    });
}

function partyAt(dialect: Dialect, start: XmlElement | null, name: string): Party | null {
  const { ram } = dialect;
  const [party] = elementsAt(start, [ram, name]);
  if (!party) return null;
  const [address = null] = elementsAt(party, [ram, 'PostalTradeAddress']);
  const [contact = null] = elementsAt(party, [ram, 'DefinedTradeContact']);
  const electronic = idsAt(party, [ram, 'URIUniversalCommunication'], [ram, 'URIID']);
  return {
    name: textAt(party, [ram, 'Name']) ?? '',
    tradingName: textAt(party, [ram, 'SpecifiedLegalOrganization'], [ram, 'TradingBusinessName']),
    taxIds: idsAt(party, [ram, 'SpecifiedTaxRegistration'], [ram, 'ID']),
    ids: [...idsAt(party, [ram, 'ID']), ...idsAt(party, [ram, 'GlobalID'])],
    registration: idsAt(party, [ram, 'SpecifiedLegalOrganization'], [ram, 'ID'])[0] ?? null,
    address: address && {
      lines: ['LineOne', 'LineTwo', 'LineThree'].flatMap((line) => textsAt(address, [ram, line])),
      postcode: textAt(address, [ram, 'PostcodeCode']),
      city: textAt(address, [ram, 'CityName']),
      region: textAt(address, [ram, 'CountrySubDivisionName']),
      country: textAt(address, [ram, 'CountryID']),
    },
    emails: [
      ...textsAt(contact, [ram, 'EmailURIUniversalCommunication'], [ram, 'URIID']),
      ...electronic.filter(({ scheme }) => scheme === 'EM').map(({ value }) => value),
    ],
    contact: contact && {
      name: textAt(contact, [ram, 'PersonName']) ?? textAt(contact, [ram, 'DepartmentName']),
      phone: textAt(contact, [ram, 'TelephoneUniversalCommunication'], [ram, 'CompleteNumber']),
    },
  };
}

function lineOf(dialect: Dialect, line: XmlElement): LineText {
  const { ram } = dialect;
  const [product = null] = elementsAt(line, [ram, 'SpecifiedTradeProduct']);
  const quantityPath: Step[] = [
    [ram, dialect.lineDelivery],
    [ram, 'BilledQuantity'],
  ];
  const amount: AmountText | undefined = amountsAt(
    line,
    [ram, dialect.lineSettlement],
    [ram, dialect.lineSummation],
    [ram, 'LineTotalAmount'],
  )[0];
  return {
    id: textAt(line, [ram, 'AssociatedDocumentLineDocument'], [ram, 'LineID']),
    name: textAt(product, [ram, 'Name']),
    description: textAt(product, [ram, 'Description']),
    quantity: textAt(line, ...quantityPath),
    unit: elementsAt(line, ...quantityPath)[0]?.attributes.get('unitCode') ?? null,
    price: textAt(
      line,
      [ram, dialect.lineAgreement],
      [ram, 'NetPriceProductTradePrice'],
      [ram, 'ChargeAmount'],
    ),
    amount: amount ?? null,
  };
}
