/** What a process of a test or a benchmark held at most. */
import { readFileSync } from 'node:fs';

/** In MB, since its beginning; NaN where there is no `/proc`, or no such process. */
export function peakMemoryOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024);
  } catch {
    return Number.NaN;
  }
}
