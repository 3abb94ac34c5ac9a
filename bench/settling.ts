/** One immediate payment from placed to its receipt handed over, as the API and its workers do it. */
import { randomUUID } from 'node:crypto';
import { createPlacePayment } from '../prisma/stores/payments/place';
import { createStarting } from '../prisma/stores/payments/starting';
import { type Books, dana, LIMITS } from '../test/prisma/books';
import { invoicePaymentStart } from '../workflows/messages';
import { requestOn } from './clients';
import { within } from './measure';
import type { Servers } from './servers';

/** Later than this is an error: a lost answer is asked for minutes later. */
export const LATE_MS = 20_000;

/**
 * Answers the id of a payment that has settled and whose receipt was handed over. Whatever came late
 * or to another end is thrown, and its id is added to `late`.
 */
export function settling({ byKey, client }: Pick<Servers, 'byKey' | 'client'>, late: string[]) {
  const place = createPlacePayment({ pool: byKey, limits: LIMITS });
  const { readStart } = createStarting({ pool: byKey });
  return async (books: Books): Promise<string> => {
    const id = randomUUID();
    const placed = await place(id, requestOn(books), dana);
    if (!placed.ok) throw new Error(JSON.stringify(placed.refusal));
    const start = await readStart(id);
    if (start === null) throw new Error(`no payment ${id}`);
    const handle = await client.workflow.start('invoicePayment', invoicePaymentStart(start));
    try {
      const result = (await within(LATE_MS, handle.result())) as Readonly<{ state: string }>;
      if (result.state !== 'settled') throw new Error(`${id} is ${result.state}`);
    } catch (error) {
      late.push(id);
      throw error;
    }
    return id;
  };
}
