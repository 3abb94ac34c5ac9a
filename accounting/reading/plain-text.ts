/**
 * Text of a stranger's file as it may be kept and shown. A database takes no NUL and no half of a
 * character, and a page should not get either.
 */

/** Without control characters; half of a character becomes the mark of one that is lost. */
export function withoutControls(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '').replaceAll(/\p{Cs}/gu, '\uFFFD');
}

/** At most so many characters, each of them whole. */
export function cutTo(text: string, lengthMax: number): string {
  if (text.length <= lengthMax) return text;
  // No character is longer than two units, so the rest of a long text need not be taken apart.
  return [...text.slice(0, 2 * lengthMax)].slice(0, lengthMax).join('');
}
