/** UUIDs of version 5 (RFC 9562): the same name always makes the same id. */
import { createHash } from 'node:crypto';

/** Of this project, for good: another one would let a slot have a second payment. */
const NAMESPACE = 'c5d6a2f8-6f0e-4f0f-9a43-2f1f7f4f1d11';

export function uuidOfName(name: string): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(NAMESPACE.replaceAll('-', ''), 'hex'))
    .update(name, 'utf8')
    .digest()
    .subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}
