/**
 * Why a file, or a row of one, is not taken. A refusal is a value: its code is stable, its sentence
 * is for the person who dropped the file, and it names the place where there is one.
 */
import { cutTo } from '../reading/plain-text';

export type FileRefusalCode =
  | 'FILE_EMPTY'
  | 'FILE_TOO_LARGE'
  | 'NEITHER_PDF_NOR_INVOICE'
  | 'PDF_DAMAGED'
  | 'PDF_ENCRYPTED'
  | 'PDF_TOO_DEMANDING'
  | 'SEVERAL_INVOICES_IN_PDF'
  | 'XML_MALFORMED'
  | 'XML_DECLARES_TYPES'
  | 'ENCODING_UNREADABLE'
  | 'TYPE_CODE_UNKNOWN'
  | 'KIND_CONTRADICTORY'
  | 'FIELD_MISSING'
  | 'FIELD_REPEATED'
  | 'DATE_UNREADABLE'
  | 'AMOUNT_UNREADABLE'
  | 'CURRENCY_UNKNOWN'
  | 'CURRENCY_CONTRADICTORY'
  | 'NO_HEADER'
  | 'COLUMN_MISSING'
  | 'COLUMN_REPEATED'
  | 'CELLS_MISALIGNED'
  | 'QUOTES_UNBALANCED'
  | 'ROWS_TOO_MANY'
  | 'TOTAL_DIFFERS';

/**
 * `field` is the name people know it by (`Due date`, or the column of a list); `value` is the text
 * as it stands in the file; `line` is the physical line, counted from 1.
 */
export type FileRefusal = Readonly<{
  code: FileRefusalCode;
  sentence: string;
  field: string | null;
  value: string | null;
  line: number | null;
}>;

/** Text from a file is cut to this in sentences, so that no file can write a page of its own. */
const VALUE_LENGTH_MAX = 80;

/** Makes a refusal; what does not apply may be left out. */
export function fileRefusal(
  code: FileRefusalCode,
  sentence: string,
  place: Partial<Pick<FileRefusal, 'field' | 'value' | 'line'>> = {},
): FileRefusal {
  return {
    code,
    sentence,
    field: place.field ?? null,
    value: place.value ?? null,
    line: place.line ?? null,
  };
}

/** A value from a file as it may stand in a sentence: quoted, on one line, cut. */
export function quoted(value: string): string {
  const oneLine = value.replaceAll(/\s+/g, ' ').trim();
  const cut = cutTo(oneLine, VALUE_LENGTH_MAX);
  return `“${cut}${cut.length < oneLine.length ? '…' : ''}”`;
}
