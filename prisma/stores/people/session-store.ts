/** Sessions of browsers. The cookie holds the token, the table only its hash. */
import type { Pool } from 'pg';
import type { OpenSession, SessionStore, StaffUser } from '../../../api/stores/people';

// What has ended is of no use to anybody: each sign-in clears it away.
const OPEN = `
  WITH ended AS (DELETE FROM session WHERE expires_at <= $3)
  INSERT INTO session (token_hash, user_id, created_at, last_seen_at, idle_expires_at, expires_at, user_agent)
  VALUES ($1, $2, $3, $3, $4, $5, $6)`;

/** On every request: one statement by the primary key. */
const FIND = {
  name: 'session-find',
  text: `
  SELECT app_user.id, app_user.name, app_user.email, app_user.role,
         last_seen_at AS "lastSeenAt", idle_expires_at AS "idleExpiresAt", expires_at AS "expiresAt"
    FROM session JOIN app_user ON app_user.id = session.user_id
   WHERE token_hash = $1 AND expires_at > $2 AND idle_expires_at > $2 AND disabled_at IS NULL`,
};

// One that ended meanwhile stays ended, and a slower request does not set the limit back.
const TOUCH = `
  UPDATE session SET last_seen_at = $2, idle_expires_at = $3
   WHERE token_hash = $1 AND idle_expires_at > $2 AND last_seen_at < $2`;

type Row = StaffUser & Omit<OpenSession, 'user'>;

export function createSessionStore(pool: Pool): SessionStore {
  return {
    async open({ tokenHash, userId, now, idleExpiresAt, expiresAt, userAgent }) {
      await pool.query(OPEN, [tokenHash, userId, now, idleExpiresAt, expiresAt, userAgent]);
    },

    async find(tokenHash, now) {
      const { rows } = await pool.query<Row>({ ...FIND, values: [tokenHash, now] });
      if (rows[0] === undefined) return null;
      const { id, name, email, role, ...limits } = rows[0];
      return { user: { id, name, email, role }, ...limits };
    },

    async touch(tokenHash, now, idleExpiresAt) {
      await pool.query(TOUCH, [tokenHash, now, idleExpiresAt]);
    },

    async close(tokenHash) {
      await pool.query('DELETE FROM session WHERE token_hash = $1', [tokenHash]);
    },
  };
}
