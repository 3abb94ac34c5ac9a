/**
 * XML of strangers, read as a tree of names, attributes and text.
 *
 * Names are resolved to their namespaces, so that nobody's prefix matters. Text stays text. A file
 * that declares types or entities is refused before it is parsed; only the five built-in entities
 * and numbered characters are known. Nothing is ever fetched.
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { ok, type Result, refuse } from '../../domain/result';
import { decode, Encoding, encodingByMark } from '../reading/decode';
import { type FileRefusal, fileRefusal } from './refusal';

export type XmlElement = Readonly<{
  namespace: string;
  name: string;
  /** Attributes without a prefix, by name. */
  attributes: ReadonlyMap<string, string>;
  children: readonly XmlElement[];
  /** All text directly inside, with its own spaces. */
  text: string;
}>;

/** The samples nest 8 deep; deeper than this is no invoice. */
const DEPTH_MAX = 60;
/** An invoice of thousands of lines takes a few megabytes. */
const BYTES_MAX = 20 * 1024 * 1024;

const ATTRIBUTES = ':@';
const TEXT = '#text';
const CDATA = '#cdata';

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  // Entities are decoded here, so that an unknown one refuses the file instead of staying as it is.
  processEntities: false,
  cdataPropName: CDATA,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: DEPTH_MAX,
});

/** One node as the parser gives it: a tag with its nodes, or text. */
type RawNode = Readonly<Record<string, unknown>>;

class UnreadableXml extends Error {}

/**
 * Parses a whole document and gives its root. Refuses what is not well-formed, declares a document
 * type, has more than one root, or cannot be decoded.
 */
export function parseXml(bytes: Uint8Array): Result<XmlElement, FileRefusal> {
  const decoded = decodeXml(bytes);
  if (!decoded.ok) return decoded;
  const text = decoded.value;
  const bare = withoutOpaqueParts(text);
  if (/<!DOCTYPE|<!ENTITY/i.test(bare)) {
    return refuse(
      fileRefusal(
        'XML_DECLARES_TYPES',
        'The XML declares a document type or entities. Invoices have none, so it was not read.',
      ),
    );
  }
  if (bare.includes('<!') || XMLValidator.validate(text) !== true) return refuse(malformed());
  try {
    return ok(rootOf(parser.parse(text) as readonly RawNode[]));
  } catch {
    // Only this file's own text can be at fault here; the parser's words are of no use to people.
    return refuse(malformed());
  }
}

/** A start tag is far shorter; what is longer is not looked at. */
const START_TAG_WITHIN = 16 * 1024;

/**
 * Name and namespace of the root element, found without parsing what it holds. Null when the bytes
 * do not begin like an XML document. Good enough to choose a reader, not to trust the document.
 */
