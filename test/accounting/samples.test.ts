/**
 * Goal: every sample invoice comes out as the independent manifest says (made with other tools), in
 * every syntax it exists in. Method: read all files as a person would drop them.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDocumentReader, type DocumentReader } from '../../accounting/files/document';
import { createPdfReader, type PdfReader } from '../../accounting/files/pdf';
import type { StagedDocument } from '../../accounting/files/staged-row';
import { documentKey, identityOfEInvoice } from '../../accounting/identity';

const FOLDER = join(__dirname, '..', 'fixtures', 'einvoices');

type Expected = {
  file: string;
  pages?: number;
  embedded?: string;
  syntax: 'CII' | 'UBL';
  number: string;
  type: string;
  issued: string;
  due: string | null;
  currency: string;
  total: string;
  prepaid: string | null;
  payable: string;
  seller: string;
  buyer: string;
  lines: number;
};

const MANIFEST = JSON.parse(readFileSync(join(FOLDER, 'manifest.json'), 'utf8')) as Expected[];

let pdf: PdfReader;
let documents: DocumentReader;

beforeAll(() => {
  pdf = createPdfReader();
  documents = createDocumentReader({ pdf });
});
afterAll(() => pdf.close());

async function readSample(file: string): Promise<StagedDocument> {
  const bytes = readFileSync(join(FOLDER, file));
  const result = await documents.read({ name: file, bytes });
  if (!result.ok || result.value.kind !== 'document') throw new Error(JSON.stringify(result));
  return result.value;
}

/** All samples are in currencies with two digits. */
function minor(text: string | null): number {
  return Math.round(Number(text ?? 0) * 100);
}

test.each(MANIFEST)('reads $file as the manifest says', async (expected) => {
  const { invoice, pages, position } = await readSample(expected.file);

  expect(pages).toBe(expected.pages ?? null);
  expect(position).toEqual({ file: expected.file, attachment: expected.embedded ?? null });
  expect({
    syntax: invoice.syntax.toUpperCase(),
    number: invoice.number,
    type: invoice.typeCode,
    issued: invoice.issuedOn,
    due: invoice.dueOn,
    currency: invoice.currency,
    totalMinor: invoice.totalMinor,
    prepaidMinor: invoice.prepaidMinor,
    payableMinor: invoice.payableMinor,
    seller: invoice.seller.name,
    buyer: invoice.buyer.name,
    lines: invoice.lines.length,
  }).toEqual({
    syntax: expected.syntax,
    number: expected.number,
    type: expected.type,
    issued: expected.issued,
    due: expected.due,
    currency: expected.currency,
    totalMinor: minor(expected.total),
    prepaidMinor: minor(expected.prepaid),
    payableMinor: minor(expected.payable),
    seller: expected.seller,
    buyer: expected.buyer,
    lines: expected.lines,
  });
});

test('is JSON to the last field, so that it can be staged', async () => {
  const staged = await readSample('pdf/EN16931_1_Teilrechnung.pdf');
  expect(JSON.parse(JSON.stringify(staged))).toEqual(staged);
});

const PAIRS = MANIFEST.filter(({ file }) => file.endsWith('.cii.xml')).map(({ file }) => file);

test.each(PAIRS)('takes %s and its UBL twin for one document', async (file) => {
  const [cii, ubl] = await Promise.all([
    readSample(file),
    readSample(file.replace('.cii.xml', '.ubl.xml')),
  ]);
  expect(cii.invoice.syntax).not.toBe(ubl.invoice.syntax);
  expect(documentKey(identityOfEInvoice(ubl.invoice))).toBe(
    documentKey(identityOfEInvoice(cii.invoice)),
  );
  expect(ubl.invoice.standing).toEqual(cii.invoice.standing);
  const shown = ({ invoice }: StagedDocument) =>
    invoice.lines.map(({ id, name, amountMinor }) => ({ id, name, amountMinor }));
  expect(shown(ubl)).toEqual(shown(cii));
});

test('takes what is open, not the total', async () => {
  const { invoice } = await readSample('pdf/EN16931_1_Teilrechnung.pdf');
  expect(invoice.standing).toEqual({
    openMinor: 147_65,
    unappliedMinor: 0,
    status: 'open',
    conflicts: [],
  });
});

test('finds the fields that autopay criteria and people look at', async () => {
  const { invoice } = await readSample('pdf/Facture_FR_BASICWL.pdf');
  expect(invoice).toMatchObject({
    purchaseOrderNumber: 'PO445',
    agreement: 'MSPE2017',
    profile: 'urn:factur-x.eu:1p0:basicwl',
    notes: ['Franco de port (commande > 300 € HT)'],
    buyer: {
      taxIds: [{ scheme: 'VA', value: 'FR19787878784' }],
      registration: { scheme: '0002', value: '78787878400035' },
      address: {
        lines: ['35 rue de la République'],
        postcode: '69001',
        city: 'Lyon',
        country: 'FR',
      },
    },
  });
});

test('finds contacts, mail addresses and the place of delivery', async () => {
  const { invoice } = await readSample('pdf/EN16931_OEPNV.pdf');
  expect(invoice.seller.contact).toEqual({ name: 'Torti Mayer', phone: '+493012345678' });
  expect(invoice.seller.emails).toEqual(['tm@verkehrsbetriebe.de']);
  expect(invoice.buyerReference).toBe('05 158 004 - 11023 - 45');

  const abroad = await readSample('pdf/zugferd_2p0_EXTENDED_Fremdwaehrung.pdf');
  expect(abroad.invoice.deliveryPlace).toBe(
    'Metallbau Leipzig GmbH & Co. KG, Eichenpromenade 37, Tor 1, Metallstadt',
  );
});

test('keeps the terms of the seller as proposals and is due on the last of them', async () => {
  const { invoice } = await readSample('pdf/zugferd_2p0_EXTENDED_Fremdwaehrung.pdf');
  expect(invoice.terms).toEqual([
    { text: 'Zahlbar ohne Abschlag bis', dueOn: '2018-11-20', amountMinor: null },
    { text: 'Zahlbar mit 2% Skonto bis', dueOn: '2018-11-14', amountMinor: null },
  ]);
  expect(invoice.dueOn).toBe('2018-11-20');
});

test('takes no date out of the words of a term', async () => {
  const { invoice } = await readSample('xml/EN16931_Rabatte.cii.xml');
  expect(invoice.terms[0]?.text).toContain('bis 04.07.2018');
  expect(invoice.dueOn).toBeNull();
});

test('takes the invoice currency, never the currency of the tax', async () => {
  const { invoice } = await readSample('pdf/zugferd_2p0_EXTENDED_Fremdwaehrung.pdf');
  expect([invoice.currency, invoice.totalMinor]).toEqual(['GBP', 102191]);
});

test('shows quantity and price as they are written', async () => {
  const { invoice } = await readSample('xml/EN16931_1_Teilrechnung.cii.xml');
  expect(invoice.lines[0]).toEqual({
    id: '1',
    name: 'Kunstrasen grün 3m breit',
    description: '300cm x 100 cm',
    quantity: '3.0000',
    unit: 'MTK',
    price: '3.3333',
    amountText: '10.00',
    amountMinor: 10_00,
  });
});
