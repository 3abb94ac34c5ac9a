/** What the live stream asks of the database; the store of events implements it. */
import type { EventPosition } from '../../contracts/event-position';

export type LiveEventRow = Readonly<{
  position: EventPosition;
  kind: string;
  organizationId: string | null;
  paymentId: string | null;
  invoiceId: string | null;
  subject: string | null;
}>;

export interface LiveEvents {
  readAfter(
    position: EventPosition,
    limit: number,
  ): Promise<Readonly<{ rows: readonly LiveEventRow[]; hasHeldBack: boolean }>>;
  head(): Promise<EventPosition>;
  isOfThisCluster(position: EventPosition): Promise<boolean>;
}
