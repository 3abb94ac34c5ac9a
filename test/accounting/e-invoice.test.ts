import { type EInvoice, readEInvoice } from '../../accounting/files/e-invoice';
import type { FileRefusal } from '../../accounting/files/refusal';
import { kindOfTypeCode } from '../../accounting/files/type-codes';
import { anInvoiceXml, utf8 } from './an-invoice';

function read(xml: string): EInvoice {
  const result = readEInvoice(utf8(xml));
  if (!result.ok) throw new Error(result.refusal.sentence);
  return result.value;
}

function refusalOf(xml: string): FileRefusal {
  const result = readEInvoice(utf8(xml));
  if (result.ok) throw new Error('it was read');
  return result.refusal;
}

describe('names', () => {
  test('reads by namespace: any prefix will do', () => {
    expect(read(anInvoiceXml({ prefix: 'x' })).number).toBe('INV-1');
  });

  test('finds nothing under the usual prefix of another namespace', () => {
    expect(refusalOf(anInvoiceXml({ ramNamespace: 'urn:example:other' }))).toMatchObject({
      code: 'FIELD_MISSING',
      field: 'number',
    });
  });

  test('refuses a root that is no invoice, by its name', () => {
    expect(refusalOf('<order xmlns="urn:example:order"/>')).toMatchObject({
      code: 'NEITHER_PDF_NOR_INVOICE',
      sentence: 'The XML is no invoice: its root is “order”.',
    });
  });
});

describe('identifiers', () => {
  test.each(['0E68', '007', '9.00', '1e3', '12345678901234567890', 'A  1', 'RE/2026-1'])(
    'keeps every character of the number %s',
    (number) => {
      expect(read(anInvoiceXml({ number })).number).toBe(number);
    },
  );

  test('leaves out the layout around a number', () => {
    expect(read(anInvoiceXml({ number: '\n  INV-7\n' })).number).toBe('INV-7');
  });

  test('decodes the five entities, numbered characters and character data', () => {
    const number = '&lt;A&amp;B&gt;&quot;&apos;&#252;&#x20AC;<![CDATA[&amp;<]]>';
    expect(read(anInvoiceXml({ number })).number).toBe('<A&B>"\'ü€&amp;<');
  });
});

describe('type codes', () => {
  test('splits UNTDID 1001 as EN 16931 does', () => {
    const kinds = ['380', '384', '387', '326', '381', '396', '81', '261'].map(kindOfTypeCode);
    expect(kinds).toEqual([
      'invoice',
      'invoice',
      'invoice',
      'invoice',
      'creditNote',
      'creditNote',
      'creditNote',
      'creditNote',
    ]);
  });

  test.each(['999', '38', '0380', '380 ', ''])('has no kind for %p', (code) => {
    expect(kindOfTypeCode(code)).toBeNull();
  });

  test('refuses an unknown code by its number', () => {
    expect(refusalOf(anInvoiceXml({ typeCode: '999' }))).toMatchObject({
      code: 'TYPE_CODE_UNKNOWN',
      value: '999',
    });
  });

  test('knows a correction by its code', () => {
    expect(read(anInvoiceXml({ typeCode: '384' })).isCorrection).toBe(true);
    expect(read(anInvoiceXml({ typeCode: '380' })).isCorrection).toBe(false);
  });

  test('names the documents that it says it follows', () => {
    const settlement =
      '<ram:InvoiceReferencedDocument><ram:IssuerAssignedID>INV-0</ram:IssuerAssignedID></ram:InvoiceReferencedDocument>';
    expect(read(anInvoiceXml({ typeCode: '384', settlement })).preceding).toEqual([
      { number: 'INV-0', issuedOn: null },
    ]);
  });
});

