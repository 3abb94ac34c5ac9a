/**
 * What the sandbox remembers: named collections in memory, and one append-only journal on disk that
 * survives `kill -9`.
 *
 * Invariants: one commit is one line, so its changes are remembered together or not at all; nothing
 * is answered to anybody before `flushed()` has resolved; a line that a crash tore is dropped,
 * because nobody was told about it. Values are never mutated, only put again.
 */
import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, renameSync } from 'node:fs';
import { type FileHandle, open, rename } from 'node:fs/promises';
import { join } from 'node:path';

/** `value` absent: the entry is dropped. */
export type Change = Readonly<{ collection: string; id: string; value?: unknown }>;

export interface Collection<Value> {
  readonly size: number;
  get(id: string): Value | undefined;
  /** In the order in which the entries were first put. */
  values(): IterableIterator<Value>;
  entries(): IterableIterator<[string, Value]>;
  put(id: string, value: Value): Change;
  drop(id: string): Change;
}

const JOURNAL_NAME = 'journal.jsonl';
/** Rewriting is cheap below this many lines, and not worth a pause. */
const COMPACT_AFTER_LINES = 20_000;
/** Rewritten when at most a third of what the journal holds is still alive. */
const COMPACT_RATIO = 3;

export class DurableMemory {
  private readonly collections = new Map<string, Map<string, unknown>>();
  private readonly path: string | null;
  private file: FileHandle | null = null;
  private waiting: string[] = [];
  private writing: Promise<void> | null = null;
  private lineCount = 0;

  /** `folder` null: everything is forgotten when the process ends. */
  private constructor(folder: string | null) {
    this.path = folder === null ? null : join(folder, JOURNAL_NAME);
  }

  /** @throws when the folder cannot be written, or a line that was acknowledged is unreadable. */
  static async open(folder: string | null): Promise<DurableMemory> {
    const memory = new DurableMemory(folder);
    if (folder === null || memory.path === null) return memory;
    mkdirSync(folder, { recursive: true });
    memory.replay(memory.path);
    memory.file = await open(memory.path, 'a');
    return memory;
  }

  collection<Value>(name: string): Collection<Value> {
    const entries = this.entriesOf(name) as Map<string, Value>;
    return {
      get size() {
        return entries.size;
      },
      get: (id) => entries.get(id),
      values: () => entries.values(),
      entries: () => entries.entries(),
      put: (id, value) => ({ collection: name, id, value }),
      drop: (id) => ({ collection: name, id }),
    };
  }

  /** Applies the changes together, at once. They are durable when `flushed()` has resolved. */
  commit(...changes: readonly Change[]): void {
    if (changes.length === 0) return;
    for (const change of changes) this.apply(change);
    if (this.path !== null) this.waiting.push(JSON.stringify(changes));
  }

  /** Resolves when everything committed so far is on disk. Callers share one write and one sync. */
  async flushed(): Promise<void> {
    while (this.waiting.length > 0 || this.writing) {
      this.writing ??= this.writeWaiting().finally(() => {
        this.writing = null;
      });
      await this.writing;
    }
  }

  async close(): Promise<void> {
    await this.flushed();
    await this.file?.close();
    this.file = null;
  }

  private async writeWaiting(): Promise<void> {
    if (this.file === null) throw new Error('the memory of the sandbox is closed');
    const lines = this.waiting;
    this.waiting = [];
    this.lineCount += lines.length;
    if (this.isWorthCompacting()) {
      await this.rewrite();
      return;
    }
    await this.file.appendFile(`${lines.join('\n')}\n`);
    await this.file.datasync();
  }

  private isWorthCompacting(): boolean {
    if (this.lineCount < COMPACT_AFTER_LINES) return false;
    return this.lineCount > COMPACT_RATIO * this.entryCount();
  }

  /** What is in memory now holds every line that waits, so writing it makes them durable too. */
  private async rewrite(): Promise<void> {
    const path = this.path as string;
    const lines = [...this.collections].flatMap(([collection, entries]) =>
      [...entries].map(([id, value]) => JSON.stringify([{ collection, id, value }])),
    );
    const fresh = await open(`${path}.new`, 'w');
    if (lines.length > 0) await fresh.appendFile(`${lines.join('\n')}\n`);
    await fresh.sync();
    await fresh.close();
    await rename(`${path}.new`, path);
    await syncFolder(join(path, '..'));
    await this.file?.close();
    this.file = await open(path, 'a');
    this.lineCount = lines.length;
  }

  private replay(path: string): void {
    const descriptor = openSync(path, 'a+');
    try {
      const bytes = readFileSync(path);
      const end = bytes.lastIndexOf(0x0a) + 1;
      if (end < bytes.length) ftruncateSync(descriptor, end);
      // Line by line from the bytes: a whole journal may be larger than a string can be.
      for (let start = 0; start < end; this.lineCount += 1) {
        const lineEnd = bytes.indexOf(0x0a, start);
        const line = bytes.subarray(start, lineEnd).toString('utf8');
        for (const change of JSON.parse(line) as Change[]) this.apply(change);
        start = lineEnd + 1;
      }
    } finally {
      closeSync(descriptor);
    }
  }

  private apply({ collection, id, value }: Change): void {
    const entries = this.entriesOf(collection);
    if (value === undefined) entries.delete(id);
    else entries.set(id, value);
  }

  private entriesOf(name: string): Map<string, unknown> {
    const known = this.collections.get(name);
    if (known) return known;
    const entries = new Map<string, unknown>();
    this.collections.set(name, entries);
    return entries;
  }

  private entryCount(): number {
    let count = 0;
    for (const entries of this.collections.values()) count += entries.size;
    return count;
  }
}

/** A rename is only safe from a power cut once the folder itself is on disk. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync();
  await handle.close();
}

/** Writes a whole file so that it is there completely or not at all. */
export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const fresh = await open(`${path}.${process.pid}.new`, 'w');
  await fresh.writeFile(bytes);
  await fresh.sync();
  await fresh.close();
  renameSync(`${path}.${process.pid}.new`, path);
}
