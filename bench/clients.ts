/** Books to pay from, with methods the sandbox charges, and one way to place a payment on them. */
import { randomUUID } from 'node:crypto';
import { aClientWith, aRequest, type Books, dana } from '../test/prisma/books';
import type { Stack } from '../test/scenarios/stack';

const OPEN_MINOR = 99_000_000;
/** The smallest the gateway takes, so that no run ever exhausts an invoice. */
const AMOUNT_MINOR = 100;

export async function clientsOf(stack: Stack, count: number): Promise<Books[]> {
  const clients: Books[] = [];
  for (let index = 0; index < count; index += 1) {
    const books = await aClientWith(stack.pool, [{ openMinor: OPEN_MINOR }]);
    const token = await tokenOf(stack.sandbox.url);
    await stack.pool.query('UPDATE payment_method SET token = $2 WHERE id = $1', [
      books.methodId,
      token,
    ]);
    clients.push(books);
  }
  return clients;
}

async function tokenOf(sandboxUrl: string): Promise<string> {
  const response = await fetch(`${sandboxUrl}/v1/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      kind: 'card',
      number: '4539000000000010',
      expiresIn: '2031-12',
      securityCode: '123',
    }),
  });
  if (response.status !== 201) throw new Error(`no token: ${await response.text()}`);
  return ((await response.json()) as Readonly<{ token: string }>).token;
}

export const requestOn = (books: Books) =>
  aRequest(books, [AMOUNT_MINOR], { extraRecipients: ['ledger@client.example'] });

/** Answers the id once the payment is durable. @throws when it is refused. */
export async function placeOn(stack: Stack, books: Books): Promise<string> {
  const result = await stack.place(randomUUID(), requestOn(books), dana);
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value.payment.id;
}
