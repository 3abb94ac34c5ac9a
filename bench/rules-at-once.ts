/**
 * Autopay rules that are all due at the same minute, while people go on paying: how long they take,
 * whether the gateway's rate is kept, how long a person waits, and that nobody is charged twice.
 *
 * The rules, their invoices and what was told of them are seeded; workflows, timers, runs and
 * payments are real, on real servers and processes. The gateway's own ledger is the second opinion.
 */
import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import { pause, until } from '../bin/waiting.mjs';
import { setClock } from '../test/prisma/autopay-rules';
import { autopayRuleStart, autopayRuleWorkflowId } from '../workflows/messages';
import { byHandRow, payingByHand } from './by-hand';
import { clientsOf } from './clients';
import { Cpu, cpuRows } from './cpu';
import { chargeRates, compareWithBooks, type TakenCharge, takenCharges } from './ledger';
import { drive, percentile, progress, rounded } from './measure';
import { type SeededRule, seedRules } from './seed-rules';
import type { Servers } from './servers';

export const RULES_HEAD = ['rules due at the same minute', 'seen'] as const;
export const RULES_CPU_HEAD = [
  'CPU ms a rule, from the minute on',
  'with all that ran meanwhile',
] as const;

type Setting = Readonly<{ rules: number; windowMinutes: number; gatewayRatePerSecond: number }>;

const RUN_ON = '2030-06-03';
const PEOPLE = 20;
const STARTS_IN_FLIGHT = 10;
/** For starting all workflows before the minute comes, on a busy machine too; what is left is waited for. */
const PREPARE_MS = 30_000;
const PREPARE_EACH_MS = 40;
/** For everything beyond the window, on the slowest machine that is worth measuring. */
const DRAIN_MS = 120_000;
const DRAIN_EACH_MS = 400;
const SAMPLE_MS = 1_000;
const TELL_EVERY = 20;
/** For what people began last. */
const LAST_MS = 60_000;
const MINUTE_MS = 60_000;

export async function rulesAtOnce(
  servers: Servers,
  { rules, windowMinutes, gatewayRatePerSecond }: Setting,
): Promise<Readonly<{ rows: string[][]; byHand: string[][]; cpu: string[][] }>> {
  const { pool, client, programs } = servers;
  const people = await clientsOf(servers, PEOPLE);
  const { minute, seeded } = await seedRules(servers, { rules, windowMinutes, runOn: RUN_ON });
  progress(`${rules} rules are in the database`);
  await programs.start('workers');
  const prepareMs = PREPARE_MS + rules * PREPARE_EACH_MS;
  await setClock(pool, new Date(Date.parse(minute) - prepareMs).toISOString());
  const minuteMs = Date.now() + prepareMs;
  const startedSeconds = await startAll(servers, seeded, minuteMs);
  progress(`all their workflows wait, after ${startedSeconds} s`);

  const paying = await payingByHand(servers, people);
  await pause(minuteMs - Date.now());
  const cpu = new Cpu();
  const limitMs = windowMinutes * MINUTE_MS + DRAIN_MS + rules * DRAIN_EACH_MS;
  const queues = await cpu.per(rules, () => drain(pool, limitMs));
  const drainedSeconds = rounded((Date.now() - minuteMs) / 1000);
  const paid = await paying.end();
  await until(async () => (await underWay(pool)) === 0, { limitMs: LAST_MS });

  const charges = await takenCharges(programs.sandboxUrl);
  const { settled, twice, unbooked, uncharged, over } = await compareWithBooks(pool, charges);
  const after = charges.filter(({ createdAtMs }) => createdAtMs >= minuteMs);
  const left = queues.left === 0 ? '' : `, ${queues.left} left`;
  const rows = [
    ['rules, each of a client with one invoice', `${rules}`],
    ['window, minutes', `${windowMinutes}`],
    ['rate of the gateway as configured, a second', `${gatewayRatePerSecond}`],
    ['all workflows started and waiting, s', startedSeconds],
    ['drained after the minute, s', `${drainedSeconds}${left}`],
    ['longest queue of rules whose instant had come', `${queues.rules}`],
    ['longest queue of payments that waited for the gateway', `${queues.charges}`],
    [
      'from the instant of a rule to its charge, p50 and p99 s',
      await waitsOf(pool, charges, seeded, minuteMs - Date.parse(minute)),
    ],
    ['charges a second: all, busiest ten seconds, busiest second', chargeRates(after)],
    ['outcomes of the slots', await outcomesOf(pool)],
    ['events in the history of one run of a rule', await eventsOfFirst(client, seeded)],
    ['charges of the gateway, settled payments here', `${charges.length}, ${settled}`],
    ['payments charged twice', `${twice}`],
    ['charges of no settled payment, settled payments without one', `${unbooked}, ${uncharged}`],
    ['invoices of which too much was taken', `${over}`],
  ];
  const isBefore = ({ askedAtMs }: Readonly<{ askedAtMs: number }>) => askedAtMs < minuteMs;
  const byHand = [
    byHandRow('before the minute', paid.filter(isBefore), charges),
    byHandRow(
      'until the rules had drained',
      paid.filter((one) => !isBefore(one)),
      charges,
    ),
  ];
  return { rows, byHand, cpu: cpuRows([cpu]) };
}

