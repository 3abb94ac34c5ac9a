/**
 * Confirming, which is the durable yes: through the store alone and through HTTP with a session, with
 * the workers stopped or running, the starts issued in the background, and how long each burst
 * takes to drain.
 */
import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { createSoon } from '../api/starting/soon';
import { createTemporalStarter } from '../api/starting/temporal-starter';
import { createPlacePayment } from '../prisma/stores/payments/place';
import { createWatching } from '../prisma/stores/autopay/watching';
import { createStarting } from '../prisma/stores/payments/starting';
import { type Books, dana, LIMITS } from '../test/prisma/books';
import { signedInAdmin } from '../test/scenarios/signed-in';
import { confirmingThroughHttp } from './by-hand';
import { requestOn } from './clients';
import { lateStory } from './history';
import { drive, figuresOf, progress, type Run, rounded, within } from './measure';
import type { Servers } from './servers';

export const CONFIRMING_HEAD = [
  ...['through', 'workers', 'spread', 'clients', 'payments', 'confirmed/s', 'p50 ms', 'p99 ms'],
  ...['errors', 'drained in s'],
] as const;

type Setting = Readonly<{
  clients: readonly number[];
  /** Payments of the long bursts, of ten clients through HTTP with the workers stopped. */
  burst: number;
  /** Payments of every other. */
  smallBurst: number;
  /** Payments before all others, which are not counted: programs that just started are slow. */
  warmUp: number;
  burstLimitMs: number;
  /** A long burst takes most of it; others only where killed workers took something with them. */
  drainLimitMs: number;
  random(): number;
  /** Whether there is time for one more burst. */
  mayGoOn(): boolean;
}>;

type Confirm = (books: Books) => Promise<unknown>;
type Way = Readonly<{ through: 'store' | 'HTTP'; workers: 'stopped' | 'running' }>;

/** The product's own figure first, then what of it is the store's, then beside running workers. */
const WAYS: readonly Way[] = [
  { through: 'HTTP', workers: 'stopped' },
  { through: 'store', workers: 'stopped' },
  { through: 'HTTP', workers: 'running' },
];

/** How many clients of a long burst ask at once. */
const BURST_CLIENTS = 10;

/** No answer within this is an error, and never waited for longer. */
const ANSWER_LIMIT_MS = 30_000;

export async function confirming(
  servers: Servers,
  all: readonly Books[],
  setting: Setting,
): Promise<string[][]> {
  const { programs } = servers;
  const confirms = { store: throughStore(servers), HTTP: await confirmingThroughHttp(servers) };
  const rows: string[][] = [];
  await warmUp(servers, all, setting, confirms.HTTP);
  for (const { through, workers, books, clients, total } of cellsOf(all, setting)) {
    const spread = books.length === 1 ? 'one hot invoice' : `${books.length} organizations`;
    const cell = [through, workers, spread, `${clients}`];
    if (!setting.mayGoOn()) {
      rows.push([...cell, ...Array<string>(6).fill('not reached')]);
      continue;
    }
    programs.kill('workers');
    if (workers === 'running') await programs.start('workers');
    const load = { clients, total, limitMs: setting.burstLimitMs };
    const run = await drive(load, async () => {
      const one = books[Math.floor(setting.random() * books.length)] as Books;
      await within(ANSWER_LIMIT_MS, confirms[through](one));
    });
    if (workers === 'stopped') await programs.start('workers');
    const drained = await drain(servers, setting.drainLimitMs);
    rows.push(rowOf(cell, run, drained));
  }
  return [...rows, ...(await nothingConfirmed(servers, setting))];
}

async function warmUp(
  servers: Servers,
  all: readonly Books[],
  { warmUp: total, burstLimitMs, drainLimitMs }: Setting,
  confirm: Confirm,
): Promise<void> {
  const { programs } = servers;
  programs.kill('workers');
  const load = { clients: BURST_CLIENTS, total, limitMs: burstLimitMs };
  await drive(load, async (index) => {
    await confirm(all[index % all.length] as Books);
  });
  await programs.start('workers');
  progress(`warmed up, drained after ${await drain(servers, drainLimitMs)} s`);
}

