/** What the API asks of settled money that the books do not show yet. */
import type {
  EntryExport,
  MarkEntered,
  UnpostedPage,
  UnpostedQuery,
} from '../../contracts/unposted-lines';
import type { Result } from '../../domain/result';
import type { Actor, NotFound } from './actor';

export interface UnpostedLineStore {
  list(query: UnpostedQuery): Promise<UnpostedPage>;
  /** Everything that was never exported goes into one export. */
  export(actor: Actor): Promise<Result<EntryExport, Readonly<{ code: 'NOTHING_TO_EXPORT' }>>>;
  /** Answers how many lines changed. Saying it again changes nothing. */
  markEntered(
    request: MarkEntered,
    actor: Actor,
  ): Promise<
    Result<Readonly<{ lines: number }>, NotFound | Readonly<{ code: 'ENTERED_AT_NOT_ALLOWED' }>>
  >;
}
