/**
 * Identifiers and names keep every character when they are stored: `0E68`, `007` and `A  1` are what
 * they are. They are compared trimmed and without case, and composed in one way (NFC), because two
 * programs write the same *ü* as one character or as two.
 */
export function comparable(text: string): string {
  return text.normalize('NFC').trim().toLowerCase();
}

/** Names of clients are compared with one space between words too: whoever types one may type two. */
export function comparableName(text: string): string {
  return comparable(text).replaceAll(/\s+/g, ' ');
}
