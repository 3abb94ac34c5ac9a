/**
 * A small Cross Industry Invoice; a test names only the fields it is about.
 */
type Given = Partial<{
  prefix: string;
  ramNamespace: string;
  number: string;
  typeCode: string;
  issued: string;
  currency: string;
  total: string;
  prepaid: string;
  rounding: string;
  payable: string;
  due: string;
  /** XML put in front of the root. */
  prolog: string;
  /** XML put at the end of the settlement. */
  settlement: string;
  /** XML put into the totals. */
  summation: string;
  buyer: string;
}>;

const RAM = 'urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100';
const RSM = 'urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100';
const UDT = 'urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100';

export function anInvoiceXml(given: Given = {}): string {
  const p = given.prefix ?? 'ram';
  const field = (name: string, value: string | undefined) =>
    value === undefined ? '' : `<${p}:${name}>${value}</${p}:${name}>`;
  const date = (name: string, value: string | undefined) =>
    value === undefined
      ? ''
      : field(name, `<udt:DateTimeString format="102">${value}</udt:DateTimeString>`);
  return `${given.prolog ?? ''}<rsm:CrossIndustryInvoice xmlns:rsm="${RSM}" xmlns:${p}="${given.ramNamespace ?? RAM}" xmlns:udt="${UDT}">
<rsm:ExchangedDocument>${field('ID', given.number ?? 'INV-1')}${field('TypeCode', given.typeCode ?? '380')}${date('IssueDateTime', given.issued ?? '20261101')}</rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction>
<${p}:ApplicableHeaderTradeAgreement>
${field('SellerTradeParty', field('Name', 'Seller'))}
${field('BuyerTradeParty', given.buyer ?? field('Name', 'Buyer'))}
</${p}:ApplicableHeaderTradeAgreement>
<${p}:ApplicableHeaderTradeSettlement>
${field('InvoiceCurrencyCode', given.currency ?? 'USD')}
${given.due === undefined ? '' : field('SpecifiedTradePaymentTerms', date('DueDateDateTime', given.due))}
<${p}:SpecifiedTradeSettlementHeaderMonetarySummation>
${field('GrandTotalAmount', given.total ?? '100.00')}${field('TotalPrepaidAmount', given.prepaid)}${field('RoundingAmount', given.rounding)}${field('DuePayableAmount', given.payable ?? given.total ?? '100.00')}${given.summation ?? ''}
</${p}:SpecifiedTradeSettlementHeaderMonetarySummation>
${given.settlement ?? ''}
</${p}:ApplicableHeaderTradeSettlement>
</rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>`;
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
