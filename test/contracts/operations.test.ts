/**
 * Goal: the contracts are what the API promises: complete, closed, and the same in every reading.
 * Method: the whole list of operations is walked; nothing is named by hand but what must be there.
 */
import { z } from 'zod';
import { operations } from '../../contracts/index';
import { isBytesResponse, isRawBody, type Operation } from '../../contracts/operation';
import { PROBLEMS } from '../../contracts/problem-codes';

const all: [string, Operation][] = Object.entries(operations);

describe('the list of operations', () => {
  it('holds every operation of the first floor', () => {
    expect(all.map(([, { method, path }]) => `${method} ${path}`).sort()).toEqual(
      [
        'DELETE /autopay-rules/:id',
        'DELETE /contacts/:id',
        'DELETE /payment-methods/:id',
        'DELETE /session',
        'GET /approvals',
        'GET /autopay-rules/:id/versions',
        'GET /calendar',
        'GET /contact-profiles',
        'GET /events',
        'GET /imports',
        'GET /imports/:id',
        'GET /imports/:id/rows',
        'GET /imports/template',
        'GET /invoices',
        'GET /invoices/:id',
        'GET /invoices/:id/autopay',
        'GET /invoices/:id/document',
        'GET /invoices/details',
        'GET /invoices/summary',
        'GET /organizations',
        'GET /organizations/:id',
        'GET /organizations/:id/activity',
        'GET /organizations/:id/autopay-rules',
        'GET /organizations/:id/contacts',
        'GET /organizations/:id/payment-methods',
        'GET /payments',
        'GET /payments/:id',
        'GET /payments/:id/receipts',
        'GET /sandbox/clock',
        'GET /session',
        'GET /settings',
        'GET /tasks',
        'GET /unapplied',
        'GET /unposted-lines',
        'PATCH /autopay-rules/:id',
        'PATCH /contact-profiles/:id',
        'PATCH /contacts/:id',
        'PATCH /invoices/:id',
        'PATCH /payment-methods/:id',
        'PATCH /settings',
        'POST /approvals/decide',
        'POST /contact-profiles',
        'POST /imports',
        'POST /imports/:id/decisions',
        'POST /imports/:id/files/:name/preview',
        'POST /imports/:id/start',
        'POST /invitations/:token',
        'POST /invoices/:id/autopay/reopen',
        'POST /invoices/:id/external-payments',
        'POST /invoices/:id/external-payments/preview',
        'POST /invoices/:id/mails',
        'POST /organizations/:id/autopay-rules',
        'POST /organizations/:id/autopay-rules/preview',
        'POST /organizations/:id/contacts',
        'POST /organizations/:id/merge',
        'POST /organizations/:id/merge/preview',
        'POST /organizations/:id/payment-methods',
        'POST /payments/:id/approve',
        'POST /payments/:id/cancel',
        'POST /payments/:id/change',
        'POST /payments/:id/receipts',
        'POST /payments/preview',
        'POST /payments/preview-split',
        'POST /sandbox/clock',
        'POST /session',
        'POST /tasks/:id/resolve',
        'POST /unapplied/:id/apply',
        'POST /unapplied/:id/preview',
        'POST /unposted-lines/entered',
        'POST /unposted-lines/exports',
        'POST /webhooks/:gateway',
        'POST /webhooks/mail',
        'PUT /imports/:id/files/:name',
        'PUT /organizations/:id/autopay-rules/order',
        'PUT /payments/:id',
      ].sort(),
    );
  });

  it('calls each operation by its own id, once', () => {
    for (const [key, operation] of all) expect(operation.id).toBe(key);
    const routes = all.map(([, { method, path }]) => `${method} ${path}`);
    expect(new Set(routes).size).toBe(routes.length);
  });

  it.each(all)('%s names its parameters in path and schema alike', (_id, operation) => {
    const inPath = [...operation.path.matchAll(/:(\w+)/g)].map((match) => match[1]);
    expect(Object.keys(operation.params?.shape ?? {})).toEqual(inPath);
  });

  it('lets only admins change settings and profiles, and nobody but billers move money', () => {
    const roles = (id: keyof typeof operations) => operations[id].permission;
    expect(roles('changeSettings')).toEqual(['admin']);
    expect(roles('mergeOrganization')).toEqual(['admin']);
    expect(roles('addContactProfile')).toEqual(['admin']);
    for (const id of ['putPayment', 'changePayment', 'approvePayment', 'cancelPayment'] as const) {
      expect(roles(id)).toEqual(['admin', 'biller']);
    }
  });

  it('lets a viewer change nothing', () => {
    // A preview of a rule writes nothing: whoever may look may look at it.
    const changing = all.filter(
      ([id, { method }]) => method !== 'GET' && id !== 'previewAutopayRule',
    );
    for (const [, { permission }] of changing) {
      if (permission !== 'public') expect(permission).not.toContain('viewer');
    }
  });
});

describe('schemas', () => {
  const objects = all.flatMap(([id, operation]) => [
    ...(operation.params ? [[`${id} params`, operation.params] as const] : []),
    ...(operation.query ? [[`${id} query`, operation.query] as const] : []),
    ...(operation.body && !isRawBody(operation.body)
      ? [[`${id} body`, operation.body] as const]
      : []),
  ]);

  it.each(objects)('%s refuses a field it does not know', (_name, schema) => {
    const result = schema.safeParse({ notAField: 1 });
    const codes = result.error?.issues.map((issue) => issue.code) ?? [];
    expect(codes).toContain('unrecognized_keys');
  });

  it.each(all.filter(([, { method }]) => method === 'PATCH'))(
    '%s carries its version',
    (_id, o) => {
      expect(Object.keys((o.body as z.ZodObject).shape)).toContain('version');
    },
  );

  it.each(all)('%s closes every object of its answers', (_id, { responses }) => {
    for (const shape of Object.values(responses)) {
      if (shape === null || isBytesResponse(shape)) continue;
      for (const object of objectsIn(z.toJSONSchema(shape, { io: 'output' }))) {
        // A record of free facts names no properties; everything else does and is closed.
        if (object['properties']) expect(object['additionalProperties']).toBe(false);
      }
    }
  });
});

describe('problem codes', () => {
  it('are refusals or faults, with a title', () => {
    for (const { status, title } of Object.values(PROBLEMS)) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(600);
      expect(title).toMatch(/^[A-Z].*\.$/);
    }
  });
});

function objectsIn(json: unknown): Record<string, unknown>[] {
  if (Array.isArray(json)) return json.flatMap(objectsIn);
  if (json === null || typeof json !== 'object') return [];
  const object = json as Record<string, unknown>;
  const own = object['type'] === 'object' ? [object] : [];
  return [...own, ...Object.values(object).flatMap(objectsIn)];
}
