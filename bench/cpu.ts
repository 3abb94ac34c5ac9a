/**
 * CPU time by program. On a machine that others use, what a payment costs is steadier than how long
 * it takes.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runFolder } from '../test/support/run';
import { type Run, rounded } from './measure';

/** Linux counts in hundredths of a second. */
const MS_PER_TICK = 10;

/** Milliseconds so far, by what the run called each program, all its copies together; empty where there is no `/proc`. */
function cpuMs(): ReadonlyMap<string, number> {
  const owners = new Map(
    readdirSync(runFolder())
      .filter((name) => name.endsWith('.pid'))
      .map((name) => {
        const { pid } = JSON.parse(readFileSync(join(runFolder(), name), 'utf8')) as {
          pid: number;
        };
        return [pid, name.replace(/^bench-|-[0-9a-f]{12}|-\d+(?=\.pid$)|\.pid$/g, '')] as const;
      }),
  );
  const used = new Map<string, number>();
  for (const { pid, parent, group, ticks } of processes()) {
    // A backend of PostgreSQL is a group of its own below its server.
    const name = owners.get(pid) ?? owners.get(group) ?? owners.get(parent);
    if (name !== undefined) used.set(name, (used.get(name) ?? 0) + ticks * MS_PER_TICK);
  }
  const { user, system } = process.cpuUsage();
  used.set('driver', (user + system) / 1000);
  return used;
}

function processes() {
  return entriesOf('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const line = readFileSync(`/proc/${name}/stat`, 'utf8');
        const fields = line
          .slice(line.lastIndexOf(')') + 2)
          .split(' ')
          .map(Number);
        const [, parent = 0, group = 0] = fields;
        const ticks = (fields[11] ?? 0) + (fields[12] ?? 0);
        return [{ pid: Number(name), parent, group, ticks }];
      } catch {
        // Ended meanwhile.
        return [];
      }
    });
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** What was used between two readings; a program that ended between them counts nothing. */
function usedBetween(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  return new Map(
    [...after].map(([name, ms]) => [name, Math.max(0, ms - (before.get(name) ?? 0))] as const),
  );
}

/** What some slices of a run cost, by program. */
export class Cpu {
  private readonly usedMs = new Map<string, number>();
  private done = 0;

  async over(isCounted: boolean, slice: () => Promise<Run>): Promise<Run> {
    return isCounted ? this.counted(slice, ({ tookMs }) => tookMs.length) : slice();
  }

  /** What does `times` of something. */
  per<Answer>(times: number, work: () => Promise<Answer>): Promise<Answer> {
    return this.counted(work, () => times);
  }

  private async counted<Answer>(
    work: () => Promise<Answer>,
    timesOf: (answer: Answer) => number,
  ): Promise<Answer> {
    const before = cpuMs();
    const answer = await work();
    for (const [name, ms] of usedBetween(before, cpuMs())) {
      this.usedMs.set(name, (this.usedMs.get(name) ?? 0) + ms);
    }
    this.done += timesOf(answer);
    return answer;
  }

  get names(): readonly string[] {
    return [...this.usedMs.keys()];
  }

  each(name: string): number {
    return (this.usedMs.get(name) ?? 0) / this.done;
  }
}

/** A row for each program and one for all of them, a column for each that was measured. */
export function cpuRows(columns: readonly Cpu[]): string[][] {
  const names = [...new Set(columns.flatMap((cpu) => cpu.names))].sort();
  const rows = names.map((name) => [name, ...columns.map((cpu) => cpu.each(name))] as const);
  const sums = columns.map((cpu) => names.reduce((sum, name) => sum + cpu.each(name), 0));
  return [...rows, ['all', ...sums] as const].map(([name, ...each]) => [
    name,
    ...each.map((ms) => rounded(ms, 1)),
  ]);
}
