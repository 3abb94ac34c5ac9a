/**
 * Bytes to text. A file has one encoding: shown by its mark, else UTF-8, else chosen by a person.
 * A byte that the encoding does not know refuses the file: a replaced character in a client's name
 * or an invoice number would be a guess that nobody sees.
 */

export const Encoding = {
  utf8: 'utf-8',
  utf16LittleEndian: 'utf-16le',
  utf16BigEndian: 'utf-16be',
  windows1252: 'windows-1252',
} as const;
export type Encoding = (typeof Encoding)[keyof typeof Encoding];

export type Decoded =
  | Readonly<{ ok: true; text: string; encoding: Encoding }>
  /** `line` holds the first byte that cannot be read, counted from 1. */
  | Readonly<{ ok: false; encoding: Encoding; line: number }>;

/**
 * The encoding that the first bytes show, or null.
 */
export function encodingByMark(bytes: Uint8Array): Encoding | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return Encoding.utf8;
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return Encoding.utf16LittleEndian;
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return Encoding.utf16BigEndian;
  return null;
}

/** Decodes with the mark's encoding, else the chosen one. The mark is no part of the text. */
export function decode(bytes: Uint8Array, chosen: Encoding = Encoding.utf8): Decoded {
  const encoding = encodingByMark(bytes) ?? chosen;
  const text = decodeStrictly(bytes, encoding);
  if (text !== null && !hasForbiddenCharacter(text, encoding)) return { ok: true, text, encoding };
  return { ok: false, encoding, line: lineOfFirstFault(bytes, encoding) };
}

function decodeStrictly(bytes: Uint8Array, encoding: Encoding): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/**
 * A NUL is UTF-16 without its mark. Five bytes of Windows-1252 mean nothing, and decoders turn them
 * into control characters.
 */
function hasForbiddenCharacter(text: string, encoding: Encoding): boolean {
  if (text.includes('\0')) return true;
  return encoding === Encoding.windows1252 && /[\u0081\u008d\u008f\u0090\u009d]/.test(text);
}

/** Line breaks are the same single byte in UTF-8 and Windows-1252, so lines can be read one by one. */
function lineOfFirstFault(bytes: Uint8Array, encoding: Encoding): number {
  if (encoding !== Encoding.utf8 && encoding !== Encoding.windows1252) return 1;
  let line = 1;
  let start = 0;
  while (start < bytes.length) {
    const found = bytes.indexOf(0x0a, start);
    const end = found === -1 ? bytes.length : found + 1;
    const text = decodeStrictly(bytes.subarray(start, end), encoding);
    if (text === null || hasForbiddenCharacter(text, encoding)) return line;
    line += 1;
    start = end;
  }
  return line;
}
