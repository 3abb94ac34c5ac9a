/**
 * Goal: one invoice is never two, and two are never one. Method: the samples collide on purpose (one
 * number on four documents, tax numbers that several sellers share); beside them small made-up cases
 * at each boundary of rule 15.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEInvoice } from '../../accounting/files/e-invoice';
import {
  balanceKey,
  type ClientKeys,
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
} from '../../accounting/identity';
import { anInvoiceXml, utf8 } from './an-invoice';

function sample(file: string) {
  const path = join(__dirname, '..', 'fixtures', 'einvoices', 'xml', file);
  const result = readEInvoice(readFileSync(path));
  if (!result.ok) throw new Error(result.refusal.sentence);
  return result.value;
}

const identity = (file: string) => identityOfEInvoice(sample(file));

function aDocument(given: Partial<DocumentIdentity> = {}): DocumentIdentity {
  return {
    seller: 'S',
    buyer: 'B',
    number: 'INV-1',
    kind: 'invoice',
    issuedOn: '2026-11-01',
    currency: 'USD',
    totalMinor: 100_00,
    prepaidMinor: 0,
    roundingMinor: 0,
    payableMinor: 100_00,
    ...given,
  };
}

describe('the samples that share the number 471102', () => {
  const partial = identity('EN16931_1_Teilrechnung.cii.xml');
  const discounts = identity('EN16931_Rabatte.cii.xml');
  const simple = identity('EN16931_Einfach_DueDate.cii.xml');
  const overpaid = identity('EN16931_Einfach_negativePaymentDue.cii.xml');

  test('are one document in CII and in UBL', () => {
    expect(compareDocument(partial, identity('EN16931_1_Teilrechnung.ubl.xml'))).toEqual({
      kind: 'same',
    });
  });

  test('conflict where the total differs, with both values', () => {
    expect(compareDocument(partial, discounts)).toEqual({
      kind: 'conflict',
      differences: [
        { field: 'totalMinor', known: 197_65, incoming: 215_07 },
        { field: 'payableMinor', known: 147_65, incoming: 165_07 },
      ],
    });
  });

  test('conflict where date and total differ', () => {
    const comparison = compareDocument(partial, simple);
    expect(
      comparison.kind === 'conflict' && comparison.differences.map(({ field }) => field),
    ).toEqual(['issuedOn', 'totalMinor', 'prepaidMinor', 'payableMinor']);
  });

  test('conflict where only what is unpaid differs: never a new balance', () => {
    expect(documentKey(simple)).toBe(documentKey(overpaid));
    expect(compareDocument(simple, overpaid)).toEqual({
      kind: 'conflict',
      differences: [
        { field: 'prepaidMinor', known: 0, incoming: 1059_74 },
        { field: 'payableMinor', known: 529_87, incoming: -529_87 },
      ],
    });
  });
});

test('documents of different sellers with one tax number and different numbers are new', () => {
  const transport = identity('EN16931_OEPNV.cii.xml');
  const correction = identity('EN16931_Rechnungskorrektur.cii.xml');
  expect(transport.seller).toBe(correction.seller);
  expect(compareDocument(transport, correction)).toEqual({ kind: 'new' });
});

describe('compareDocument', () => {
  test('compares numbers trimmed and without case, zeros kept', () => {
    const known = aDocument({ number: 'inv-007' });
    expect(compareDocument(known, aDocument({ number: ' INV-007 ' })).kind).toBe('same');
    expect(compareDocument(known, aDocument({ number: 'INV-7' })).kind).toBe('new');
  });

  test.each([
    ['buyer', 'C'],
    ['kind', 'creditNote'],
    ['issuedOn', '2026-11-02'],
    ['currency', 'EUR'],
    ['totalMinor', 100_01],
    ['prepaidMinor', 1],
    ['roundingMinor', 1],
    ['payableMinor', 99_99],
  ] as const)('calls the same number with another %s a conflict', (field, incoming) => {
    expect(compareDocument(aDocument(), aDocument({ [field]: incoming }))).toEqual({
      kind: 'conflict',
      differences: [{ field, known: aDocument()[field], incoming }],
    });
  });

  test('takes the same number of another seller for another document', () => {
    expect(compareDocument(aDocument(), aDocument({ seller: 'T' })).kind).toBe('new');
  });

  test('does not hold against a list what the list does not say', () => {
    const row = aDocument({
      seller: null,
      issuedOn: null,
      totalMinor: null,
      prepaidMinor: null,
      roundingMinor: null,
      payableMinor: null,
    });
    expect(compareDocument(aDocument(), row).kind).toBe('same');
    expect(compareDocument(aDocument(), { ...row, currency: 'EUR' }).kind).toBe('conflict');
  });
});

describe('keys', () => {
  test('differ when any part of rule 15 differs', () => {
    const variants: Partial<DocumentIdentity>[] = [
      {},
      { seller: 'T' },
      { buyer: 'C' },
      { number: 'INV-2' },
      { kind: 'creditNote' },
      { issuedOn: '2026-11-02' },
      { totalMinor: 1 },
    ];
    expect(new Set(variants.map((given) => documentKey(aDocument(given)))).size).toBe(
      variants.length,
    );
    expect(documentKey(aDocument({ payableMinor: 1 }))).toBe(documentKey(aDocument()));
  });

  test('cannot be made to meet by clever numbers', () => {
    expect(numberKey('a', 'b","c')).not.toBe(numberKey('a","b', 'c'));
  });

  test('of a list row are its source and id, else client and number', () => {
    const row = { sourceId: ' 1001 ', number: 'INV-1' };
    expect(balanceKey('books', 'c1', row)).toBe(
      balanceKey('books', 'c2', { ...row, sourceId: '1001' }),
    );
    expect(balanceKey('books', 'c1', row)).not.toBe(balanceKey('other', 'c1', row));
    const plain = { sourceId: null, number: ' inv-1' };
    expect(balanceKey('books', 'c1', plain)).toBe(
      balanceKey('other', 'c1', { ...plain, number: 'INV-1' }),
    );
    expect(balanceKey('books', 'c1', plain)).not.toBe(balanceKey('books', 'c2', plain));
  });
});

describe('clients', () => {
  const client = (clientId: string, keys: Partial<ClientKeys>): KnownClient => ({
    clientId,
    taxIds: [],
    customerIds: [],
    names: [],
    ...keys,
  });
  const buyer = (keys: Partial<ClientKeys>): ClientKeys => ({
    taxIds: [],
    customerIds: [],
    names: [],
    ...keys,
  });

  test('are known by VAT number first, then local tax number', () => {
    const xml = anInvoiceXml({
      buyer:
        '<ram:ID>C-1</ram:ID><ram:GlobalID schemeID="0088">400</ram:GlobalID><ram:Name> Kunde AG </ram:Name><ram:SpecifiedTaxRegistration><ram:ID schemeID="FC">12/3</ram:ID></ram:SpecifiedTaxRegistration><ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">DE1</ram:ID></ram:SpecifiedTaxRegistration>',
    });
    const invoice = readEInvoice(utf8(xml));
    expect(invoice.ok && clientKeys(invoice.value.buyer)).toEqual({
      taxIds: ['de1', '12/3'],
      customerIds: ['c-1', '0088:400'],
      names: ['kunde ag'],
    });
  });

  test('match by tax number before customer id before name', () => {
    const known = [
      client('byTax', { taxIds: ['de1'] }),
      client('byId', { customerIds: ['c-1'] }),
      client('byName', { names: ['kunde'] }),
    ];
    const all = buyer({ taxIds: ['de1'], customerIds: ['c-1'], names: ['kunde'] });
    expect(matchClient(known, all)).toMatchObject({ clientId: 'byTax', by: 'taxId' });
    expect(matchClient(known.slice(1), all)).toMatchObject({ clientId: 'byId', by: 'customerId' });
    expect(matchClient(known.slice(2), all)).toMatchObject({ clientId: 'byName', by: 'name' });
    expect(matchClient([], all)).toEqual({ kind: 'new' });
  });

  test('under another spelling are known, and the spelling is to be confirmed', () => {
    const known = [client('1', { customerIds: ['c-1'], names: ['kunde ag'] })];
    expect(matchClient(known, buyer({ customerIds: ['c-1'], names: ['kunde a.g.'] }))).toEqual({
      kind: 'known',
      clientId: '1',
      by: 'customerId',
      isNewSpelling: true,
    });
  });

  test('are doubtful when two answer to a key, or a name has another tax number', () => {
    const twins = [client('1', { names: ['kunde'] }), client('2', { names: ['kunde'] })];
    expect(matchClient(twins, buyer({ names: ['kunde'] }))).toEqual({
      kind: 'doubtful',
      clientIds: ['1', '2'],
    });
    const known = [client('1', { taxIds: ['de1'], names: ['kunde'] })];
    expect(matchClient(known, buyer({ taxIds: ['de2'], names: ['kunde'] })).kind).toBe('doubtful');
    expect(matchClient(known, buyer({ names: ['kunde'] })).kind).toBe('known');
  });

  test('of a list and of an e-invoice meet at the same customer id', () => {
    expect(clientKeysOfRow({ id: ' C-1 ', name: 'Kunde' })).toEqual({
      taxIds: [],
      customerIds: ['c-1'],
      names: ['kunde'],
    });
  });

  test('are the same name composed in two ways', () => {
    expect(clientKeysOfRow({ id: null, name: 'Mu\u0308ller' })).toEqual(
      clientKeysOfRow({ id: null, name: 'MÜLLER' }),
    );
  });
});

describe('plain PDFs', () => {
  test.each([
    ['INV-1042.pdf', 'INV-1042', true],
    ['inv-1042.PDF', 'INV-1042', true],
    ['9314110911-00-M-00-N.pdf', '9314110911/00/M/00/N', true],
    ['INV-1042 (copy).pdf', 'INV-1042', false],
    ['INV-10421.pdf', 'INV-1042', false],
    ['1042.pdf', '01042', false],
    ['.pdf', '', false],
  ])('%s names %s: %p', (fileName, number, expected) => {
    expect(fileNamesNumber(fileName, number)).toBe(expected);
  });
});
