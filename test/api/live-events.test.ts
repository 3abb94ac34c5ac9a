/**
 * Goal: a browser that follows the stream, or comes back to it, misses nothing and is told nothing
 * twice, however the transactions that write events overlap.
 * Method: real PostgreSQL and a real server. Writers take their ids early and commit late; a browser
 * drops its stream at random and resumes. The obvious reading, by id alone, must fail the same case.
 */
import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool, type PoolClient } from 'pg';
import { until } from '../../bin/waiting.mjs';
import { type EventListener, startEventListener } from '../../prisma/stores/events/event-listener';
import { createLiveEvents, type LiveEvents } from '../../prisma/stores/events/live-events';
import { START } from '../../prisma/stores/events/position';
import { usePostgres } from '../support/postgres';
import { createTestApp, signIn, type TestApp } from './support/app';
import { LiveStream } from './support/live-stream';

let databaseUrl: string;
let pool: Pool;
let events: LiveEvents;
let app: TestApp;
let server: Server;
let listener: EventListener;
let url: string;
let headers: Record<string, string>;
const states: boolean[] = [];
const streams: LiveStream[] = [];

beforeAll(async () => {
  ({ databaseUrl } = await usePostgres());
  pool = new Pool({ connectionString: databaseUrl, max: 24 });
  events = createLiveEvents(pool);
}, 60_000);

