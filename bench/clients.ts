/** Books to pay from, with methods the sandbox charges, and what is asked of them. */
import { aClientWith, aRequest, type Books } from '../test/prisma/books';
import type { Servers } from './servers';

const OPEN_MINOR = 99_000_000;
/** The smallest the gateway takes, so that no run ever exhausts an invoice. */
const AMOUNT_MINOR = 100;

export async function clientsOf({ pool, programs }: Servers, count: number): Promise<Books[]> {
  const clients: Books[] = [];
  for (let index = 0; index < count; index += 1) {
    const books = await aClientWith(pool, [{ openMinor: OPEN_MINOR }]);
    const token = await tokenOf(programs.sandboxUrl);
    await pool.query('UPDATE payment_method SET token = $2 WHERE id = $1', [books.methodId, token]);
    clients.push(books);
  }
  return clients;
}

/** A card of the sandbox that is always charged. */
export async function tokenOf(sandboxUrl: string): Promise<string> {
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

/** One line on the client's invoice, and one receipt. */
export const requestOn = (books: Books) =>
  aRequest(books, [AMOUNT_MINOR], { extraRecipients: ['ledger@client.example'] });
