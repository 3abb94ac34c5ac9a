/** Goal: what every answer carries, whatever the operation. */
import { randomUUID } from 'node:crypto';
import type { RulesOf } from '../../api/stores/autopay-runs';
import { createTestApp, fromPage, signIn, type TestApp } from './support/app';
import { createMemoryStores } from './support/memory-stores';

let app: TestApp;
let viewer: Record<string, string>;

beforeAll(async () => {
  app = createTestApp();
  viewer = await signIn(app, 'viewer');
});

const get = (path: string) => app.anyone.get(path).set(viewer);

describe('security headers', () => {
  it.each([
    ['the page', '/organizations'],
    ['an answer', '/api/settings'],
    ['a refusal', '/api/nothing'],
    ['the documentation', '/api/docs'],
  ])('are on %s', async (_name, path) => {
    const { headers } = await get(path);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['x-frame-options']).toBe('DENY');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('let the page load from itself only, and frame the gateway’s form', async () => {
    const policy = String((await get('/')).headers['content-security-policy']);
    const directives = new Map(
      policy.split(';').map((text) => {
        const [name = '', ...values] = text.trim().split(' ');
        return [name, values.join(' ')];
      }),
    );
    expect(directives.get('default-src')).toBe("'none'");
    expect(directives.get('script-src')).toBe("'self'");
    expect(directives.get('connect-src')).toBe("'self'");
    expect(directives.get('frame-src')).toBe("'self' http://127.0.0.1:4601");
    for (const name of ['object-src', 'base-uri', 'frame-ancestors']) {
      expect(directives.get(name)).toBe("'none'");
    }
  });

  it('do not send a browser on loopback to https', async () => {
    const { headers } = await get('/');
    expect(headers['strict-transport-security']).toBeUndefined();
    expect(headers['content-security-policy']).not.toContain('upgrade-insecure-requests');
  });

  it('keep answers about clients out of every cache', async () => {
    expect((await get('/api/organizations')).headers['cache-control']).toBe('no-store');
  });
});

describe('the page', () => {
  it('is answered for the address of every screen', async () => {
    for (const path of ['/', `/organizations/${randomUUID()}`, '/payments?view=scheduled']) {
      const response = await get(path);
      expect(response.status).toBe(200);
      expect(response.text).toContain('<title>Headroom</title>');
      expect(response.headers['cache-control']).toBe('no-cache');
    }
  });

  it('keeps hashed files for good, and has no others there', async () => {
    const asset = await get('/assets/index-abc123.js');
    expect(asset.headers['cache-control']).toContain('immutable');
    const missing = await get('/assets/index-old.js');
    expect([missing.status, missing.body.code]).toEqual([404, 'NOT_FOUND']);
  });

  it('gives nothing from outside its folder', async () => {
    const response = await get('/assets/..%2f..%2f..%2fetc%2fpasswd');
    expect(response.text).not.toContain('root:');
  });
});

describe('an address below /api that is none', () => {
  it('is a problem, never the page', async () => {
    const response = await get('/api/nothing');
    expect(response.status).toBe(404);
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect(response.body).toMatchObject({ code: 'NOT_FOUND', type: '/problems/not-found' });
  });
});

describe('health', () => {
  it('is ready with page and database, and says that Temporal is away without minding', async () => {
    app.starter.isAway = true;
    const response = await app.anyone.get('/readyz');
    app.starter.isAway = false;
    expect(response.status).toBe(200);
    expect(response.body).toEqual({ database: 'ok', page: 'ok', temporal: 'away' });
  });

  it('is not ready without its database, but alive', async () => {
    const other = createTestApp({
      stores: {
        health: {
          ...app.stores.health,
          ping: async () => {
            throw new Error('connection refused');
          },
        },
      },
    });
    const ready = await other.anyone.get('/readyz');
    expect([ready.status, ready.body.database]).toEqual([503, 'away']);
    expect((await other.anyone.get('/healthz')).status).toBe(200);
  });

  it('shows operators what is overdue and how long requests take', async () => {
    await get('/api/settings');
    const { text } = await app.anyone.get('/metrics');
    expect(text).toContain('headroom_overdue_steps 2');
    expect(text).toContain('headroom_oldest_overdue_seconds 65');
    expect(text).toContain('headroom_request_seconds_count');
    expect(text).toContain('operation="readSettings",status="200"');
  });
});

describe('limits', () => {
  it('slow a script down that has run away, by the minute', async () => {
    const other = createTestApp({ requestsPerMinute: 3 });
    for (let count = 0; count < 3; count += 1) {
      expect((await other.anyone.get('/api/session')).status).toBe(401);
    }
    const response = await other.anyone.get('/api/session');
    expect([response.status, response.body.code]).toEqual([429, 'TOO_MANY_REQUESTS']);
    expect((await other.anyone.get('/healthz')).status).toBe(200);
  });

  it('do not believe a header that names another address', async () => {
    const other = createTestApp({ requestsPerMinute: 1 });
    const from = (address: string) =>
      other.anyone.get('/api/session').set('X-Forwarded-For', address);
    await from('10.0.0.1');
    expect((await from('10.0.0.2')).status).toBe(429);
  });

  it('stop a file before it is larger than an import takes', async () => {
    const biller = await signIn(app, 'biller');
    const response = await app.anyone
      .put(`/api/imports/${randomUUID()}/files/list.csv`)
      .set(biller)
      .type('application/octet-stream')
      .send(Buffer.alloc(65 * 1024));
    expect([response.status, response.body.code]).toEqual([413, 'BODY_TOO_LARGE']);
  });
});

describe('settings', () => {
  it('answer a change from an old version with the present ones', async () => {
    const admin = await signIn(app, 'admin');
    const change = (body: object) => app.anyone.patch('/api/settings').set(admin).send(body);
    expect((await change({ version: 3, runTime: '10:00' })).status).toBe(200);
    const late = await change({ version: 2, runTime: '10:00' });
    expect([late.status, late.body.code]).toEqual([409, 'VERSION_CONFLICT']);
    expect(late.body.present).toMatchObject({ version: 3, name: 'Lakefront IT Services' });
  });

  it('that are changed are told to every rule of autopay at once', async () => {
    const ruleId = randomUUID();
    const { autopayRuns } = createMemoryStores();
    const readNews = async ({ kind }: RulesOf) =>
      kind === 'business' ? [{ ruleId, organizationId: randomUUID() }] : [];
    const told = createTestApp({ stores: { autopayRuns: { ...autopayRuns, readNews } } });
    const admin = await signIn(told, 'admin');
    await told.anyone.patch('/api/settings').set(admin).send({ version: 3, autopayNoticeDays: 5 });
    await told.soon.idle();
    expect(told.starter.toldRules).toEqual([{ ruleId, news: 'changed' }]);
  });

  it.each([
    ['/body/zone', { zone: 'Mars/Olympus' }],
    ['/body/runTime', { runTime: '24:00' }],
    ['/body/locale', { locale: 'not a locale' }],
    ['/body/mailReplyTo', { mailReplyTo: 'a@b.example\nBcc: c@d.example' }],
    ['/body/version', { version: undefined }],
  ])('refuse %s', async (pointer, wrong) => {
    const admin = await signIn(app, 'admin');
    const response = await app.anyone
      .patch('/api/settings')
      .set(admin)
      .send({ version: 3, ...wrong });
    expect(response.body.errors[0].pointer).toBe(pointer);
  });
});

describe('the log', () => {
  it('holds no cookie, no password and no search', async () => {
    await get('/api/organizations?search=Northwind');
    await app.anyone
      .post('/api/session')
      .set(fromPage)
      .send({ email: 'a@b.example', password: 'pass phrase of mine' });
    const log = app.lines.join('');
    expect(log).toContain('/api/organizations');
    for (const secret of ['Northwind', 'pass phrase', 'headroom-4600=', 'a@b.example']) {
      expect(log).not.toContain(secret);
    }
  });
});
