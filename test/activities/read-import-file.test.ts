/**
 * Goal: one file that nobody foresaw is refused with a sentence, and only an outage is tried again.
 *
 * Method: the activity with readers that throw, and an import of one file in memory.
 */
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import * as accounting from '../../accounting';
import { createImportActivities } from '../../activities/import/create-import-activities';
import type { FileRead, Readers } from '../../activities/import/read-file';

/** A reader that fails on purpose needs no line in the log. */
const silent = new DefaultLogger('ERROR', () => undefined);

/** Reads one list with these readers, and answers what became of it. */
async function read(
  readers: Partial<Readers>,
  heads: () => Promise<never[]> = async () => [],
): Promise<readonly FileRead[]> {
  const staged: FileRead[] = [];
  const documents = accounting.createDocumentReader({ pdf: accounting.createPdfReader() });
  const { readImportFile } = createImportActivities({
    readers: { ...accounting, documents, checkPdf: async () => ({ ok: true }), ...readers },
    imports: {
      nextFile: async () => ({
        name: 'lines.csv',
        bytes: Buffer.from('invoice_id,amount,detail_type\n'),
        said: {},
        asOf: null,
        isAsOfGiven: false,
        zone: 'America/Chicago',
        now: '2026-11-01T05:00:00.000Z',
      }),
      beside: () => ({ heads, bytesOf: async () => new Uint8Array() }),
      stage: async (_importId, _name, one) => {
        staged.push(one);
      },
      endReading: async () => undefined,
      applyRows: async () => ({ left: 0, touchedPaymentIds: [] }),
      finish: async () => ({ state: 'done', explanation: '', toldPaymentIds: [] }),
    },
  });
  await new MockActivityEnvironment({}, { logger: silent }).run(readImportFile, { importId: 'i' });
  return staged;
}

test('a file over which a reader breaks is refused in words, and is not tried for ever', async () => {
  const broken = () => {
    throw new RangeError('no currency XQZ');
  };
  expect(await read({ companionKind: broken })).toMatchObject([
    {
      kind: 'refused',
      row: {
        kind: 'refusedFile',
        position: { file: 'lines.csv' },
        code: 'READING_BROKE',
        sentence: expect.not.stringContaining('XQZ'),
      },
    },
  ]);
});

test('while the database is away the file waits, and is not refused', async () => {
  const away = async () => {
    throw new Error('connection refused');
  };
  await expect(read({}, away)).rejects.toThrow('connection refused');
});
