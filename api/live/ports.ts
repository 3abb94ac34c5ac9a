/** What the live stream asks of the database; the store of events implements it. */
export type EventPosition = Readonly<{ transactionId: bigint; id: bigint }>;

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

/** An event id of the stream: `<transaction id>-<id>`. */
export function formatPosition({ transactionId, id }: EventPosition): string {
  return `${transactionId}-${id}`;
}

/** Null when the text is none. */
export function parsePosition(text: string): EventPosition | null {
  const match = /^(\d{1,19})-(\d{1,18})$/.exec(text);
  if (!match) return null;
  return { transactionId: BigInt(match[1] ?? ''), id: BigInt(match[2] ?? '') };
}

/** By transaction, then by id: the one order that a resume can trust. */
export function isAfter(a: EventPosition, b: EventPosition): boolean {
  if (a.transactionId !== b.transactionId) return a.transactionId > b.transactionId;
  return a.id > b.id;
}
