/**
 * Reads one dropped file, whatever it is: by its content, never by its name. What is neither a PDF nor
 * an XML is a balance list.
 */
import type {
  BalanceListOutcome,
  companionKind,
  DocumentReader,
  FileRefusal,
  NamedTable,
  ReadingQuestion,
  ReadingSaid,
  readCompanion,
  RefusedRow,
  StagedBalance,
  StagedDocument,
  StagedPlainPdf,
  withCompanions,
} from '../../accounting';
import { instantOf } from '../../domain/instants';
import { ok } from '../../domain/result';

export type UnreadFile = Readonly<{
  name: string;
  bytes: Uint8Array;
  said: ReadingSaid;
  /** The instant the lists of the import speak for, where it is known. */
  asOf: string | null;
  isAsOfGiven: boolean;
  zone: string;
  /** Business time, UTC. */
  now: string;
}>;

/** The other lists of the import: tables that belong together are read together, and only those. */
export type Beside = Readonly<{
  /** What each begins with, enough to tell what it is. */
  heads(): Promise<readonly NamedTable[]>;
  /** The whole of one of them. */
  bytesOf(name: string): Promise<Uint8Array>;
}>;

type WithPdf = Readonly<{ pdfRefusal: string | null }>;

export type ReadRow =
  | (StagedDocument & WithPdf)
  | (StagedPlainPdf & WithPdf)
  | StagedBalance
  | RefusedRow;

export type RefusedFile = Readonly<{
  kind: 'refusedFile';
  position: Readonly<{ file: string }>;
  code: string;
  sentence: string;
  line: number | null;
}>;

type AsOfQuestion = Readonly<{
  about: 'asOf';
  because: 'missing' | 'contradictory';
  choices: readonly [];
}>;

export type FileRead =
  | Readonly<{
      kind: 'eInvoice' | 'plainPdf' | 'balanceList';
      rows: readonly ReadRow[];
      writtenAsOf: string | null;
    }>
  | Readonly<{ kind: 'asks'; questions: readonly (ReadingQuestion | AsOfQuestion)[] }>
  | Readonly<{ kind: 'refused'; row: RefusedFile }>;

export type Readers = Readonly<{
  documents: DocumentReader;
  readBalanceList(
    file: Readonly<{ name: string; bytes: Uint8Array }>,
    said: ReadingSaid,
  ): Promise<BalanceListOutcome>;
  companionKind: typeof companionKind;
  readCompanion: typeof readCompanion;
  withCompanions: typeof withCompanions;
  /** Whether the bytes may be kept as the document. */
  checkPdf(
    bytes: Uint8Array,
  ): Promise<Readonly<{ ok: true }> | Readonly<{ ok: false; reason: string }>>;
}>;

export async function readFile(
  readers: Readers,
  file: UnreadFile,
  beside: Beside,
): Promise<FileRead> {
  const { name, bytes } = file;
  const document = await readers.documents.read({ name, bytes });
  if (document.ok) return readDocument(readers, bytes, document.value);
  const isNoDocument = document.refusal.code === 'NEITHER_PDF_NOR_INVOICE' && !looksLikeXml(bytes);
  return isNoDocument ? readList(readers, file, beside) : refused(name, document.refusal);
}

/** What becomes of a file over which a reader broke: the other files of its import go on without it. */
export function brokenReading(file: string): FileRead {
  const sentence = 'It could not be read, by a fault of this program. Nothing of it was taken.';
  return refused(file, { code: 'READING_BROKE', sentence, line: null });
}

/** A list never begins with an angle bracket; an unknown XML is told so, and not that it has no header. */
function looksLikeXml(bytes: Uint8Array): boolean {
  return /^[\uFEFF\s]*</.test(new TextDecoder().decode(bytes.subarray(0, 64)));
}

async function readDocument(
  { checkPdf }: Readers,
  bytes: Uint8Array,
  staged: StagedDocument | StagedPlainPdf,
): Promise<FileRead> {
  const checked = staged.pages === null ? null : await checkPdf(bytes);
  const pdfRefusal = checked === null || checked.ok ? null : checked.reason;
  const kind = staged.kind === 'document' ? 'eInvoice' : 'plainPdf';
  return { kind, rows: [{ ...staged, pdfRefusal }], writtenAsOf: null };
}

async function readList(readers: Readers, file: UnreadFile, beside: Beside): Promise<FileRead> {
  const kind = readers.companionKind(file.bytes);
  if (kind !== null && kind !== 'invoices') return readTableBeside(readers, file, beside);
  const outcome = await readers.readBalanceList(file, file.said);
  if (outcome.kind === 'refused') return refused(file.name, outcome.refusal);
  if (outcome.kind === 'asks') return { kind: 'asks', questions: outcome.questions };
  const { asOf } = outcome.list;
  const alone = outcome.list.rows;
  const joined =
    kind === null ? ok(alone) : await readers.withCompanions(alone, companionsOf(readers, beside));
  if (!joined.ok) return refused(file.name, joined.refusal);
  const list = { kind: 'balanceList', rows: joined.value } as const;
  if (file.isAsOfGiven) return { ...list, writtenAsOf: null };
  const written = asOf?.value ? instantIn(asOf.value, file.zone) : null;
  if (written === null) return asks(asOf === null ? 'missing' : 'contradictory');
  if (written > file.now) {
    return refused(file.name, {
      code: 'AS_OF_IN_FUTURE',
      sentence: `It says that it speaks for ${asOf?.text ?? written}, which has not come yet.`,
      line: asOf?.line ?? null,
    });
  }
  if (file.asOf !== null && file.asOf !== written) return asks('contradictory');
  return { ...list, writtenAsOf: written };
}

type Written = NonNullable<
  NonNullable<Extract<BalanceListOutcome, { kind: 'read' }>['list']['asOf']>['value']
>;

/** Loaded one by one: no more than one is held beside the list. */
async function* companionsOf(readers: Readers, beside: Beside): AsyncGenerator<NamedTable> {
  for (const { name, bytes: head } of await beside.heads()) {
    const kind = readers.companionKind(head);
    if (kind === 'customers' || kind === 'lines') yield { name, bytes: await beside.bytesOf(name) };
  }
}

/** It says nothing by itself: its rows are read with the invoices they belong to. */
async function readTableBeside(
  readers: Readers,
  file: UnreadFile,
  beside: Beside,
): Promise<FileRead> {
  const heads = await beside.heads();
  if (!heads.some(({ bytes }) => readers.companionKind(bytes) === 'invoices')) {
    const sentence = 'It belongs to a table of invoices. Import them together.';
    return refused(file.name, { code: 'INVOICES_MISSING', sentence, line: null });
  }
  const read = await readers.readCompanion(file);
  if (!read.ok) return refused(file.name, read.refusal);
  return { kind: 'balanceList', rows: [], writtenAsOf: null };
}

/** A date alone is its start in the zone of the business. */
function instantIn(value: Written, zone: string): string {
  switch (value.kind) {
    case 'instant':
      return value.at;
    case 'localTime':
      return instantOf(value.date, value.time, zone);
    case 'date':
      return instantOf(value.date, '00:00', zone);
  }
}

function asks(because: AsOfQuestion['because']): FileRead {
  return { kind: 'asks', questions: [{ about: 'asOf', because, choices: [] }] };
}

function refused(
  file: string,
  refusal: Pick<FileRefusal, 'sentence' | 'line'> & Readonly<{ code: string }>,
): FileRead {
  const { code, sentence, line } = refusal;
  return {
    kind: 'refused',
    row: { kind: 'refusedFile', position: { file }, code, sentence, line },
  };
}
