/** Closed-loop load: so many clients, each asking again as soon as it was answered. */
export type Run = Readonly<{ tookMs: readonly number[]; errors: number; seconds: number }>;

export type Figures = Readonly<{
  done: number;
  errors: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
}>;

/** Asks at most `total` times, and begins nothing after `limitMs`, whichever comes first. */
export type Load = Readonly<{ clients: number; total: number; limitMs: number }>;

/** Runs `work(0), work(1), …`, so many at a time. An error is counted, never thrown. */
export async function drive(
  { clients, total, limitMs }: Load,
  work: (index: number) => Promise<void>,
): Promise<Run> {
  const tookMs: number[] = [];
  let errors = 0;
  let next = 0;
  const begin = performance.now();
  const client = async () => {
    while (next < total && performance.now() - begin < limitMs) {
      const index = next;
      next += 1;
      const asked = performance.now();
      try {
        await work(index);
        tookMs.push(performance.now() - asked);
      } catch (error) {
        if (errors === 0) process.stderr.write(`first error: ${String(error)}\n`);
        errors += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return { tookMs, errors, seconds: (performance.now() - begin) / 1000 };
}

/** Of one run, or of several slices of it. */
export function figuresOf(runs: readonly Run[]): Figures {
  const tookMs = runs.flatMap((run) => run.tookMs).sort((one, other) => one - other);
  const seconds = runs.reduce((sum, run) => sum + run.seconds, 0);
  return {
    done: tookMs.length,
    errors: runs.reduce((sum, run) => sum + run.errors, 0),
    perSecond: tookMs.length / seconds,
    p50Ms: percentile(tookMs, 0.5),
    p99Ms: percentile(tookMs, 0.99),
  };
}

/** Nearest rank; NaN of nothing. */
export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;

export const median = (values: readonly number[]): number =>
  percentile(
    [...values].sort((one, other) => one - other),
    0.5,
  );

/** @throws when there is no answer within `limitMs`: nothing in a run may wait for ever. */
export async function within<Answer>(limitMs: number, answer: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The same numbers from 0 to 1 for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const rounded = (value: number, digits = 0): string =>
  Number.isNaN(value) ? '–' : value.toFixed(digits);

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** What is under way, for whoever waits; figures go to the standard output. */
export const progress = (text: string) =>
  process.stderr.write(`${rounded(performance.now() / 1000).padStart(4)} s  ${text}\n`);
