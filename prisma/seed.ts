/**
 * Sets up the business, and loads the demonstration through the running API and sandbox. Run from
 * the checkout: `node dist/seed.js`, or with `--no-demo` for the business alone. A second run
 * changes nothing but the sender's address, which follows MAIL_FROM.
 */
import { createHash, randomBytes } from 'node:crypto';
import { loadConfig } from '../config';
import { type Client, createClient } from '../contracts/client';
import { senderOf, setUpBusiness } from './business';
import { DEMO_ADMIN, DEMO_BUSINESS, DEMO_PASSWORD, DEMO_USERS } from './demo/demo-people';
import type { Tokenize } from './demo/furnish-clients';
import { loadDemo } from './demo/load-demo';
import { connect, type Database } from './stores/connect';
import { createUserStore } from './stores/people/user-store';

/** Without a demonstration: an admin gives it its name and zone on the settings page. */
const UNNAMED_BUSINESS = { name: 'My business', legalLines: [], zone: 'America/New_York' } as const;

/** Long enough for the very next request. */
const INVITATION_MS = 60_000;

async function main(): Promise<void> {
  const config = loadConfig(process.env);
  const isDemo = !process.argv.includes('--no-demo');
  const business = isDemo ? DEMO_BUSINESS : UNNAMED_BUSINESS;
  const database = await connect(config.database);
  try {
    const sender = senderOf(config.mail.from, business.name);
    const mailFrom = isDemo ? { ...sender, name: business.name } : sender;
    const isNew = await setUpBusiness(database.pool, { ...business, mailFrom });
    console.log(isNew ? `set up ${business.name}` : 'the business is set up');
    if (isDemo) await demonstrate(database, config);
  } finally {
    await database.close();
  }
}

async function demonstrate(
  database: Database,
  { api: { publicUrl }, sandbox }: ReturnType<typeof loadConfig>,
): Promise<void> {
  if (!sandbox.isOn || sandbox.url === null) throw new Error('demo data need the sandbox');
  await addUsers(database, clientOf(publicUrl));
  const api = clientOf(publicUrl);
  const body = { email: DEMO_ADMIN.email, password: DEMO_PASSWORD };
  const { business } = await api.createSession({ body });
  const tokenize = tokenizeAt(sandbox.url);
  await loadDemo({ api, tokenize, business, say: (line) => console.log(line) });
  for (const { role, email } of DEMO_USERS) {
    console.log(`sign-in: ${role.padEnd(6)}  ${email}  ${DEMO_PASSWORD}`);
  }
}

/** By the one-time link, as the first admin of a real business. */
async function addUsers({ pool }: Database, api: Client): Promise<void> {
  const users = createUserStore(pool);
  for (const { name, email, role } of DEMO_USERS) {
    if ((await users.findForSignIn(email)) !== null) continue;
    const token = randomBytes(32).toString('base64url');
    const tokenHash = createHash('sha256').update(token).digest('hex');
    const expiresAt = new Date(Date.now() + INVITATION_MS);
    await users.invite({ name, email, role, tokenHash, expiresAt });
    await api.acceptInvitation({ params: { token }, body: { password: DEMO_PASSWORD } });
  }
}

/** A client that keeps its session cookie, as a browser does. */
function clientOf(publicUrl: string): Client {
  let cookie = '';
  const fetchWithCookie: typeof fetch = async (input, init = {}) => {
    const headers = { ...(init.headers as Record<string, string>), ...(cookie && { cookie }) };
    const response = await fetch(input, { ...init, headers });
    const set = response.headers.getSetCookie()[0];
    if (set !== undefined) cookie = set.split(';')[0] ?? '';
    return response;
  };
  return createClient(fetchWithCookie, `${publicUrl}/api`);
}

/** Posts the numbers straight to the sandbox, as its form does: the API never sees one. */
function tokenizeAt(sandboxUrl: string): Tokenize {
  return async (request) => {
    const response = await fetch(`${sandboxUrl}/v1/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
    if (!response.ok) throw new Error(`the sandbox gave no token: ${await response.text()}`);
    return ((await response.json()) as Readonly<{ token: string }>).token;
  };
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
