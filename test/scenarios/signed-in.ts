/** The API as a signed-in person uses it, with a user of the test's own. */
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { hashPassword } from '../../api/sign-in/passwords';
import { type Client, createClient } from '../../contracts/client';

const PASSWORD = 'correct horse battery staple';

export type Admin = Readonly<{
  client: Client;
  /** Where its requests go beside the client's. */
  origin: string;
  cookie(): string;
}>;

/** Makes an admin and signs them in; the client goes on working over restarts of the API. */
export async function signedInAdmin(pool: Pool, apiUrl: string): Promise<Client> {
  return (await anAdmin(pool, apiUrl, fetch)).client;
}

/** An admin whose requests are made by `ask`, such as one that tries again elsewhere. */
export async function anAdmin(pool: Pool, apiUrl: string, ask: typeof fetch): Promise<Admin> {
  const email = `${randomUUID()}@headroom.example`;
  await pool.query(
    `INSERT INTO app_user (id, email, email_key, name, role, password_hash)
     VALUES ($1, $2, $2, 'Dana Whitfield', 'admin', $3)`,
    [randomUUID(), email, await hashPassword(PASSWORD)],
  );
  let cookie = '';
  const askWithCookie: typeof fetch = async (input, init) => {
    const headers = { ...(init?.headers as Record<string, string>), cookie, origin: apiUrl };
    const response = await ask(input, { ...init, headers });
    const [given] = response.headers.getSetCookie();
    if (given !== undefined) cookie = given.split(';')[0] ?? '';
    return response;
  };
  const client = createClient(askWithCookie, `${apiUrl}/api`);
  await client.createSession({ body: { email, password: PASSWORD } });
  return { client, origin: apiUrl, cookie: () => cookie };
}
