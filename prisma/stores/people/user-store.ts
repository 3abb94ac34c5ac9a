/** Staff: who may sign in, and the one-time links with which they set a password. */
import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { StaffUser, UserStore } from '../../../api/stores/people';
import { recordEvent, SYSTEM } from '../events/record-event';
import { inTransaction } from '../transaction';

const FIND_FOR_SIGN_IN = {
  name: 'user-for-sign-in',
  text: `
  SELECT id, name, email, role, password_hash AS "passwordHash" FROM app_user
   WHERE email_key = lower($1) AND disabled_at IS NULL AND password_hash IS NOT NULL`,
};

// A second try waits for the first one's row and then finds no such invitation any more.
const TAKE_INVITATION = `
  UPDATE app_user SET password_hash = $2, invitation_hash = NULL, invitation_expires_at = NULL,
                      version = version + 1
   WHERE invitation_hash = $1 AND invitation_expires_at > $3 AND disabled_at IS NULL
  RETURNING id, name, email, role`;

// Whoever comes back after having been disabled starts without the password of before.
const INVITE = `
  INSERT INTO app_user (id, email, email_key, name, role, invitation_hash, invitation_expires_at)
  VALUES ($1, $2, lower($2), $3, $4, $5, $6)
  ON CONFLICT (email_key) DO UPDATE SET
    name = EXCLUDED.name, role = EXCLUDED.role, invitation_hash = EXCLUDED.invitation_hash,
    invitation_expires_at = EXCLUDED.invitation_expires_at,
    password_hash = CASE WHEN app_user.disabled_at IS NULL THEN app_user.password_hash END,
    disabled_at = NULL, version = app_user.version + 1
  RETURNING id`;

export function createUserStore(pool: Pool): UserStore {
  return {
    async findForSignIn(email) {
      const { rows } = await pool.query<StaffUser & { passwordHash: string }>({
        ...FIND_FOR_SIGN_IN,
        values: [email],
      });
      return rows[0] ?? null;
    },

    acceptInvitation: (tokenHash, passwordHash, now) =>
      inTransaction(pool, async (client) => {
        const values = [tokenHash, passwordHash, now];
        const { rows } = await client.query<StaffUser>(TAKE_INVITATION, values);
        const user = rows[0];
        if (user === undefined) return { keep: false, value: null };
        await client.query('DELETE FROM session WHERE user_id = $1', [user.id]);
        await tell(client, { kind: 'user', id: user.id, name: user.name }, 'user.joined', user);
        return { keep: true, value: user };
      }),

    invite: ({ email, name, role, tokenHash, expiresAt }) =>
      inTransaction(pool, async (client) => {
        const values = [randomUUID(), email, name, role, tokenHash, expiresAt];
        const { rows } = await client.query<{ id: string }>(INVITE, values);
        const id = rows[0]?.id;
        if (id === undefined) throw new Error('an invitation was not written');
        await tell(client, SYSTEM, 'user.invited', { id, name, email, role });
        return { keep: true, value: undefined };
      }),
  };
}

function tell(
  client: PoolClient,
  actor: Parameters<typeof recordEvent>[1]['actor'],
  kind: string,
  { id, name, email, role }: StaffUser,
): Promise<void> {
  return recordEvent((text, values) => client.query(text, values), {
    kind,
    actor,
    after: { name, email, role },
    subject: `user:${id}`,
  });
}
