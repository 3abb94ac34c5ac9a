import { heartbeat, log } from '@temporalio/activity';
import type { ImportActivities, ImportFinished, RowsApplied } from './import-activities';
import {
  type Beside,
  brokenReading,
  type FileRead,
  type Readers,
  readFile,
  type UnreadFile,
} from './read-file';

type Dependencies = Readonly<{
  readers: Readers;
  imports: {
    /** The next file that nobody has read; null when there is none, or it is not the time to read. */
    nextFile(importId: string): Promise<UnreadFile | null>;
    /** The other lists of the import. */
    beside(importId: string, name: string): Beside;
    /** Keeps what was read, whole, once. */
    stage(importId: string, name: string, read: FileRead): Promise<void>;
    /** Every file was looked at: to the rows, to a person, or to the end. */
    endReading(importId: string): Promise<void>;
    applyRows(importId: string, limit: number, onRow: () => void): Promise<RowsApplied>;
    finish(importId: string): Promise<ImportFinished>;
  };
}>;

/** As many rows as one activity applies: seconds of work, and a bounded answer. */
const BATCH = 500;

/**
 * The steps of an import. Each reads in the database what is left to do, so that a second run, a
 * crash between two rows or a deploy goes on where it was.
 */
export function createImportActivities({ readers, imports }: Dependencies): ImportActivities {
  return {
    async readImportFile({ importId }) {
      const file = await imports.nextFile(importId);
      if (file === null) {
        await imports.endReading(importId);
        return { isMore: false };
      }
      const read = await readFile(readers, file, imports.beside(importId, file.name)).catch(
        (error: unknown) => {
          if (!isBug(error)) throw error;
          log.error('a reader broke over a file', { importId, error });
          return brokenReading(file.name);
        },
      );
      await imports.stage(importId, file.name, read);
      return { isMore: true };
    },

    applyImportRows: ({ importId }) => imports.applyRows(importId, BATCH, () => heartbeat()),

    finishImport: ({ importId }) => imports.finish(importId),
  };
}

/** A reader that breaks over a file breaks over it every time. An outage is neither of these: it is tried again. */
function isBug(error: unknown): boolean {
  return error instanceof RangeError || error instanceof TypeError;
}
