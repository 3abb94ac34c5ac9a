/** Where an event stands in the live stream, as the server and the page know it. */
export type EventPosition = Readonly<{ transactionId: bigint; id: bigint }>;

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
