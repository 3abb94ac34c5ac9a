/**
 * Prints a one-time link with which the first admin sets a password:
 * `node dist/invite.js admin@example.com "Dana Whitfield" [admin|biller|viewer]`.
 */
import { z } from 'zod';
import { loadConfig } from '../config';
import { EmailAddress, line } from '../contracts/fields';
import { Role } from '../contracts/operation';
import { connect } from '../prisma/stores/connect';
import { createUserStore } from '../prisma/stores/people/user-store';
import { invitationHash, newToken } from './sign-in/tokens';

const Arguments = z.tuple([EmailAddress, line(200), z.enum(Role).default(Role.admin)]);

/** Long enough for a mail to be read, short enough for a link that lies around. */
const VALID_HOURS = 48;

const USAGE = 'Usage: node dist/invite.js <e-mail address> <name> [admin|biller|viewer]';

async function main(): Promise<void> {
  const given = Arguments.safeParse(process.argv.slice(2));
  if (!given.success) throw new Error(USAGE);
  const [email, name, role] = given.data;
  const config = loadConfig(process.env);
  const database = await connect(config.database);
  try {
    const token = newToken();
    const expiresAt = new Date(Date.now() + VALID_HOURS * 60 * 60 * 1000);
    const tokenHash = invitationHash(token);
    const users = createUserStore(database.pool);
    await users.invite({ email, name, role, tokenHash, expiresAt });
    console.log(`${name} (${role}) sets a password, within ${VALID_HOURS} hours and once:`);
    console.log(`${config.api.publicUrl}/invitations/${token}`);
  } finally {
    await database.close();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
