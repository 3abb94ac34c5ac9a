/** Goal: a list as CSV is every row that matches, and nothing a spreadsheet would execute. */
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { amountCell, csvRow } from '../../api/csv';
import { restored } from '../../domain/csv-text';
import { CursorError } from '../../prisma/stores/cursor';
import type { OrganizationsPage } from '../../contracts/organizations';
import { refuse } from '../../domain/result';
import { createTestApp, signIn } from './support/app';

const row = (index: number): OrganizationsPage['items'][number] => ({
  id: '0b5f3c1e-7f1d-4f9d-8a50-3f2f6f0f9a11',
  name: index === 0 ? '=HYPERLINK("http://evil.example")' : `Client "${index}", Inc.`,
  customerNumber: null,
  city: 'Chicago',
  totals: [],
  oldestDueOn: null,
  nextPlanned: null,
});

/** 450 clients, 200 at most on a page. */
async function setUp() {
  const asked: string[] = [];
  const app = createTestApp({
    stores: {
      organizations: {
        read: async () => null,
        activity: async () => null,
        previewMerge: async () => null,
        merge: async () => refuse({ code: 'NOT_FOUND' as const }),
        list: async ({ cursor, limit }) => {
          if (cursor === 'broken') throw new CursorError();
          asked.push(`${cursor ?? 'first'} × ${limit}`);
          const from = Number(cursor ?? 0);
          const items = Array.from({ length: Math.min(limit, 450 - from) }, (_, i) =>
            row(from + i),
          );
          const next = from + items.length;
          return {
            items,
            nextCursor: next < 450 ? String(next) : null,
            counts: { all: 450, pastDue: 0, uncovered: 0, nothingPlanned: 0 },
            totals: [],
          };
        },
      },
    },
  });
  const viewer = await signIn(app, 'viewer');
  return { asked, get: (path: string) => app.anyone.get(path).set(viewer) };
}

it('answers JSON a page at a time', async () => {
  const { get } = await setUp();
  const { body } = await get('/api/organizations?limit=7&cursor=3');
  expect([body.items.length, body.nextCursor]).toEqual([7, '10']);
});

it.each([
  ['by the query', '/api/organizations?format=csv', {}],
  ['by Accept', '/api/organizations', { Accept: 'text/csv' }],
])('answers all rows as CSV when asked %s', async (_name, path, headers) => {
  const { get, asked } = await setUp();
  const response = await get(path).set(headers);
  expect(response.headers['content-type']).toContain('text/csv');
  expect(response.headers['content-disposition']).toContain('organizations.csv');
  expect(asked).toEqual(['first × 200', '200 × 200', '400 × 200']);
  const rows = parse(response.text, { bom: true });
  expect(rows).toHaveLength(451);
  expect(rows[1]?.[0]).toBe(`'=HYPERLINK("http://evil.example")`);
  expect(rows[450]?.[0]).toBe('Client "449", Inc.');
});

it('refuses a cursor that is not its own, by name', async () => {
  const { get } = await setUp();
  for (const query of ['cursor=broken', 'cursor=broken&format=csv']) {
    const response = await get(`/api/organizations?${query}`);
    expect(response.status).toBe(400);
    expect(response.body.errors[0].pointer).toBe('/query/cursor');
  }
});

// Goal: no text becomes a formula, and every text comes back. Method: any texts, read by a parser.
it('brings back any text, with an apostrophe before what looks like a formula', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.stringMatching(/^'{0,3}[=+\-@\t\r\0][a-z"',]{0,5}$/),
  );
  fc.assert(
    fc.property(fc.array(text, { minLength: 1 }), (texts) => {
      const [cells = []] = parse(csvRow(texts), { relaxColumnCount: true });
      for (const cell of cells) expect(cell).not.toMatch(/^[=+\-@\t\r\0]/);
      expect(cells.map(restored)).toEqual(texts);
    }),
  );
});

it('keeps amounts numbers, minus and digits of the currency and all', () => {
  const line = csvRow([
    amountCell({ amountMinor: -500, currency: 'USD' }),
    amountCell({ amountMinor: 1500, currency: 'JPY' }),
    amountCell(null),
  ]);
  expect(line).toBe('-5.00,1500,\r\n');
});
