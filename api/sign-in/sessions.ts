/**
 * Opens, finds and ends sessions. Only a hash of the token is kept; a new token is made at every
 * sign-in, and the one the browser had before is ended.
 */
import type { Request, Response } from 'express';
import type { OpenSession, SessionStore } from '../stores/people';
import type { SessionCookie } from './session-cookie';
import { newToken, sessionHash } from './tokens';

const MINUTE_MS = 60_000;
/** A clerk's day with its breaks; who comes back tomorrow signs in again. */
const IDLE_MS = 8 * 60 * MINUTE_MS;
/** A working week at most, however busy. */
const ABSOLUTE_MS = 5 * 24 * 60 * MINUTE_MS;
/** A session in use is written at most this often. */
const TOUCH_MS = MINUTE_MS;

export type Sessions = Readonly<{
  /** Ends what the browser had, opens a new one, sets the cookie; answers when it ends at the latest. */
  open(request: Request, response: Response, userId: string): Promise<Date>;
  /** Null when nobody is signed in. */
  find(request: Request): Promise<OpenSession | null>;
  /** Only looks: it is no use of the session, which comes to its idle end all the same. */
  isOpen(request: Request): Promise<boolean>;
  close(request: Request, response: Response): Promise<void>;
}>;

export function createSessions(
  dependencies: Readonly<{
    store: SessionStore;
    cookie: SessionCookie;
    secret: string;
    realNow(): Date;
  }>,
): Sessions {
  const { store, cookie, secret, realNow } = dependencies;
  const hashIn = (request: Request): string | null => {
    const token = cookie.read(request);
    return token === null ? null : sessionHash(token, secret);
  };
  const end = async (request: Request): Promise<void> => {
    const tokenHash = hashIn(request);
    if (tokenHash !== null) await store.close(tokenHash);
  };

  return {
    async open(request, response, userId) {
      await end(request);
      const token = newToken();
      const now = realNow();
      const expiresAt = new Date(now.getTime() + ABSOLUTE_MS);
      await store.open({
        tokenHash: sessionHash(token, secret),
        userId,
        now,
        idleExpiresAt: new Date(now.getTime() + IDLE_MS),
        expiresAt,
        userAgent: request.get('user-agent')?.slice(0, 300) ?? null,
      });
      cookie.write(response, token, expiresAt);
      return expiresAt;
    },

    async find(request) {
      const tokenHash = hashIn(request);
      if (tokenHash === null) return null;
      const now = realNow();
      const session = await store.find(tokenHash, now);
      if (session !== null && now.getTime() - session.lastSeenAt.getTime() >= TOUCH_MS) {
        await store.touch(tokenHash, now, new Date(now.getTime() + IDLE_MS));
      }
      return session;
    },

    async isOpen(request) {
      const tokenHash = hashIn(request);
      return tokenHash !== null && (await store.find(tokenHash, realNow())) !== null;
    },

    async close(request, response) {
      await end(request);
      cookie.clear(response);
    },
  };
}