describe('amounts', () => {
  test.each([
    ['9', 900],
    ['9.0', 900],
    ['9.00', 900],
    ['+9.00', 900],
    ['9.0000', 900],
    ['.5', 50],
    ['0.1', 10],
    ['90071992547409.91', Number.MAX_SAFE_INTEGER],
  ])('reads %s dollars exactly', (total, minor) => {
    expect(read(anInvoiceXml({ total })).totalMinor).toBe(minor);
  });

  test.each(['9,00', '9.001', '1e3', 'NaN', '0x10', '9 00', '90071992547409.92', '٩'])(
    'refuses %p as an amount of dollars',
    (total) => {
      expect(refusalOf(anInvoiceXml({ total }))).toMatchObject({
        code: 'AMOUNT_UNREADABLE',
        field: 'total',
        value: total,
      });
    },
  );

  test('takes the digits of the currency: none for yen, three for Kuwaiti dinars', () => {
    expect(read(anInvoiceXml({ currency: 'JPY', total: '100' })).totalMinor).toBe(100);
    expect(read(anInvoiceXml({ currency: 'KWD', total: '1.234' })).totalMinor).toBe(1234);
    expect(refusalOf(anInvoiceXml({ currency: 'JPY', total: '100.5' })).code).toBe(
      'AMOUNT_UNREADABLE',
    );
  });

  test('refuses a currency that does not exist', () => {
    expect(refusalOf(anInvoiceXml({ currency: 'XYZ' })).code).toBe('CURRENCY_UNKNOWN');
  });

  test.each(['XCG', 'HRK', 'SLL', 'ZWL'])(
    'refuses %s, which the platform knows and we do not',
    (currency) => {
      expect(refusalOf(anInvoiceXml({ currency })).code).toBe('CURRENCY_UNKNOWN');
    },
  );

  test.each(['CHW', 'UYW', 'VED'])(
    'takes %s, which we know and the platform does not',
    (currency) => {
      expect(read(anInvoiceXml({ currency }))).toMatchObject({ currency });
    },
  );

  test('takes the total in the invoice currency where another stands beside it', () => {
    const summation = '<ram:GrandTotalAmount currencyID="EUR">1.00</ram:GrandTotalAmount>';
    expect(read(anInvoiceXml({ summation })).totalMinor).toBe(100_00);
  });

  test('refuses two totals in one currency', () => {
    const summation = '<ram:GrandTotalAmount currencyID="USD">1.00</ram:GrandTotalAmount>';
    expect(refusalOf(anInvoiceXml({ summation })).code).toBe('FIELD_REPEATED');
  });

  test('refuses an amount that is only there in another currency', () => {
    const summation = '<ram:RoundingAmount currencyID="EUR">1.00</ram:RoundingAmount>';
    expect(refusalOf(anInvoiceXml({ summation }))).toMatchObject({
      code: 'CURRENCY_CONTRADICTORY',
      field: 'rounding amount',
    });
  });
});

describe('dates', () => {
  test.each(['20260230', '2026-11-01', '261101', '20261301', '18991231'])(
    'refuses the date of issue %s',
    (issued) => {
      expect(refusalOf(anInvoiceXml({ issued }))).toMatchObject({
        code: 'DATE_UNREADABLE',
        value: issued,
      });
    },
  );

  test('reads the leap day of a leap year only', () => {
    expect(read(anInvoiceXml({ issued: '20240229' })).issuedOn).toBe('2024-02-29');
    expect(refusalOf(anInvoiceXml({ issued: '20230229' })).code).toBe('DATE_UNREADABLE');
  });

  test('has no due date rather than an invented one', () => {
    expect(read(anInvoiceXml()).dueOn).toBeNull();
  });

  test('refuses a due date that is none', () => {
    expect(refusalOf(anInvoiceXml({ due: '20261131' })).field).toBe('due date');
  });
});

