/** Staff, their sessions and tries to sign in. Instants are real time, as `Date`. */
import type { Role } from '../../contracts/operation';

export type StaffUser = Readonly<{ id: string; name: string; email: string; role: Role }>;

export interface UserStore {
  /** By address without regard to case; null when unknown, disabled, or not yet with a password. */
  findForSignIn(email: string): Promise<(StaffUser & Readonly<{ passwordHash: string }>) | null>;

  /**
   * Takes the invitation whose token has this hash, once: sets the password, ends every session of
   * the person. Null when it is unknown, used, expired, or the person is disabled.
   */
  acceptInvitation(tokenHash: string, passwordHash: string, now: Date): Promise<StaffUser | null>;

  /** Stores the hash of a link for this address; a person who exists gets a new link and keeps the role given. */
  invite(
    invitation: Readonly<{
      email: string;
      name: string;
      role: Role;
      tokenHash: string;
      expiresAt: Date;
    }>,
  ): Promise<void>;
}

export type OpenSession = Readonly<{
  user: StaffUser;
  lastSeenAt: Date;
  idleExpiresAt: Date;
  expiresAt: Date;
}>;

export interface SessionStore {
  open(
    session: Readonly<{
      tokenHash: string;
      userId: string;
      now: Date;
      idleExpiresAt: Date;
      expiresAt: Date;
      userAgent: string | null;
    }>,
  ): Promise<void>;

  /** With the person as they are now: a changed role holds at once. Null when expired or disabled. */
  find(tokenHash: string, now: Date): Promise<OpenSession | null>;

  /** Moves the idle limit of a session that is in use. */
  touch(tokenHash: string, now: Date, idleExpiresAt: Date): Promise<void>;

  /** Ending one that does not exist changes nothing. */
  close(tokenHash: string): Promise<void>;
}

export interface SignInAttemptStore {
  /**
   * Counts one more try for each key, over all processes, and answers how many each has had since
   * `since`, this one included. What is older is dropped.
   */
  record(keys: readonly string[], now: Date, since: Date): Promise<readonly number[]>;

  /** After a success the tries of a key are forgotten. */
  forget(key: string): Promise<void>;
}
