/** What every row of an import is applied with. */
import type { PoolClient } from 'pg';
import type * as accounting from '../../../accounting';
import type { WrittenBy } from '../books/write-books';
import type { ConflictChoice, RowDecision } from './staged';
import type { Ahead } from './take-row';

/** Who and what a document is (rules.md 15): handed in, because that room knows it. */
export type Identity = Pick<
  typeof accounting,
  | 'clientKeys'
  | 'clientKeysOfRow'
  | 'comparable'
  | 'compareDocument'
  | 'documentKey'
  | 'fileNamesNumber'
  | 'identityOfEInvoice'
  | 'matchClient'
  | 'partyKey'
>;

/** The import as its rows see it. */
export type ImportHead = Readonly<{
  importId: string;
  sourceId: string;
  sourceName: string;
  asOf: string | null;
  isComplete: boolean;
  /** Civil date of the business. */
  today: string;
  /** Business time, UTC. */
  now: string;
  zone: string;
}>;

export type RowContext = Readonly<{
  client: PoolClient;
  identity: Identity;
  head: ImportHead;
  fileName: string;
  position: number;
  decision: RowDecision;
  decidedBy: string | null;
  /** What was read with the row itself, by its own keys and number. */
  ahead: Ahead | null;
  /** Who the books name as the one who wrote. */
  actor: WrittenBy;
}>;

/** What a person said on the conflict of this code; undefined when nothing. */
export function saidOn(
  { decision }: Pick<RowContext, 'decision'>,
  code: string,
): ConflictChoice | undefined {
  return decision.conflicts?.[code];
}