export function sniffXmlRoot(
  bytes: Uint8Array,
): Readonly<{ namespace: string; name: string }> | null {
  const decoded = decodeXml(bytes);
  if (!decoded.ok) return null;
  const bare = withoutDocumentType(withoutOpaqueParts(decoded.value).trimStart());
  const tag = /^<([^\s/<>!?]+)([^<>]*)>/.exec(bare.slice(0, START_TAG_WITHIN));
  const [, qualifiedName, attributes = ''] = tag ?? [];
  if (qualifiedName === undefined) return null;
  const { prefix, name } = splitName(qualifiedName);
  const wanted = prefix === '' ? 'xmlns' : `xmlns:${prefix}`;
  for (const [, key, double, single] of attributes.matchAll(
    /([^\s="']+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g,
  )) {
    if (key === wanted) return { namespace: double ?? single ?? '', name };
  }
  return prefix === '' ? { namespace: '', name } : null;
}

/** The text after a document type, which ends at the first `>` behind its inner part in brackets. */
function withoutDocumentType(text: string): string {
  if (!/^<!DOCTYPE/i.test(text)) return text;
  const plainEnd = text.indexOf('>');
  const inner = text.indexOf('[');
  const end = inner !== -1 && inner < plainEnd ? text.indexOf('>', text.indexOf(']')) : plainEnd;
  return text.slice(end + 1).trimStart();
}

/** Children of one namespace and name, in document order. */
export function childrenOf(
  element: XmlElement | null,
  namespace: string,
  name: string,
): readonly XmlElement[] {
  return (element?.children ?? []).filter(
    (child) => child.name === name && child.namespace === namespace,
  );
}

function malformed(): FileRefusal {
  return fileRefusal('XML_MALFORMED', 'The XML is damaged: it is not well-formed.');
}

function decodeXml(bytes: Uint8Array): Result<string, FileRefusal> {
  if (bytes.length > BYTES_MAX) {
    return refuse(fileRefusal('FILE_TOO_LARGE', 'The XML is larger than 20 MB.'));
  }
  const encoding = encodingByMark(bytes) ?? declaredEncoding(bytes);
  const decoded = encoding ? decode(bytes, encoding) : null;
  if (decoded?.ok) return ok(decoded.text);
  return refuse(
    fileRefusal('ENCODING_UNREADABLE', 'The XML is not written in the encoding that it declares.', {
      line: decoded?.line ?? null,
    }),
  );
}

/** What the declaration says, which is plain ASCII; UTF-8 without one; null when it is unknown here. */
function declaredEncoding(bytes: Uint8Array): Encoding | null {
  const head = String.fromCharCode(...bytes.subarray(0, 200));
  const declared = /^<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/.exec(head)?.[1]?.toLowerCase();
  switch (declared) {
    case undefined:
    case 'utf-8':
    case 'utf8':
    case 'us-ascii':
      return Encoding.utf8;
    case 'iso-8859-1':
    case 'windows-1252':
      return Encoding.windows1252;
    default:
      return null;
  }
}

const OPAQUE = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const;

/**
 * Without comments, character data and instructions, in which anything may stand. One pass: a part
 * that never ends stays, and is found to be malformed later.
 */
function withoutOpaqueParts(text: string): string {
  let bare = '';
  let from = 0;
  for (let at = text.indexOf('<'); at !== -1; ) {
    const part = OPAQUE.find(([start]) => text.startsWith(start, at));
    const end = part ? text.indexOf(part[1], at + part[0].length) : at;
    if (part && end === -1) break;
    if (part) {
      bare += text.slice(from, at);
      from = end + part[1].length;
    }
    at = text.indexOf('<', part ? from : at + 1);
  }
  return bare + text.slice(from);
}

function rootOf(nodes: readonly RawNode[]): XmlElement {
  const roots = nodes.filter((node) => tagOf(node) !== null);
  const [root] = roots;
  if (root === undefined || roots.length > 1) throw new UnreadableXml('not one root');
  return elementOf(root, new Map([['xml', 'http://www.w3.org/XML/1998/namespace']]));
}

function tagOf(node: RawNode): string | null {
  return (
    Object.keys(node).find((key) => key !== ATTRIBUTES && key !== TEXT && key !== CDATA) ?? null
  );
}

function elementOf(node: RawNode, outer: ReadonlyMap<string, string>): XmlElement {
  const tag = tagOf(node) ?? '';
  const attributes = new Map<string, string>();
  const namespaces = new Map(outer);
  for (const [key, value] of Object.entries((node[ATTRIBUTES] ?? {}) as Record<string, string>)) {
    const text = decodeEntities(value);
    if (key === 'xmlns') namespaces.set('', text);
    else if (key.startsWith('xmlns:')) namespaces.set(key.slice('xmlns:'.length), text);
    else if (!key.includes(':')) attributes.set(key, text);
  }
  const { prefix, name } = splitName(tag);
  const namespace = namespaces.get(prefix);
  if (namespace === undefined && prefix !== '') throw new UnreadableXml('undeclared prefix');

  const children: XmlElement[] = [];
  let text = '';
  for (const inner of node[tag] as readonly RawNode[]) {
    if (TEXT in inner) text += decodeEntities(textIn(inner));
    else if (CDATA in inner) text += characterData(inner[CDATA] as readonly RawNode[]);
    else children.push(elementOf(inner, namespaces));
  }
  return { namespace: namespace ?? '', name, attributes, children, text };
}

function characterData(nodes: readonly RawNode[]): string {
  return nodes.map((node) => textIn(node)).join('');
}

function textIn(node: RawNode): string {
  const text = node[TEXT];
  return typeof text === 'string' ? text : '';
}

function splitName(qualifiedName: string): { prefix: string; name: string } {
  const colon = qualifiedName.indexOf(':');
  return colon === -1
    ? { prefix: '', name: qualifiedName }
    : {
        prefix: qualifiedName.slice(0, colon),
        name: qualifiedName.slice(colon + 1),
      };
}

const BUILT_IN: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

function decodeEntities(text: string): string {
  return text.replaceAll(/&([^;&\s]{0,10}(?:;|$)|)/g, (_, reference: string) => {
    const name = reference.endsWith(';') ? reference.slice(0, -1) : '';
    const character = BUILT_IN.get(name) ?? numberedCharacter(name);
    if (character === null) throw new UnreadableXml('unknown entity');
    return character;
  });
}

function numberedCharacter(name: string): string | null {
  const match = /^#(?:x([0-9a-f]+)|([0-9]+))$/i.exec(name);
  if (!match) return null;
  const code = match[1] === undefined ? Number(match[2]) : Number.parseInt(match[1], 16);
  const isCharacter =
    code === 0x9 || code === 0xa || code === 0xd || (code >= 0x20 && code <= 0x10ffff);
  return isCharacter && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : null;
}
