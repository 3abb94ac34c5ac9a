/**
 * The bytes of attachments, kept once however many mails carry them: a hundred receipts of one
 * invoice hold one file.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../durable-memory';

export interface AttachmentStore {
  /** Answers the SHA-256 in hex, once the bytes are on disk. */
  keep(bytes: Uint8Array): Promise<string>;
  read(sha256: string): Promise<Uint8Array | null>;
}

/** `folder` null: kept in memory. */
export function createAttachmentStore(folder: string | null): AttachmentStore {
  if (folder === null) return inMemory();
  const pathOf = (sha256: string) => join(folder, 'attachments', sha256);
  mkdirSync(join(folder, 'attachments'), { recursive: true });
  return {
    async keep(bytes) {
      const sha256 = digestOf(bytes);
      if (!existsSync(pathOf(sha256))) await writeWhole(pathOf(sha256), bytes);
      return sha256;
    },
    async read(sha256) {
      return existsSync(pathOf(sha256)) ? readFile(pathOf(sha256)) : null;
    },
  };
}

function inMemory(): AttachmentStore {
  const kept = new Map<string, Uint8Array>();
  return {
    async keep(bytes) {
      const sha256 = digestOf(bytes);
      kept.set(sha256, bytes);
      return sha256;
    },
    async read(sha256) {
      return kept.get(sha256) ?? null;
    },
  };
}

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
