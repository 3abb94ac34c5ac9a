/**
 * Goal: two APIs and two workers side by side are one Headroom, and any of them can be stopped and
 * started again under load without a lost payment, a second charge, or an error after one retry.
 *
 * Method: real processes on a real PostgreSQL and Temporal. Clients ask the two APIs in turn, and
 * once more at the other one when there is no answer. The gateway's ledger is the second opinion.
 */
import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { until } from '../../bin/waiting.mjs';
import { CALLER_HEADER, ProblemError } from '../../contracts/client';
import { inconsistenciesOf } from '../../prisma/consistency';
import { LiveStream } from '../api/support/live-stream';
import { aClientWith, type Books } from '../prisma/books';
import { usePostgres } from '../support/postgres';
import { freshNamespace, useTemporal } from '../support/temporal';
import { Programs } from './programs';
import { type Admin, anAdmin } from './signed-in';

jest.setTimeout(240_000);

const CLIENTS = 4;
const AMOUNT_MINOR = 1_000;
/** Of each sign-in (api/sign-in/sign-in-limit.ts). */
const TRIES_MAX = 10;

let programs: Programs;
let pool: Pool;
let urls: readonly string[];
let admin: Admin;
let books: Books;

const asked = { turn: 0, again: 0, statuses: new Map<number, number>() };

/** As behind a proxy that knows both: in turn, and once more at the other one. */
const askEither: typeof fetch = async (input, init) => {
  const path = String(input).slice(programs.apiUrl.length);
  const first = asked.turn++ % 2;
  const response = await fetch(`${urls[first]}${path}`, init).catch(() => {
    asked.again += 1;
    return fetch(`${urls[1 - first]}${path}`, init);
  });
  asked.statuses.set(response.status, (asked.statuses.get(response.status) ?? 0) + 1);
  return response;
};

const streamOf = (copy: 0 | 1, lastEventId: string | null = null) =>
  new LiveStream(`${urls[copy]}/api/events`, { Cookie: admin.cookie() }, lastEventId);

beforeAll(async () => {
  const { databaseUrl } = await usePostgres();
  const { address } = await useTemporal();
  const namespace = await freshNamespace();
  const temporal = { address, namespace, systemNamespace: namespace };
  programs = await Programs.prepare('rolling', { databaseUrl, temporal });
  // No sweep: what is lost here must not be mended by it.
  programs.environment['WORKER_QUEUES'] = 'payments,gateway,documents';
  pool = new Pool({ connectionString: databaseUrl, max: 4 });
  books = await aClientWith(pool, Array(CLIENTS).fill({ openMinor: 10_000_000 }));
  await pool.query(`UPDATE payment_method SET token = 'card_success' WHERE id = $1`, [
    books.methodId,
  ]);
  urls = [await programs.apiUrlOf(1), await programs.apiUrlOf(2)];
  await programs.start('sandbox');
  await Promise.all([programs.start('api'), programs.start('api', 2)]);
  await Promise.all([programs.start('workers'), programs.start('workers', 2)]);
  admin = await anAdmin(pool, programs.apiUrl, askEither);
}, 240_000);

afterAll(async () => {
  programs.killAll();
  await pool.end();
});

const bodyOn = (invoice: number) => ({
  organizationId: books.organizationId,
  methodId: books.methodId,
  currency: 'USD',
  lines: [{ invoiceId: books.invoiceIds[invoice] ?? '', amountMinor: AMOUNT_MINOR }],
  runOn: null,
});

async function stateOf(id: string): Promise<string | undefined> {
  const { rows } = await pool.query<{ state: string }>('SELECT state FROM payment WHERE id = $1', [
    id,
  ]);
  return rows[0]?.state;
}

async function takenOf(id: string): Promise<number[]> {
  const query = new URLSearchParams({ reference: `${id}:charge` }).toString();
  const response = await fetch(`${programs.sandboxUrl}/ledger.json?${query}`);
  const { charges } = (await response.json()) as { charges: { amount: number; state: string }[] };
  return charges.filter(({ state }) => state === 'settled').map(({ amount }) => amount);
}