beforeEach(async () => {
  await pool.query('TRUNCATE event RESTART IDENTITY');
  app = createTestApp({ events });
  await app.hub.start();
  states.length = 0;
  listener = startEventListener({
    databaseUrl,
    pool,
    onWake: () => app.hub.wake(),
    onState: (isLive) => {
      states.push(isLive);
      app.hub.setLive(isLive);
    },
    onError: () => undefined,
    selfTestMs: 200,
  });
  server = app.express.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/events`;
  headers = await signIn(app, 'viewer');
});

afterEach(async () => {
  for (const client of unfinished) client.release(true);
  unfinished.clear();
  for (const stream of streams.splice(0)) stream.close();
  app.hub.stop();
  await listener.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

afterAll(() => pool.end());

function open(lastEventId: string | null = null): LiveStream {
  const stream = new LiveStream(url, headers, lastEventId);
  streams.push(stream);
  return stream;
}

async function openReady(lastEventId: string | null = null): Promise<LiveStream> {
  const stream = open(lastEventId);
  await stream.until(() => stream.of('ready').length > 0);
  return stream;
}

/** One event about a payment of its own, so that it is known again in the stream. */
async function write(client: Pick<PoolClient, 'query'>, paymentId = randomUUID()): Promise<string> {
  await client.query(
    `INSERT INTO event (happened_at, actor_kind, actor_name, kind, payment_id)
     VALUES (now(), 'system', 'a test', 'payment.placed', $1)`,
    [paymentId],
  );
  return paymentId;
}

const unfinished = new Set<PoolClient>();

/** Writes in a transaction that stays open until `commit`, or until its test has ended. */
async function begin() {
  const client = await pool.connect();
  unfinished.add(client);
  await client.query('BEGIN');
  return {
    write: () => write(client),
    commit: async () => {
      await client.query('COMMIT');
      unfinished.delete(client);
      client.release();
    },
  };
}

/**
 * All events there are, once nothing holds them back: a transaction in another database of the same
 * server does, such as that of a suite beside this one.
 */
const everything = () =>
  until(
    async () => {
      const read = await events.readAfter(START, 10);
      return read.hasHeldBack ? null : read;
    },
    { limitMs: 120_000 },
  );

const idsOf = (stream: LiveStream) => stream.changes.map(({ id }) => id);
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('the order of events', () => {
  it('holds back what an older transaction may still come before', async () => {
    const early = await begin();
    const first = await early.write();
    const late = await begin();
    const second = await late.write();
    await late.commit();

    const held = await events.readAfter(START, 10);
    expect([held.rows, held.hasHeldBack]).toEqual([[], true]);
    await early.commit();
    const both = await everything();
    expect(both?.rows.map(({ paymentId }) => paymentId)).toEqual([first, second]);
  });

  it('is missed by a reading that goes by ids alone', async () => {
    const readById = async (after: string) => {
      const { rows } = await pool.query<{ id: string; payment_id: string }>(
        'SELECT id, payment_id FROM event WHERE id > $1 ORDER BY id',
        [after],
      );
      return rows;
    };
    const early = await begin();
    const first = await early.write();
    const late = await begin();
    const second = await late.write();
    await late.commit();
    const seen = await readById('0');
    await early.commit();
    const seenLater = await readById(seen.at(-1)?.id ?? '0');
    expect(seen.map((row) => row.payment_id)).toEqual([second]);
    expect(seenLater.map((row) => row.payment_id)).not.toContain(first);
  });
});

describe('a stream', () => {
  it('says what to read again within a second of the commit', async () => {
    const stream = await openReady();
    const paymentId = await write(pool);
    await stream.until(() => idsOf(stream).includes(paymentId), 1_000);
    expect(stream.changes).toContainEqual({ topic: 'payment', id: paymentId });
  });

  it('is told of a commit that was held back, as soon as it is not', async () => {
    const stream = await openReady();
    const early = await begin();
    await early.write();
    const second = await write(pool);
    await pause(150);
    expect(idsOf(stream)).toEqual([]);
    await early.commit();
    await stream.until(() => idsOf(stream).includes(second), 1_000);
    expect(idsOf(stream)).toHaveLength(2);
  });

  it('resumes where it was left, and says so', async () => {
    const stream = await openReady();
    const first = await write(pool);
    await stream.until(() => idsOf(stream).includes(first));
    stream.close();
    const missed = [await write(pool), await write(pool)];
    const again = await openReady(stream.lastEventId);
    await again.until(() => again.changes.length >= 2);
    expect(idsOf(again)).toEqual(missed);
    expect(again.of('ready')).toEqual([{ isResumed: true, isLive: expect.any(Boolean) }]);
  });

  it('resumes from the session that a page read before all else, and misses nothing of what it read then', async () => {
    const { body } = await app.anyone.get('/api/session').set(headers).expect(200);
    const changed = await write(pool);
    const stream = await openReady(body.lastEventId);
    await stream.until(() => idsOf(stream).includes(changed));
    expect(stream.of('ready')).toMatchObject([{ isResumed: true }]);
  });

  it('starts at now without a place to resume from', async () => {
    const earlier = await openReady();
    const before = await write(pool);
    // What this process has not read yet is told to everybody.
    await earlier.until(() => idsOf(earlier).includes(before));
    const stream = await openReady();
    await pause(100);
    expect(stream.changes).toEqual([]);
    expect(stream.of('ready')).toMatchObject([{ isResumed: false }]);
  });

  it('ends with the session of its person', async () => {
    const stream = await openReady();
    for (const hash of app.memory.sessions.rows.keys()) await app.memory.sessions.close(hash);
    await stream.until(() => stream.hasEnded, 2_000);
  });

  it('is no use of the session: an open page that nobody touches is signed out in its time', async () => {
    const stream = await openReady();
    const signedInAt = app.clock.now.getTime();
    const moveTo = (hours: number) => {
      app.clock.now = new Date(signedInAt + hours * 60 * 60_000);
    };
    const beats = () => stream.of('heartbeat').length;
    moveTo(4);
    const before = beats();
    await stream.until(() => beats() > before + 1, 5_000);
    expect(stream.hasEnded).toBe(false);
    moveTo(8);
    await stream.until(() => stream.hasEnded, 5_000);
  });

  it('misses nothing and repeats nothing while many write, commit late and it is cut off', async () => {
    const written: string[] = [];
    const seen: (string | null)[] = [];
    let isDone = false;
    let giveUpAt = Number.POSITIVE_INFINITY;
    const follow = async () => {
      let lastEventId: string | null = (await openReady()).lastEventId;
      // What is not there long after the last commit will never come: the comparison below says so.
      while (!isDone || (seen.length < written.length && Date.now() < giveUpAt)) {
        const stream = open(lastEventId);
        const cutAt = Date.now() + 30 + Math.random() * 120;
        await stream.until(() => stream.hasEnded || Date.now() > cutAt);
        stream.close();
        // What it was told counts, and so does the place it remembers: they belong together.
        seen.push(...idsOf(stream));
        lastEventId = stream.lastEventId;
      }
    };
    const writer = async () => {
      for (let count = 0; count < 25; count += 1) {
        const transaction = await begin();
        const ids = [await transaction.write()];
        await pause(Math.random() * 15);
        if (Math.random() < 0.5) ids.push(await transaction.write());
        await pause(Math.random() * 15);
        await transaction.commit();
        written.push(...ids);
      }
    };
    const following = follow();
    await pause(100);
    await Promise.all(Array.from({ length: 12 }, writer));
    giveUpAt = Date.now() + 3_000;
    isDone = true;
    await following;
    expect(new Set(seen).size).toBe(seen.length);
    expect([...seen].sort()).toEqual([...written].sort());
  }, 60_000);
});

describe('the listener', () => {
  const terminate = () =>
    pool.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                 WHERE application_name = 'headroom-events' AND datname = current_database()`);

  it('says stale when its connection dies, comes back, and brings what was written meanwhile', async () => {
    const stream = await openReady();
    await stream.until(() => states.at(-1) === true);
    await terminate();
    await stream.until(() => states.at(-1) === false);
    const paymentId = await write(pool);
    await stream.until(() => idsOf(stream).includes(paymentId), 5_000);
    expect(stream.of('state')).toEqual(
      expect.arrayContaining([{ isLive: false }, { isLive: true }]),
    );
  }, 20_000);
});

describe('after a restore into a new cluster', () => {
  // The restored rows carry transaction ids that this cluster has not reached.
  const restore = () =>
    pool.query(
      `INSERT INTO event (transaction_id, happened_at, actor_kind, actor_name, kind, payment_id)
                VALUES ('900000000000', now(), 'system', 'before', 'payment.placed', $1)`,
      [randomUUID()],
    );

  it('old events would be held back for years, and are put before everything', async () => {
    await restore();
    expect((await events.readAfter(START, 10)).rows).toEqual([]);
    expect(await events.repairAfterRestore()).toBe(1);
    expect((await everything())?.rows).toHaveLength(1);
    expect(await events.repairAfterRestore()).toBe(0);
  });

  it('a browser with a place of the old cluster is told to read everything anew', async () => {
    const stream = await openReady('900000000000-17');
    expect(stream.of('ready')).toMatchObject([{ isResumed: false }]);
    const paymentId = await write(pool);
    await stream.until(() => idsOf(stream).includes(paymentId));
  });
});
