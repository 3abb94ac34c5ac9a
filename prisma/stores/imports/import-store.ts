/** Imports as the API has them: opened, given files, started, read, decided. */
import type { Pool } from 'pg';
import type { ImportStore } from '../../../api/stores/books';
import { createDecide } from './decide';
import { readFileToPreview } from './file-to-preview';
import { listImports, listRows, readImport } from './read-imports';
import { createOpenImport, createPutFile, createStartImport } from './open-import';

export function createImportStore({ pool }: Readonly<{ pool: Pool }>): ImportStore {
  return {
    list: (query) => listImports(pool, query),
    read: (importId) => readImport(pool, importId),
    fileToPreview: (...of) => readFileToPreview(pool, ...of),
    rows: (importId, query) => listRows(pool, importId, query),
    open: createOpenImport(pool),
    putFile: createPutFile(pool),
    start: createStartImport(pool),
    decide: createDecide(pool),
  };
}
