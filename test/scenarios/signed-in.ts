/** The API as a signed-in person uses it, with a user of the test's own. */
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { hashPassword } from '../../api/sign-in/passwords';
import { type Client, createClient } from '../../contracts/client';

const PASSWORD = 'correct horse battery staple';

/** Makes an admin and signs them in; the client goes on working over restarts of the API. */
export async function signedInAdmin(pool: Pool, apiUrl: string): Promise<Client> {
  const email = `${randomUUID()}@headroom.example`;
  await pool.query(
    `INSERT INTO app_user (id, email, email_key, name, role, password_hash)
     VALUES ($1, $2, $2, 'Dana Whitfield', 'admin', $3)`,
    [randomUUID(), email, await hashPassword(PASSWORD)],
  );
  let cookie = '';
  const fetchWithCookie: typeof fetch = async (input, init) => {
    const headers = { ...(init?.headers as Record<string, string>), cookie, origin: apiUrl };
    const response = await fetch(input, { ...init, headers });
    const [given] = response.headers.getSetCookie();
    if (given !== undefined) cookie = given.split(';')[0] ?? '';
    return response;
  };
  const client = createClient(fetchWithCookie, `${apiUrl}/api`);
  await client.createSession({ body: { email, password: PASSWORD } });
  return client;
}