describe('standing', () => {
  const standing = (given: Parameters<typeof anInvoiceXml>[0]) =>
    read(anInvoiceXml(given)).standing;

  test('takes open from the payable amount, rounding included', () => {
    expect(
      standing({ total: '99.99', prepaid: '10.00', rounding: '0.01', payable: '90.00' }),
    ).toEqual({ openMinor: 90_00, unappliedMinor: 0, status: 'open', conflicts: [] });
  });

  test('puts amounts that do not add up side by side', () => {
    expect(standing({ total: '100.00', prepaid: '10.00', payable: '89.99' }).conflicts).toEqual([
      {
        code: 'AMOUNTS_DISAGREE',
        expectedMinor: 90_00,
        totalMinor: 100_00,
        prepaidMinor: 10_00,
        roundingMinor: 0,
        payableMinor: 89_99,
      },
    ]);
  });

  test('lists an invoice that leaves nothing as nothing to pay', () => {
    expect(standing({ total: '5.00', prepaid: '5.00', payable: '0.00' })).toMatchObject({
      openMinor: 0,
      status: 'nothingToPay',
    });
  });

  test('is never open below zero: an overpaid invoice is a conflict', () => {
    expect(standing({ total: '5.00', prepaid: '6.00', payable: '-1.00' })).toEqual({
      openMinor: 0,
      unappliedMinor: 0,
      status: 'conflict',
      conflicts: [{ code: 'INVOICE_BELOW_ZERO', payableMinor: -1_00 }],
    });
  });

  test('takes a positive credit note as unapplied money and a negative one as a conflict', () => {
    expect(standing({ typeCode: '381', total: '5.00' })).toEqual({
      openMinor: 0,
      unappliedMinor: 5_00,
      status: 'unapplied',
      conflicts: [],
    });
    expect(standing({ typeCode: '381', total: '-5.00' })).toMatchObject({
      unappliedMinor: 0,
      status: 'conflict',
      conflicts: [{ code: 'CREDIT_NOTE_BELOW_ZERO', payableMinor: -5_00 }],
    });
  });
});

describe('fields that must be there once', () => {
  test('refuses an invoice without a buyer', () => {
    expect(refusalOf(anInvoiceXml({ buyer: '' })).field).toBe('buyer');
  });

  test('refuses one that does not say what is to be paid', () => {
    const xml = anInvoiceXml().replace(/<ram:DuePayableAmount>.*?<\/ram:DuePayableAmount>/, '');
    expect(refusalOf(xml).field).toBe('payable amount');
  });

  test('refuses a second number', () => {
    expect(refusalOf(anInvoiceXml({ number: '1</ram:ID><ram:ID>2' })).code).toBe('FIELD_REPEATED');
  });
});

describe('the older ZUGFeRD 1', () => {
  const zugferd1 = (payable: string) => `<?xml version="1.0" encoding="UTF-8"?>
<x:CrossIndustryDocument xmlns:x="urn:ferd:CrossIndustryDocument:invoice:1p0" xmlns:r="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:12" xmlns:u="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:15">
<x:HeaderExchangedDocument><r:ID>471102</r:ID><r:TypeCode>380</r:TypeCode><r:IssueDateTime><u:DateTimeString format="102">20130305</u:DateTimeString></r:IssueDateTime></x:HeaderExchangedDocument>
<x:SpecifiedSupplyChainTradeTransaction>
<r:ApplicableSupplyChainTradeAgreement><r:SellerTradeParty><r:Name>Lieferant</r:Name></r:SellerTradeParty><r:BuyerTradeParty><r:Name>Kunde</r:Name></r:BuyerTradeParty><r:BuyerOrderReferencedDocument><r:ID>PO-1</r:ID></r:BuyerOrderReferencedDocument></r:ApplicableSupplyChainTradeAgreement>
<r:ApplicableSupplyChainTradeSettlement><r:InvoiceCurrencyCode>EUR</r:InvoiceCurrencyCode>
<r:SpecifiedTradeSettlementMonetarySummation><r:GrandTotalAmount currencyID="EUR">235.62</r:GrandTotalAmount>${payable}</r:SpecifiedTradeSettlementMonetarySummation></r:ApplicableSupplyChainTradeSettlement>
</x:SpecifiedSupplyChainTradeTransaction></x:CrossIndustryDocument>`;

  test('reads its own names and namespaces', () => {
    const invoice = read(
      zugferd1('<r:DuePayableAmount currencyID="EUR">235.62</r:DuePayableAmount>'),
    );
    expect(invoice).toMatchObject({
      syntax: 'zugferd1',
      number: '471102',
      purchaseOrderNumber: 'PO-1',
      payableMinor: 235_62,
    });
  });

  test('takes what total and prepaid leave in the profile that has no payable amount', () => {
    expect(read(zugferd1('')).payableMinor).toBe(235_62);
  });
});

test('refuses a UBL credit note with the type code of an invoice', () => {
  const xml = `<CreditNote xmlns="urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2" xmlns:b="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"><b:ID>1</b:ID><b:CreditNoteTypeCode>380</b:CreditNoteTypeCode></CreditNote>`;
  expect(refusalOf(xml).code).toBe('KIND_CONTRADICTORY');
});
