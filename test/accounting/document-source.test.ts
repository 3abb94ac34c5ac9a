import { createFileDocumentSource } from '../../accounting/files/document-source';

const invoice = { invoiceId: 'i1', source: 'files', sourceId: null, number: 'INV-1' };

test('answers with the stored bytes, exactly', async () => {
  const bytes = Uint8Array.from([0x25, 0x50, 0x44, 0x46, 0x00, 0xff]);
  const source = createFileDocumentSource({
    readStored: async (invoiceId) => (invoiceId === 'i1' ? { bytes, fileName: 'a.pdf' } : null),
  });
  const answer = await source.fetch(invoice);
  expect(answer).toEqual({ kind: 'bytes', bytes, fileName: 'a.pdf' });
  expect(answer.kind === 'bytes' && answer.bytes).toBe(bytes);
});

test('says in plain words when there is none', async () => {
  const source = createFileDocumentSource({ readStored: async () => null });
  expect(await source.fetch(invoice)).toEqual({
    kind: 'not-available',
    reason: 'No PDF of this invoice has been imported.',
  });
});

test('throws when the storage is away, so that it is tried again', async () => {
  const source = createFileDocumentSource({
    readStored: () => Promise.reject(new Error('connection lost')),
  });
  await expect(source.fetch(invoice)).rejects.toThrow('connection lost');
});