/** What HTTP and a session allow by themselves: who is signed in is asked, as often as is confirmed. */
async function nothingConfirmed(
  { pool, programs }: Servers,
  { clients, smallBurst, burstLimitMs }: Setting,
): Promise<string[][]> {
  const admin = await signedInAdmin(pool, programs.apiUrl);
  programs.kill('workers');
  const rows: string[][] = [];
  for (const count of clients) {
    const load = { clients: count, total: smallBurst, limitMs: burstLimitMs };
    const run = await drive(load, async () => {
      await within(ANSWER_LIMIT_MS, admin.readSession());
    });
    rows.push(rowOf(['HTTP', 'stopped', 'nothing, the session is read', `${count}`], run, '–'));
  }
  return rows;
}

function rowOf(cell: readonly string[], run: Run, drained: string): string[] {
  const { done, perSecond, p50Ms, p99Ms, errors } = figuresOf([run]);
  const row = [
    ...[...cell, `${done}`, rounded(perSecond), rounded(p50Ms, 1), rounded(p99Ms, 1)],
    ...[`${errors}`, drained],
  ];
  progress(`confirming: ${row.join('  ')}`);
  return row;
}

type Cell = Way & Readonly<{ books: readonly Books[]; clients: number; total: number }>;

/** Spread and all on one hot invoice. The long bursts come last: what one leaves is no other's load. */
function cellsOf(all: readonly Books[], { clients, burst, smallBurst }: Setting): Cell[] {
  const spreads = [all, all.slice(0, 1)];
  const small = WAYS.flatMap((way) =>
    spreads.flatMap((books) =>
      clients.map((count) => ({ ...way, books, clients: count, total: smallBurst })),
    ),
  );
  const long = spreads.map((books) => ({
    ...({ through: 'HTTP', workers: 'stopped' } as const),
    ...{ books, clients: BURST_CLIENTS, total: burst },
  }));
  return [...small, ...long];
}

/** Wired as the API's root wires it. */
function throughStore({ pool, byKey, client }: Servers): Confirm {
  const place = createPlacePayment({ pool: byKey, limits: LIMITS });
  const soon = createSoon({
    log: pino({ level: 'error' }),
    readStart: createStarting({ pool: byKey }).readStart,
    readRuleStart: createWatching({ pool }).readStart,
    readRuleNews: createWatching({ pool }).readNews,
    starter: createTemporalStarter(client),
  });
  return async (books) => {
    const id = randomUUID();
    const placed = await place(id, requestOn(books), dana);
    if (!placed.ok) throw new Error(JSON.stringify(placed.refusal));
    soon.startPayment(id);
  };
}

/** Seconds until nothing is left to charge or to send. */
async function drain(servers: Servers, limitMs: number): Promise<string> {
  const begin = performance.now();
  let left = await leftOver(servers);
  while (left > 0 && performance.now() - begin < limitMs) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    left = await leftOver(servers);
  }
  const seconds = rounded((performance.now() - begin) / 1000, 1);
  if (left === 0) return seconds;
  await tellOfOldest(servers);
  return `${left} left after ${seconds}`;
}

async function tellOfOldest({ client, pool }: Servers): Promise<void> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT id FROM payment WHERE state IN ('reserved', 'submitting') ORDER BY placed_at LIMIT 2`,
  );
  for (const { id } of rows) progress(await lateStory(client, pool, id).catch(String));
}

/** Not `unknown`: what the gateway left unanswered is asked again minutes later. */
async function leftOver({ pool }: Servers): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `SELECT (SELECT count(*) FROM payment WHERE state IN ('reserved', 'submitting'))::int
          + (SELECT count(*) FROM message WHERE status = 'waiting')::int AS count`,
  );
  return rows[0]?.count ?? 0;
}
