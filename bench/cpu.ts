/**
 * CPU time by program. On a machine that others use, what a payment costs is steadier than how long
 * it takes.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runFolder } from '../test/support/run';

/** Linux counts in hundredths of a second. */
const MS_PER_TICK = 10;

/** Milliseconds so far, by what the run called each program; empty where there is no `/proc`. */
export function cpuMs(): ReadonlyMap<string, number> {
  const owners = new Map(
    readdirSync(runFolder())
      .filter((name) => name.endsWith('.pid'))
      .map((name) => {
        const { pid } = JSON.parse(readFileSync(join(runFolder(), name), 'utf8')) as {
          pid: number;
        };
        return [
          pid,
          name.replace(/^bench-|-[0-9a-f]{12}|\.pid$/g, '').replace('.pid', ''),
        ] as const;
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
export function usedBetween(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  return new Map(
    [...after].map(([name, ms]) => [name, Math.max(0, ms - (before.get(name) ?? 0))] as const),
  );
}
