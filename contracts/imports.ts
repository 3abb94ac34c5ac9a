/** Imports: opened, given files, started; then rows, and the decisions that some of them wait for. */
import { z } from 'zod';
import { isCurrency } from '../domain/currencies';
import { RiseCause } from '../domain/reading';
import { Amount, ById, CivilDate, Currency, Instant, line, orNull, Uuid, Who } from './fields';
import { ImportRow } from './import-row';
import { ANY_ROLE, BILLERS, type BytesResponse, defineOperation } from './operation';
import { pageFields, pageOf } from './paging';

/** What a column of a balance list holds. */
export const ListColumn = z
  .enum([
    'clientId',
    'client',
    'sourceId',
    'number',
    'kind',
    'issued',
    'due',
    'total',
    'balance',
    'currency',
    'status',
    'agreement',
    'agreementType',
    'terms',
    'invoiceType',
    'purchaseOrderNumber',
    'location',
    'item',
    'itemDescription',
    'quantity',
    'price',
    'itemAmount',
  ])
  .meta({ id: 'ListColumn' });
export type ListColumn = z.output<typeof ListColumn>;

/** One reading of a file's text, proven by the file or chosen by a person. */
export const TextReading = z
  .strictObject({
    encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']).optional(),
    separator: z.enum([',', ';', '\t', '|']).optional(),
    /** What parts whole and fraction: `1,234.56` or `1.234,56`. */
    numberForm: z.enum(['point', 'comma']).optional(),
    dateOrder: z.enum(['yearFirst', 'monthFirst', 'dayFirst']).optional(),
    /** Which title of the table is which column, where its titles are not known. */
    columns: z.partialRecord(ListColumn, z.string().trim().min(1).max(200)).optional(),
    /** The currency of every row, where no column says it. */
    currency: Currency.refine(isCurrency, 'must be a currency of ISO 4217').optional(),
    /** What a new invoice was for, where no column says it: its balance, or it is refused. */
    total: z.enum(['balance', 'unknown']).optional(),
  })
  .meta({ id: 'TextReading' });
export type TextReading = z.output<typeof TextReading>;

/** What a file may leave open. */
const ReadingAbout = z.enum(['numberForm', 'dateOrder', 'columns', 'currency', 'total', 'asOf']);

