/** Goal: a document is shown exactly as it is kept, under a name of ours, and can do nothing. */
import { randomUUID } from 'node:crypto';
import type { StoredDocument } from '../../api/stores/books';
import { createTestApp, signIn } from './support/app';

const PDF = Buffer.from('%PDF-1.7\nnot really\n%%EOF');
const ID = randomUUID();

async function setUp(document: StoredDocument | null) {
  const wanted: string[] = [];
  const app = createTestApp({
    stores: {
      documents: { read: async () => document, markWanted: async (id) => void wanted.push(id) },
    },
  });
  const viewer = await signIn(app, 'viewer');
  const get = (query = '') => app.anyone.get(`/api/invoices/${ID}/document${query}`).set(viewer);
  return { app, wanted, get };
}

const kept: StoredDocument = {
  kind: 'kept',
  bytes: PDF,
  fileName: 'INV-7 Ærø "x".pdf',
  sha256: 'abc',
};

it('is answered byte for byte, in a frame of ours only, with nothing allowed inside', async () => {
  const { get } = await setUp(kept);
  const response = await get();
  expect(response.status).toBe(200);
  expect(Buffer.compare(response.body as Buffer, PDF)).toBe(0);
  expect(response.headers).toMatchObject({
    'content-type': 'application/pdf',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
    'x-frame-options': 'SAMEORIGIN',
  });
});

it('carries a name of ours, plain for old readers and exact for the rest', async () => {
  const { get } = await setUp(kept);
  expect((await get()).headers['content-disposition']).toBe(
    `inline; filename="INV-7__r___x_.pdf"; filename*=UTF-8''INV-7%20%C3%86r%C3%B8%20%22x%22.pdf`,
  );
  expect((await get('?download=true')).headers['content-disposition']).toMatch(/^attachment;/);
});

it('is not sent again to a browser that has it', async () => {
  const { get } = await setUp(kept);
  expect((await get().set('If-None-Match', '"abc"')).status).toBe(304);
});

it('that was never asked for is fetched now, and the answer says so', async () => {
  const { app, wanted, get } = await setUp({ kind: 'none' });
  const response = await get();
  expect([response.status, response.body]).toEqual([202, { state: 'fetching' }]);
  await app.soon.idle();
  expect([wanted, app.starter.documents]).toEqual([[ID], [ID]]);
});

it('that is on its way is asked for again, which changes nothing', async () => {
  const { app, wanted, get } = await setUp({ kind: 'wanted' });
  expect((await get()).status).toBe(202);
  await app.soon.idle();
  expect([wanted, app.starter.documents]).toEqual([[], [ID]]);
});

it('that cannot be had says why, in words', async () => {
  const { get } = await setUp({ kind: 'unavailable', reason: 'The file is not a PDF.' });
  const response = await get();
  expect([response.status, response.body.code, response.body.reason]).toEqual([
    404,
    'DOCUMENT_NOT_AVAILABLE',
    'The file is not a PDF.',
  ]);
});

it('of an unknown invoice is not found', async () => {
  const { get } = await setUp(null);
  expect((await get()).body.code).toBe('NOT_FOUND');
});
