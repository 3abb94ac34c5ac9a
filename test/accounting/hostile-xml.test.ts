/**
 * Goal: no XML makes the process fetch, expand, hang or crash. Method: the known attacks, each in an
 * otherwise sound invoice, so that nothing but the attack can be the reason of the refusal.
 */
import { readEInvoice } from '../../accounting/files/e-invoice';
import { parseXml, sniffXmlRoot } from '../../accounting/files/xml';
import { anInvoiceXml, utf8 } from './an-invoice';

const codeOf = (xml: string | Uint8Array): string => {
  const result = readEInvoice(typeof xml === 'string' ? utf8(xml) : xml);
  return result.ok ? 'read' : result.refusal.code;
};

test('reads the invoice that the attacks below are made of', () => {
  expect(codeOf(anInvoiceXml())).toBe('read');
});

test.each([
  ['an external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>', '&x;'],
  ['a document type of another place', '<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd">', '1'],
  [
    'a billion laughs',
    `<!DOCTYPE a [<!ENTITY a "lol">${'bcdefghij'.replaceAll(/./g, (c) => `<!ENTITY ${c} "${`&${String.fromCharCode(c.charCodeAt(0) - 1)};`.repeat(10)}">`)}]>`,
    '&j;',
  ],
  ['a document type in small letters', '<!doctype a>', '1'],
])('refuses %s before it is parsed', (_, prolog, number) => {
  expect(codeOf(anInvoiceXml({ prolog, number }))).toBe('XML_DECLARES_TYPES');
});

test('reads an invoice that only speaks of document types in comments', () => {
  expect(codeOf(anInvoiceXml({ prolog: '<!-- <!DOCTYPE a> -->' }))).toBe('read');
  expect(codeOf(anInvoiceXml({ number: '<![CDATA[<!DOCTYPE a>]]>' }))).toBe('read');
});

test.each([
  ['an entity that nobody knows', { number: '&nbsp;' }],
  ['an ampersand alone', { number: 'A & B' }],
  ['a character that XML does not have', { number: '&#0;' }],
  ['half a surrogate', { number: '&#xD800;' }],
  ['a comment that does not end', { prolog: '<!-- ' }],
  ['names that would reach into objects', { number: '<__proto__>1</__proto__>' }],
  ['a prefix that nobody declared', { number: '<q:x/>' }],
])('refuses %s', (_, given) => {
  expect(codeOf(anInvoiceXml(given))).toBe('XML_MALFORMED');
});

test('refuses two roots, an open tag, and text without tags', () => {
  expect(codeOf(`${anInvoiceXml()}<a/>`)).toBe('XML_MALFORMED');
  expect(codeOf(anInvoiceXml().slice(0, -3))).toBe('XML_MALFORMED');
  expect(codeOf('Invoice 1')).toBe('XML_MALFORMED');
  expect(codeOf('')).toBe('XML_MALFORMED');
});

test('refuses nesting deeper than any invoice, and reads what is only deep', () => {
  const nested = (depth: number) => '<a>'.repeat(depth) + '</a>'.repeat(depth);
  expect(codeOf(anInvoiceXml({ summation: nested(40) }))).toBe('read');
  expect(codeOf(anInvoiceXml({ summation: nested(80) }))).toBe('XML_MALFORMED');
});

test('refuses nesting without end', () => {
  expect(codeOf(anInvoiceXml({ number: '<a>'.repeat(10_000) + '</a>'.repeat(10_000) }))).toBe(
    'XML_MALFORMED',
  );
});

test('refuses a file of more than 20 MB unread', () => {
  expect(codeOf(new Uint8Array(20 * 1024 * 1024 + 1).fill(0x20))).toBe('FILE_TOO_LARGE');
});

test('takes a megabyte of one broken start tag, or of open comments, in its stride', () => {
  // Its own work, not the machine's: other suites run beside this one.
  const before = process.cpuUsage();
  for (const text of [
    `<a ${'b="'.repeat(300_000)}`,
    '<!--'.repeat(250_000),
    '<'.repeat(1_000_000),
  ]) {
    expect(codeOf(text)).toBe('XML_MALFORMED');
    sniffXmlRoot(utf8(text));
  }
  expect(process.cpuUsage(before).user / 1_000).toBeLessThan(5_000);
});

describe('encodings', () => {
  const latin1 = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
  const nameOf = (bytes: Uint8Array) => {
    const root = parseXml(bytes);
    return root.ok ? root.value.text : root.refusal.code;
  };

  test('reads UTF-8, with and without its mark, and UTF-16 with one', () => {
    expect(nameOf(utf8('<a>Müller</a>'))).toBe('Müller');
    expect(nameOf(utf8('\uFEFF<a>Müller</a>'))).toBe('Müller');
    expect(nameOf(Buffer.from('\uFEFF<a>Müller</a>', 'utf16le'))).toBe('Müller');
  });

  test('reads the encoding that the declaration names', () => {
    expect(nameOf(latin1('<?xml version="1.0" encoding="ISO-8859-1"?><a>Müller</a>'))).toBe(
      'Müller',
    );
  });

  test('refuses bytes of another encoding and encodings that it does not know', () => {
    expect(nameOf(latin1('<a>Müller</a>'))).toBe('ENCODING_UNREADABLE');
    expect(nameOf(utf8('<?xml version="1.0" encoding="utf-7"?><a/>'))).toBe('ENCODING_UNREADABLE');
  });
});
