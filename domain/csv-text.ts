/**
 * Lines of CSV (RFC 4180), and text of strangers in them. A spreadsheet runs a cell that begins like a formula, so on the way
 * out such a text gets an apostrophe in front, as spreadsheets themselves write it; on the way in it
 * loses it again. Nothing here is ever evaluated.
 */

/** Also behind apostrophes, so that a text which already has one comes back with it. */
const LIKE_A_FORMULA = /^'*[=+\-@\t\r\0]/;

/** A text that a spreadsheet shows and does not run. For texts, not for amounts. */
export function neutralised(text: string): string {
  return LIKE_A_FORMULA.test(text) ? `'${text}` : text;
}

/** The text that was neutralised. */
export function restored(cell: string): string {
  return cell.startsWith("'") && LIKE_A_FORMULA.test(cell.slice(1)) ? cell.slice(1) : cell;
}

/** One line of CSV as RFC 4180 has it, with its line end. */
export function csvLine(cells: readonly string[]): string {
  const written = cells.map((cell) =>
    /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell,
  );
  return `${written.join(',')}\r\n`;
}
