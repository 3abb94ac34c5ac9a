/**
 * Reports of what happens by itself, kept until they are received: of charges, and of mails.
 *
 * A report is written in the commit of the change it tells, and leaves only when that is on disk.
 * The receiver may get it twice, late and out of order: it gets that on demand, too.
 */
import { z } from 'zod';
import { Alarm } from './alarm';
import type { Clocks } from './clocks';
import type { Change, Collection, DurableMemory } from './durable-memory';

export type Report = Readonly<{
  id: string;
  number: number;
  body: string;
  attempts: number;
  /** Wall time before which it is not sent. */
  notBefore: string;
}>;

export const ReportMode = z.strictObject({
  /** Where reports go; null: nowhere, and none are written. */
  url: z.url({ protocol: /^https?$/ }).nullable(),
  /** While true nothing is sent. */
  isHeld: z.boolean(),
  /** How often each is sent although it was received. */
  repeat: z.int().min(1).max(10),
  /** Each waits this long before it is sent the first time. */
  delayMs: z.int().min(0).max(600_000),
  /** `reversed`: of those that wait, the newest is sent first, one at a time. */
  order: z.enum(['made', 'reversed']),
});
export type ReportMode = z.infer<typeof ReportMode>;

/** The receiver is given this long; its work belongs after its answer. */
const ATTEMPT_TIMEOUT_MS = 10_000;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 60_000;
/** After about a day of a receiver that is away; the merchant still can ask. */
const ATTEMPTS_MAX = 1_500;
const AT_ONCE_MAX = 8;

type Dependencies = Readonly<{
  memory: DurableMemory;
  clocks: Clocks;
  url: string | null;
  /** What it is called in the memory: each sender has its own. */
  name: string;
  /** The headers that prove who sent it, made anew for each attempt. */
  sign: (report: Pick<Report, 'id' | 'body'>, at: Date) => Readonly<Record<string, string>>;
  /** Each waits this long at least, unless it is told otherwise. */
  delayMs?: number;
}>;

export class Reports {
  private readonly waiting: Collection<Report>;
  private readonly modes: Collection<ReportMode>;
  private readonly underway = new Map<string, Promise<void>>();
  private readonly stopping = new AbortController();
  private readonly alarm = new Alarm(() => this.sendDue());
  private isStarted = false;
  private lastNumber = 0;

  constructor(private readonly parts: Dependencies) {
    this.waiting = parts.memory.collection<Report>(`${parts.name}s`);
    this.modes = parts.memory.collection<ReportMode>(`${parts.name}Mode`);
    for (const { number } of this.waiting.values()) {
      this.lastNumber = Math.max(this.lastNumber, number);
    }
  }

  get mode(): ReportMode {
    const usual: ReportMode = {
      url: this.parts.url,
      isHeld: false,
      repeat: 1,
      delayMs: this.parts.delayMs ?? 0,
      order: 'made',
    };
    // Where to is a matter of this start; how is remembered.
    const told = this.modes.get('mode');
    return told ? { ...told, url: told.url ?? this.parts.url } : usual;
  }

  setMode(mode: Partial<ReportMode>): ReportMode {
    this.parts.memory.commit(this.modes.put('mode', { ...this.mode, ...mode }));
    this.wake();
    return this.mode;
  }

  list(): readonly Report[] {
    return [...this.waiting.values()];
  }

  /** The report of a change, to be committed with it; none when reports go nowhere. */
  changesFor(make: (at: Date) => Pick<Report, 'id' | 'body'>): Change[] {
    const { url, delayMs } = this.mode;
    if (url === null) return [];
    const at = this.parts.clocks.wall();
    const { id, body } = make(at);
    this.lastNumber += 1;
    const notBefore = new Date(at.getTime() + delayMs).toISOString();
    return [this.waiting.put(id, { id, number: this.lastNumber, body, attempts: 0, notBefore })];
  }

  start(): void {
    this.isStarted = true;
    this.wake();
  }

  async stop(): Promise<void> {
    this.isStarted = false;
    this.alarm.clear();
    this.stopping.abort();
    await Promise.allSettled(this.underway.values());
  }

  /** Sends what may be sent now, whatever the mode holds back. Resolves when all were tried once. */
  async release(order: ReportMode['order'], repeat: number): Promise<number> {
    const reports = inOrder(this.list(), order);
    for (const report of reports) {
      for (let time = 1; time < repeat; time += 1) await this.send(report);
      await this.attempt(report, 1);
    }
    return reports.length;
  }

  /** Looks for reports whose time has come. Called after every change; costs little. */
  wake(): void {
    if (this.isStarted) this.alarm.within(0);
  }

  private sendDue(): void {
    const { isHeld, order, repeat } = this.mode;
    if (!this.isStarted || isHeld) return;
    const now = this.parts.clocks.wall().toISOString();
    const idle = this.list().filter(({ id }) => !this.underway.has(id));
    const due = inOrder(
      idle.filter(({ notBefore }) => notBefore <= now),
      order,
    );
    const atOnceMax = order === 'reversed' ? 1 : AT_ONCE_MAX;
    for (const report of due.slice(0, Math.max(0, atOnceMax - this.underway.size))) {
      const attempt = this.attempt(report, repeat).finally(() => {
        this.underway.delete(report.id);
        this.wake();
      });
      this.underway.set(report.id, attempt);
    }
    this.sleepUntilDue(idle.filter(({ notBefore }) => notBefore > now));
  }

  private sleepUntilDue(later: readonly Report[]): void {
    if (later.length === 0) return;
    const wall = this.parts.clocks.wall().getTime();
    const nextMs = later.reduce(
      (least, { notBefore }) => Math.min(least, Date.parse(notBefore) - wall),
      LONGEST_RETRY_MS,
    );
    this.alarm.within(Math.max(1, nextMs));
  }

  private async attempt(report: Report, repeat: number): Promise<void> {
    let isReceived = true;
    for (let time = 0; time < repeat; time += 1) {
      isReceived = (await this.send(report)) && isReceived;
    }
    const { memory, clocks } = this.parts;
    if (this.stopping.signal.aborted) return;
    const attempts = report.attempts + 1;
    if (isReceived || attempts >= ATTEMPTS_MAX) {
      memory.commit(this.waiting.drop(report.id));
      return;
    }
    const pauseMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** report.attempts);
    const notBefore = new Date(clocks.wall().getTime() + pauseMs).toISOString();
    memory.commit(this.waiting.put(report.id, { ...report, attempts, notBefore }));
  }

  private async send({ id, body }: Report): Promise<boolean> {
    const { memory, clocks, sign } = this.parts;
    const { url } = this.mode;
    if (url === null) return false;
    await memory.flushed();
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...sign({ id, body }, clocks.wall()) },
        body,
        redirect: 'error',
        signal: AbortSignal.any([this.stopping.signal, AbortSignal.timeout(ATTEMPT_TIMEOUT_MS)]),
      });
      await response.body?.cancel();
      return response.ok;
    } catch {
      // Refused, reset or too slow: all the same to a sender that will come again.
      return false;
    }
  }
}

function inOrder(reports: readonly Report[], order: ReportMode['order']): Report[] {
  const sign = order === 'reversed' ? -1 : 1;
  return [...reports].sort((a, b) => sign * (a.number - b.number));
}