/** Answers the seconds until the last of them had looked and waited. */
async function startAll(
  { pool, client }: Servers,
  seeded: readonly SeededRule[],
  minuteMs: number,
): Promise<string> {
  const begin = performance.now();
  const load = {
    clients: STARTS_IN_FLIGHT,
    total: seeded.length,
    limitMs: Number.POSITIVE_INFINITY,
  };
  const { errors } = await drive(load, async (index) => {
    await client.workflow.start('autopayRule', autopayRuleStart(seeded[index] as SeededRule));
  });
  if (errors > 0) throw new Error(`${errors} rules could not be started`);
  const looked = async () => {
    const { rows } = await pool.query<{ left: number }>(
      `SELECT count(*)::int AS left FROM autopay_watch WHERE look_at = 'epoch'`,
    );
    return rows[0]?.left === 0;
  };
  const isReady = await until(looked, { limitMs: minuteMs - Date.now(), everyMs: 200 });
  if (isReady === null) throw new Error('the minute came before all rules waited for it');
  return rounded((performance.now() - begin) / 1000);
}

type Queues = Readonly<{ rules: number; charges: number; left: number }>;

const QUEUES = `
  SELECT (SELECT count(*) FROM autopay_plan, business
           WHERE run_at <= clock_timestamp() + clock_offset_ms * interval '1 millisecond')::int AS rules,
         (SELECT count(*) FROM payment WHERE kind = 'autopay' AND state = 'scheduled')::int AS charges,
         ((SELECT count(*) FROM autopay_plan)
          + (SELECT count(*) FROM payment WHERE kind = 'autopay'
                AND state IN ('scheduled', 'reserved', 'submitting', 'unknown', 'pending'))
          + (SELECT count(*) FROM message JOIN payment ON payment.id = payment_id
              WHERE payment.kind = 'autopay' AND status = 'waiting'))::int AS left`;

/** Until every rule has run, its payment has ended and its receipt was handed over; or `limitMs`. */
async function drain(pool: Pool, limitMs: number): Promise<Queues> {
  let longest: Queues = { rules: 0, charges: 0, left: Number.NaN };
  let told = 0;
  const sample = async () => {
    const { rows } = await pool.query<Queues>(QUEUES);
    const now = rows[0] ?? longest;
    longest = {
      rules: Math.max(longest.rules, now.rules),
      charges: Math.max(longest.charges, now.charges),
      left: now.left,
    };
    told += 1;
    if (told % TELL_EVERY === 0) progress(`rules: ${JSON.stringify(now)}`);
    return now.left === 0;
  };
  await until(sample, { limitMs, everyMs: SAMPLE_MS });
  return longest;
}

/** Payments of people whose charge has not ended. */
async function underWay(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM payment WHERE state IN ('reserved', 'submitting')`,
  );
  return rows[0]?.count ?? 0;
}

/** @param realMs what is added to an instant of the business's clock. */
async function waitsOf(
  pool: Pool,
  charges: readonly TakenCharge[],
  seeded: readonly SeededRule[],
  realMs: number,
): Promise<string> {
  const { rows } = await pool.query<{ ruleId: string; paymentId: string }>(
    'SELECT rule_id AS "ruleId", payment_id AS "paymentId" FROM autopay_slot',
  );
  const ruleIds = new Map(rows.map(({ ruleId, paymentId }) => [paymentId, ruleId]));
  const runAts = new Map(seeded.map(({ ruleId, runAt }) => [ruleId, Date.parse(runAt) + realMs]));
  const waits = charges
    .map(
      ({ paymentId, createdAtMs }) =>
        createdAtMs - (runAts.get(ruleIds.get(paymentId) ?? '') ?? Number.NaN),
    )
    .filter((wait) => !Number.isNaN(wait))
    .toSorted((one, other) => one - other);
  return [0.5, 0.99].map((share) => rounded(percentile(waits, share) / 1000, 1)).join(', ');
}

async function outcomesOf(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ outcome: string; state: string | null; count: number }>(
    `SELECT outcome, state, count(*)::int AS count
       FROM autopay_slot LEFT JOIN payment ON payment.id = payment_id GROUP BY 1, 2 ORDER BY 3 DESC`,
  );
  return rows.map(({ outcome, state, count }) => `${count} ${outcome} ${state ?? ''}`).join(', ');
}

/** From waiting for the minute to continuing as new. */
async function eventsOfFirst(client: Client, [first]: readonly SeededRule[]): Promise<string> {
  if (first === undefined) return '–';
  const ended = client.workflow.list({
    query: `WorkflowId = '${autopayRuleWorkflowId(first.ruleId)}' AND ExecutionStatus = 'ContinuedAsNew'`,
  });
  for await (const { historyLength } of ended) return `${historyLength}`;
  return '–';
}