export const ImportFile = z
  .strictObject({
    name: z.string(),
    bytes: z.int().min(0),
    sha256: z.string(),
    /** Null until it was looked at. */
    kind: z.enum(['eInvoice', 'balanceList', 'plainPdf', 'refused']).nullable(),
    rows: z.int().min(0),
    /** Why the whole file was refused, plain words. */
    refusal: z.string().nullable(),
    /** What the file does not prove: a person chooses, and it is read again. */
    questions: z.array(
      z.strictObject({
        about: ReadingAbout,
        because: z.enum(['unproven', 'contradictory', 'missing']),
        /** Of `columns`: the titles and first rows, as they stand in the file. */
        table: z
          .strictObject({
            line: z.int(),
            titles: z.array(z.string()),
            rows: z.array(z.strictObject({ line: z.int(), cells: z.array(z.string()) })),
          })
          .optional(),
        /** Each with a cell of the file and what it would mean; only for number form and date order. */
        choices: z.array(
          z.strictObject({
            value: z.string(),
            line: z.int(),
            column: z.string(),
            text: z.string(),
            meaning: z.string().nullable(),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'ImportFile' });

export type ImportFile = z.output<typeof ImportFile>;

/** How the beginning of a list would be read, before anything is. */
export const ListPreview = z
  .strictObject({
    /** Why the whole file would be refused, plain words. */
    refusal: z.string().nullable(),
    /** What this reading still leaves open. */
    stillAsked: z.array(ReadingAbout),
    /** Whether all of the file was looked at. */
    isWhole: z.boolean(),
    read: z.int().min(0),
    refused: z.int().min(0),
    /** The first invoices, and the first that would be refused. */
    rows: z.array(
      z.strictObject({
        line: z.int(),
        number: z.string().nullable(),
        client: z.string().nullable(),
        issuedOn: CivilDate.nullable(),
        dueOn: CivilDate.nullable(),
        total: Amount.nullable(),
        balance: Amount.nullable(),
        /** Why it would be refused, plain words. */
        refusal: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'ListPreview' });
export type ListPreview = z.output<typeof ListPreview>;

export const ImportCounts = z
  .strictObject({
    created: z.int(),
    updated: z.int(),
    unchanged: z.int(),
    /** Of `updated`: the balance fell to zero. */
    paidInFull: z.int(),
    conflicting: z.int(),
    refused: z.int(),
    waiting: z.int(),
    /** Still to be read. */
    left: z.int(),
  })
  .meta({ id: 'ImportCounts' });

export const Import = z
  .strictObject({
    id: Uuid,
    /** `question`: a file does not prove how it is read. `waiting`: rows wait for a person. */
    state: z.enum(['open', 'reading', 'question', 'applying', 'waiting', 'done', 'refused']),
    source: z.string(),
    asOf: Instant.nullable(),
    isComplete: z.boolean(),
    /** The clients a complete list speaks for: all, or those it names. */
    scope: z.enum(['all', 'named']),
    openedAt: Instant,
    openedBy: Who,
    startedAt: Instant.nullable(),
    finishedAt: Instant.nullable(),
    rows: z.int().min(0),
    counts: ImportCounts,
    files: z.array(ImportFile),
    /** What stopped it, plain words; null when nothing did. */
    problem: z.string().nullable(),
  })
  .meta({ id: 'Import' });
export type Import = z.output<typeof Import>;

export const ImportsPage = pageOf(Import)
  .extend({ sources: z.array(z.strictObject({ id: Uuid, name: z.string() })) })
  .meta({ id: 'ImportsPage' });
export type ImportsPage = z.output<typeof ImportsPage>;

export const ImportsQuery = z.strictObject({ ...pageFields });
export type ImportsQuery = z.output<typeof ImportsQuery>;

export const NewImport = z
  .strictObject({
    /** Named once and remembered: lists are compared with lists of the same source only. */
    source: line(100),
    /** The instant for which a balance list speaks. Without it the one written in the file. */
    asOf: orNull(Instant),
    /** The person says that the list names every open invoice of its scope. */
    isComplete: z.boolean().default(false),
    scope: z.enum(['all', 'named']).default('named'),
    reading: TextReading.default({}),
  })
  .meta({ id: 'NewImport' });
export type NewImport = z.output<typeof NewImport>;

const Position = z.int().min(0);

export const Decision = z
  .discriminatedUnion('kind', [
    /** One of our settled lines is, or is not, in the balance of this row. */
    z.strictObject({
      kind: z.literal('inside'),
      position: Position,
      paymentId: Uuid,
      isInside: z.boolean(),
    }),
    /** The balance rises, and this is what it is; or the row is left out. */
    z.strictObject({
      kind: z.literal('rise'),
      position: Position,
      cause: z.enum(RiseCause).nullable(),
    }),
    z.strictObject({
      kind: z.literal('conflict'),
      position: Position,
      choice: z.enum(['keep', 'take', 'replaces']),
    }),
    /** An invoice that a complete list does not name. */
    z.strictObject({
      kind: z.literal('missing'),
      position: Position,
      choice: z.enum(['paidElsewhere', 'void', 'stillOpen']),
    }),
    /** The buyer is this client, under another spelling; null: a new client. */
    z.strictObject({
      kind: z.literal('client'),
      position: Position,
      organizationId: Uuid.nullable(),
    }),
    /** An export of ours was entered in the books, all of it, before this list was made. */
    z.strictObject({ kind: z.literal('entered'), exportId: Uuid }),
    /** How the text of a file is read. */
    z.strictObject({ kind: z.literal('reading'), file: z.string().max(255), reading: TextReading }),
    /** The instant for which the lists of this import speak. */
    z.strictObject({ kind: z.literal('asOf'), asOf: Instant }),
  ])
  .meta({ id: 'Decision' });
export type Decision = z.output<typeof Decision>;

export const RowsQuery = z.strictObject({
  ...pageFields,
  view: z.enum(['needsYou', 'changed', 'all']).default('all'),
});
export type RowsQuery = z.output<typeof RowsQuery>;

export const ImportRowsPage = pageOf(ImportRow)
  .extend({
    counts: z.strictObject({ needsYou: z.int(), changed: z.int(), all: z.int() }),
  })
  .meta({ id: 'ImportRowsPage' });
export type ImportRowsPage = z.output<typeof ImportRowsPage>;

/** A plain name: no folder, no control character. */
const FileName = z.string().regex(/^[^/\\\p{Cc}]{1,255}$/u, 'must be a plain file name');

export const listImports = defineOperation({
  id: 'listImports',
  tag: 'Imports',
  method: 'GET',
  path: '/imports',
  summary: 'Imports, newest first, and the sources there are.',
  permission: ANY_ROLE,
  query: ImportsQuery,
  responses: { 200: ImportsPage },
  problems: [],
});

export const openImport = defineOperation({
  id: 'openImport',
  tag: 'Imports',
  method: 'POST',
  path: '/imports',
  summary: 'Open an import. Nothing is read before it is started.',
  permission: BILLERS,
  body: NewImport,
  responses: { 201: Import },
  problems: ['AS_OF_NOT_ALLOWED'],
});

export const readImportTemplate = defineOperation({
  id: 'readImportTemplate',
  tag: 'Imports',
  method: 'GET',
  path: '/imports/template',
  summary: 'The columns of a balance list, as a CSV to fill in.',
  permission: ANY_ROLE,
  responses: {
    200: {
      kind: 'bytes',
      contentType: 'text/csv',
      description: 'Head row and an example.',
    } as const satisfies BytesResponse,
  },
  problems: [],
});

export const putImportFile = defineOperation({
  id: 'putImportFile',
  tag: 'Imports',
  method: 'PUT',
  path: '/imports/:id/files/:name',
  summary: 'Give one file. The same bytes again change nothing.',
  permission: BILLERS,
  params: z.strictObject({ id: Uuid, name: FileName }),
  body: {
    kind: 'raw',
    contentType: 'application/octet-stream',
    description: 'The file as it is: a PDF, an XML or a CSV.',
  },
  responses: { 200: ImportFile },
  problems: ['NOT_FOUND', 'IMPORT_NOT_OPEN', 'IMPORT_FILE_DIFFERENT', 'BODY_TOO_LARGE'],
});

export const previewImportFile = defineOperation({
  id: 'previewImportFile',
  tag: 'Imports',
  method: 'POST',
  path: '/imports/:id/files/:name/preview',
  summary: 'How a list would be read this way: its first rows, and what would be refused and why.',
  permission: BILLERS,
  params: z.strictObject({ id: Uuid, name: FileName }),
  body: z.strictObject({ reading: TextReading }),
  responses: { 200: ListPreview },
  problems: ['NOT_FOUND'],
});

export const startImport = defineOperation({
  id: 'startImport',
  tag: 'Imports',
  method: 'POST',
  path: '/imports/:id/start',
  summary:
    'Start reading. The same files with the same source, as-of and scope answer the first import.',
  permission: BILLERS,
  params: ById,
  responses: { 202: Import },
  problems: ['NOT_FOUND', 'IMPORT_EMPTY'],
});

export const readImport = defineOperation({
  id: 'readImport',
  tag: 'Imports',
  method: 'GET',
  path: '/imports/:id',
  summary: 'Progress and counts of an import, and its files.',
  permission: ANY_ROLE,
  params: ById,
  responses: { 200: Import },
  problems: ['NOT_FOUND'],
});

export const listImportRows = defineOperation({
  id: 'listImportRows',
  tag: 'Imports',
  method: 'GET',
  path: '/imports/:id/rows',
  summary: 'Rows of an import: what happened to each, why, and what it waits for.',
  permission: ANY_ROLE,
  params: ById,
  query: RowsQuery,
  responses: { 200: ImportRowsPage },
  problems: ['NOT_FOUND'],
  isCsvToo: true,
});

export const decideImportRows = defineOperation({
  id: 'decideImportRows',
  tag: 'Imports',
  method: 'POST',
  path: '/imports/:id/decisions',
  summary: 'Decide rows that wait. All of the decisions are taken, or none.',
  permission: BILLERS,
  params: ById,
  body: z.strictObject({ decisions: z.array(Decision).min(1).max(500) }),
  responses: { 200: Import },
  problems: ['NOT_FOUND', 'DECISION_NOT_POSSIBLE'],
});
