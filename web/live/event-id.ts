/** Ids of events: `<transaction id>-<id>`, in that order. */
export function isLaterEvent(id: string, than: string): boolean {
  const [one, other] = [numbersOf(id), numbersOf(than)];
  return one.transaction === other.transaction
    ? one.event > other.event
    : one.transaction > other.transaction;
}

function numbersOf(id: string) {
  const [transaction = '0', event = '0'] = id.split('-');
  return { transaction: BigInt(transaction), event: BigInt(event) };
}
