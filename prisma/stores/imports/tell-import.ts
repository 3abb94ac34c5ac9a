/** The page that shows an import reads it again. */
import type { PoolClient } from 'pg';
import { recordEvent, SYSTEM } from '../events/record-event';

type Kind =
  | 'import.opened'
  | 'import.started'
  | 'import.progressed'
  | 'import.read'
  | 'import.decided'
  | 'import.finished';

type Who = Parameters<typeof recordEvent>[1]['actor'];

export function tellImport(
  client: PoolClient,
  importId: string,
  kind: Kind,
  { actor = SYSTEM, after }: Readonly<{ actor?: Who; after?: unknown }> = {},
): Promise<void> {
  const run = (text: string, values: unknown[]) => client.query(text, values);
  return recordEvent(run, { kind, actor, after, subject: `import:${importId}` });
}
