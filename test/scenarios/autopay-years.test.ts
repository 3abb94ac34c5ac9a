/**
 * Goal: autopay does over years what its rules say in plain words, whatever people do meanwhile and
 * whatever is killed.
 *
 * Method: a story made up from a seed (invoices that come and are paid elsewhere, rules that are
 * made, edited, disabled, ordered and removed, payments by hand and on a date, cards that decline,
 * are removed and come back, runs that want a yes and get it, a no or nothing) is lived by the real system, with its test clock, and by the plain books of `years/`, which share
 * no code with the domain. What happened is compared line by line. Workers are killed on the way.
 *
 * `AUTOPAY_YEARS=1` tells the whole story: two years, twenty clients. Else it is a short one.
 */
import { Pool } from 'pg';
import { inconsistenciesOf } from '../../prisma/consistency';
import { aClientWith } from '../prisma/books';
import { usePostgres } from '../support/postgres';
import { freshNamespace, useTemporal } from '../support/temporal';
import { Programs } from './programs';
import { signedInAdmin } from './signed-in';
import { RealBooks } from './years/real-books';
import { tellStory } from './years/story';

const isWhole = process.env['AUTOPAY_YEARS'] === '1';
const GIVEN = isWhole
  ? { seed: 12, begins: '2030-12-31', days: 730, clients: 20, kills: 24 }
  : { seed: 9103, begins: '2030-12-31', days: 45, clients: 6, kills: 1 };

/** As a business begins with. */
const WINDOW_MS = 15 * 60_000;

jest.setTimeout(isWhole ? 3_600_000 : 240_000);

let pool: Pool;
let programs: Programs;
let real: RealBooks;

beforeAll(async () => {
  const { databaseUrl } = await usePostgres();
  const { address } = await useTemporal();
  const [namespace, systemNamespace] = [await freshNamespace(), await freshNamespace()];
  const temporal = { address, namespace, systemNamespace };
  pool = new Pool({ connectionString: databaseUrl, max: 4 });
  await aClientWith(pool, []);
  programs = await Programs.prepare('autopay-years', { databaseUrl, temporal });
  await Promise.all([programs.start('sandbox'), programs.start('api')]);
  await programs.start('workers');
  const client = await signedInAdmin(pool, programs.apiUrl);
  real = new RealBooks(pool, client, programs.sandboxUrl);
}, 240_000);

afterAll(async () => {
  programs.killAll();
  await pool.end();
});

/** SIGKILL after so long, and at once a new one. */
async function killWorkers(afterMs: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  programs.kill('workers');
  await programs.start('workers');
}

test(`${GIVEN.days} days of autopay are what its rules say, line by line`, async () => {
  const story = tellStory(GIVEN);
  // The seed is one whose story has all of it.
  expect(Object.values(story.books.counts)).not.toContain(0);
  for (const told of [' approved', ' declined', ' replaced', ': not-approved']) {
    expect(story.books.lines.some((line) => line.endsWith(told))).toBe(true);
  }
  const between = Math.floor(story.evenings.length / (GIVEN.kills + 1));
  await real.begin(story);
  for (const [index, { day, rows, acts }] of story.evenings.entries()) {
    // At another moment of the days that go by each time: before a run, in it, after it.
    const isKilled = index > 0 && index % between === 0;
    const killing = isKilled ? killWorkers((index * 37) % 600) : undefined;
    await real.comeTo(day);
    await real.bring(day, rows);
    for (const act of acts) await real.perform(act);
    await real.rest();
    await killing;
  }
  await real.comeTo(story.books.today);

  expect((await real.lines()).sort()).toEqual(story.books.lines.toSorted());
  expect(await inconsistenciesOf(pool)).toEqual([]);
  // A rule has one place in the window, and not all have the same.
  const offsets = (await real.spread()).map((rule) => rule.offsets);
  expect(offsets.filter((of) => of.length !== 1)).toEqual([]);
  expect(offsets.flat().every((offset) => offset >= 0 && offset < WINDOW_MS)).toBe(true);
  expect(new Set(offsets.flat()).size).toBeGreaterThan(1);
});
