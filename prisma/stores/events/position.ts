/**
 * The place of an event in the one order that a resume can trust: by the transaction that wrote it,
 * then by its id. Ids alone are given out before the commit, so a lower one may become visible later.
 */
export type EventPosition = Readonly<{ transactionId: bigint; id: bigint }>;

/** Before every event. */
export const START: EventPosition = { transactionId: 0n, id: 0n };
