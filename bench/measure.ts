/** Closed-loop load: so many clients, each asking again as soon as it was answered. */
export type Figures = Readonly<{
  done: number;
  errors: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
}>;

/** Runs `work(0) … work(total - 1)`, `clients` at a time. An error is counted, never thrown. */
export async function drive(
  clients: number,
  total: number,
  work: (index: number) => Promise<void>,
): Promise<Figures> {
  const tookMs: number[] = [];
  let errors = 0;
  let next = 0;
  const begin = performance.now();
  const client = async () => {
    while (next < total) {
      const index = next;
      next += 1;
      const asked = performance.now();
      try {
        await work(index);
        tookMs.push(performance.now() - asked);
      } catch {
        errors += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  const seconds = (performance.now() - begin) / 1000;
  tookMs.sort((one, other) => one - other);
  return {
    done: tookMs.length,
    errors,
    perSecond: tookMs.length / seconds,
    p50Ms: percentile(tookMs, 0.5),
    p99Ms: percentile(tookMs, 0.99),
  };
}

/** Nearest rank; NaN of nothing. */
const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;

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

const ignore = () => undefined;
/** A logger for the SDK: its lines are not figures. */
export const quiet = {
  ...{ log: ignore, trace: ignore, debug: ignore, info: ignore },
  ...{ warn: ignore, error: ignore },
};