/** Clients that place, read at the other process, and go on once the payment has settled. */
function load() {
  const placed: { id: string; invoice: number }[] = [];
  let isOver = false;
  const client = async (invoice: number) => {
    while (!isOver) {
      const id = randomUUID();
      await admin.client.putPayment({ params: { id }, body: bodyOn(invoice) });
      placed.push({ id, invoice });
      expect((await admin.client.readPayment({ params: { id } })).id).toBe(id);
      const settled = await until(async () => (await stateOf(id)) === 'settled', {
        limitMs: 90_000,
        everyMs: 50,
      });
      if (settled === null) throw new Error(`${id} is ${await stateOf(id)}`);
    }
  };
  const running = Promise.all(books.invoiceIds.map((_, invoice) => client(invoice)));
  return {
    placed,
    /** Resolves once so many more were placed; rejects when a client has failed. */
    async more(count: number): Promise<void> {
      const goal = placed.length + count;
      const reached = until(() => placed.length >= goal, { limitMs: 120_000, everyMs: 20 });
      if ((await Promise.race([reached, running])) !== true) throw new Error('too slow a load');
    },
    async end(): Promise<void> {
      isOver = true;
      await running;
    },
  };
}

test('one API and one worker end and come back while clients pay, and nobody notices', async () => {
  const streams = [streamOf(0), streamOf(1)] as const;
  await Promise.all(streams.map((one) => one.until(() => one.of('ready').length > 0)));
  const clients = load();
  await clients.more(CLIENTS);

  await programs.stop('api');
  expect(streams[0]).toMatchObject({ hasEnded: true, retryMs: 1_000 });
  const resumed = streamOf(1, streams[0].lastEventId);
  await programs.stop('workers');
  await clients.more(CLIENTS);
  await Promise.all([programs.start('api'), programs.start('workers')]);
  await programs.stop('workers', 2);
  await clients.more(CLIENTS);
  await clients.end();

  expect(asked.again).toBeGreaterThan(0);
  expect([...asked.statuses.keys()].sort()).toEqual([200, 201]);
  for (const { id, invoice } of clients.placed) {
    const again = await admin.client.putPayment({ params: { id }, body: bodyOn(invoice) });
    expect(again.id).toBe(id);
    expect(await takenOf(id)).toEqual([AMOUNT_MINOR]);
  }
  const told = (stream: LiveStream) => stream.changes.map(({ id }) => id);
  const ids = clients.placed.map(({ id }) => id);
  await streams[1].until(() => told(streams[1]).includes(ids.at(-1) ?? ''));
  await resumed.until(() => told(resumed).includes(ids.at(-1) ?? ''));
  expect(told(streams[1])).toEqual(expect.arrayContaining(ids));
  expect(resumed.of('ready')).toEqual([{ isResumed: true, isLive: true }]);
  expect([...told(streams[0]), ...told(resumed)]).toEqual(expect.arrayContaining(ids));
  expect(await inconsistenciesOf(pool)).toEqual([]);
  for (const stream of [...streams, resumed]) stream.close();
});

test('the tries to sign in are counted over all processes, and a sign-out holds in all', async () => {
  const tryAt = (copy: number) =>
    fetch(`${urls[copy]}/api/session`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: programs.apiUrl,
        [CALLER_HEADER]: 'web',
      },
      body: JSON.stringify({ email: 'guessed@headroom.example', password: 'not the password' }),
    }).then(({ status }) => status);
  const statuses: number[] = [];
  for (let count = 0; count < TRIES_MAX; count += 1) statuses.push(await tryAt(count % 2));
  expect(new Set(statuses)).toEqual(new Set([401]));
  expect([await tryAt(0), await tryAt(1)]).toEqual([429, 429]);

  await admin.client.deleteSession();
  for (const _copy of urls) {
    await expect(admin.client.readSession()).rejects.toBeInstanceOf(ProblemError);
  }
});
