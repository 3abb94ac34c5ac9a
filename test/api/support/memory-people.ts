/** People, sessions and tries in memory, keeping the promises of their interfaces. */
import { randomUUID } from 'node:crypto';
import type { Role } from '../../../contracts/operation';
import type {
  OpenSession,
  SessionStore,
  SignInAttemptStore,
  StaffUser,
  UserStore,
} from '../../../api/stores/people';

type Person = StaffUser & { passwordHash: string | null; isDisabled: boolean };
type Invitation = { userId: string; expiresAt: Date };

export class MemoryPeople implements UserStore {
  readonly people = new Map<string, Person>();
  private readonly invitations = new Map<string, Invitation>();

  constructor(private readonly sessions: MemorySessions) {
    sessions.personOf = (id) => {
      const person = this.people.get(id);
      return person === undefined || person.isDisabled ? null : person;
    };
  }

  add(email: string, role: Role, passwordHash: string, name = email): Person {
    const person = { id: randomUUID(), email, name, role, passwordHash, isDisabled: false };
    this.people.set(person.id, person);
    return person;
  }

  async findForSignIn(email: string) {
    const person = this.byEmail(email);
    if (!person || person.isDisabled || person.passwordHash === null) return null;
    return { ...person, passwordHash: person.passwordHash };
  }

  async acceptInvitation(tokenHash: string, passwordHash: string, now: Date) {
    const invitation = this.invitations.get(tokenHash);
    const person = this.people.get(invitation?.userId ?? '');
    if (!invitation || !person || person.isDisabled || invitation.expiresAt <= now) return null;
    this.invitations.delete(tokenHash);
    this.sessions.closeAllOf(person.id);
    const changed = { ...person, passwordHash };
    this.people.set(person.id, changed);
    return changed;
  }

  async invite(invitation: Parameters<UserStore['invite']>[0]) {
    const { email, name, role, tokenHash, expiresAt } = invitation;
    const known = this.byEmail(email);
    const id = known?.id ?? randomUUID();
    const passwordHash = known?.passwordHash ?? null;
    this.people.set(id, { id, email, name, role, passwordHash, isDisabled: false });
    this.invitations.set(tokenHash, { userId: id, expiresAt });
  }

  private byEmail(email: string): Person | undefined {
    return [...this.people.values()].find(
      (person) => person.email.toLowerCase() === email.toLowerCase(),
    );
  }
}

type Row = {
  userId: string;
  lastSeenAt: Date;
  idleExpiresAt: Date;
  expiresAt: Date;
};

export class MemorySessions implements SessionStore {
  readonly rows = new Map<string, Row>();
  personOf: (userId: string) => StaffUser | null = () => null;

  async open(session: Parameters<SessionStore['open']>[0]) {
    const { tokenHash, userId, now, idleExpiresAt, expiresAt } = session;
    this.rows.set(tokenHash, { userId, lastSeenAt: now, idleExpiresAt, expiresAt });
  }

  async find(tokenHash: string, now: Date): Promise<OpenSession | null> {
    const row = this.rows.get(tokenHash);
    if (!row || row.expiresAt <= now || row.idleExpiresAt <= now) return null;
    const person = this.personOf(row.userId);
    if (person === null) return null;
    const { id, name, email, role } = person;
    return { ...row, user: { id, name, email, role } };
  }

  async touch(tokenHash: string, now: Date, idleExpiresAt: Date) {
    const row = this.rows.get(tokenHash);
    if (row) this.rows.set(tokenHash, { ...row, lastSeenAt: now, idleExpiresAt });
  }

  async close(tokenHash: string) {
    this.rows.delete(tokenHash);
  }

  closeAllOf(userId: string): void {
    for (const [hash, row] of this.rows) if (row.userId === userId) this.rows.delete(hash);
  }
}

export class MemoryAttempts implements SignInAttemptStore {
  private tries: { key: string; at: Date }[] = [];

  async record(keys: readonly string[], now: Date, since: Date) {
    this.tries = this.tries.filter(({ at }) => at > since);
    this.tries.push(...keys.map((key) => ({ key, at: now })));
    return keys.map((key) => this.tries.filter((attempt) => attempt.key === key).length);
  }

  async forget(key: string) {
    this.tries = this.tries.filter((attempt) => attempt.key !== key);
  }
}
