/**
 * Goal: who is signed in is decided by the database alone, for every process the same.
 * Method: the stores of several processes, each with a pool of its own, on one real PostgreSQL.
 */
import { createHash, randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import type { Role } from '../../contracts/operation';
import { createSessionStore } from '../../prisma/stores/people/session-store';
import { createSignInAttemptStore } from '../../prisma/stores/people/sign-in-attempt-store';
import { createUserStore } from '../../prisma/stores/people/user-store';
import { emptyDatabase, usePostgres } from '../support/postgres';

jest.setTimeout(60_000);

const NOW = new Date('2026-11-25T15:00:00.000Z');
const HASH = '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA';
const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000);
const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

let databaseUrl: string;
let pools: [Pool, Pool];

beforeAll(async () => {
  ({ databaseUrl } = await usePostgres());
  pools = [
    new Pool({ connectionString: databaseUrl, max: 8 }),
    new Pool({ connectionString: databaseUrl, max: 8 }),
  ];
}, 60_000);

afterAll(() => Promise.all(pools.map((pool) => pool.end())));
beforeEach(() => emptyDatabase(databaseUrl));

function setUp() {
  const [pool] = pools;
  const users = createUserStore(pool);
  const sessions = createSessionStore(pool);
  const invite = async (token: string, role: Role = 'biller', expiresAt = minutes(60)) =>
    users.invite({
      email: 'Dana@Lakefront.example',
      name: 'Dana Whitfield',
      role,
      tokenHash: hashOf(token),
      expiresAt,
    });
  const join = async (role: Role = 'biller') => {
    await invite('a link', role);
    const user = await users.acceptInvitation(hashOf('a link'), HASH, NOW);
    if (user === null) throw new Error('the invitation was not taken');
    return user;
  };
  const open = (userId: string, idleExpiresAt = minutes(480), expiresAt = minutes(7200)) => {
    const tokenHash = hashOf(randomUUID());
    const session = {
      tokenHash,
      userId,
      now: NOW,
      idleExpiresAt,
      expiresAt,
      userAgent: 'a browser',
    };
    return sessions.open(session).then(() => tokenHash);
  };
  const execute = (text: string, values: unknown[]) => pool.query(text, values);
  return { users, sessions, invite, join, open, execute };
}

const eventKinds = async () => {
  const { rows } = await pools[0].query<{ kind: string }>('SELECT kind FROM event ORDER BY id');
  return rows.map(({ kind }) => kind);
};

describe('people', () => {
  test('an invitation sets a password once, and then its address signs in without regard to case', async () => {
    const { users, invite } = setUp();
    await invite('a link');
    expect(await users.findForSignIn('dana@lakefront.example')).toBeNull();

    const user = await users.acceptInvitation(hashOf('a link'), HASH, NOW);
    expect(user).toMatchObject({ name: 'Dana Whitfield', role: 'biller' });
    expect(await users.findForSignIn('DANA@lakefront.EXAMPLE')).toEqual({
      ...user,
      passwordHash: HASH,
    });
    expect(await users.acceptInvitation(hashOf('a link'), HASH, NOW)).toBeNull();
    expect(await eventKinds()).toEqual(['user.invited', 'user.joined']);
  });

  test('of twenty who take one invitation at once exactly one gets it', async () => {
    const { users, invite } = setUp();
    await invite('a link');
    const tries = Array.from({ length: 20 }, (_, index) =>
      createUserStore(pools[index % 2] as Pool).acceptInvitation(hashOf('a link'), HASH, NOW),
    );
    const taken = (await Promise.all(tries)).filter((user) => user !== null);
    expect(taken).toHaveLength(1);
    expect(await eventKinds()).toEqual(['user.invited', 'user.joined']);
    expect(await users.findForSignIn('dana@lakefront.example')).not.toBeNull();
  });

  test('an invitation is good until its last millisecond and not in it', async () => {
    const { users, invite } = setUp();
    await invite('a link', 'biller', minutes(0));
    expect(await users.acceptInvitation(hashOf('a link'), HASH, NOW)).toBeNull();
    const before = new Date(NOW.getTime() - 1);
    expect(await users.acceptInvitation(hashOf('a link'), HASH, before)).not.toBeNull();
  });

  test('a new link for a known person replaces the old one, gives the new role and keeps the id', async () => {
    const { users, invite, join } = setUp();
    const { id } = await join('viewer');
    await invite('another', 'admin');
    await invite('the last', 'admin');
    expect(await users.acceptInvitation(hashOf('another'), HASH, NOW)).toBeNull();
    expect(await users.acceptInvitation(hashOf('the last'), HASH, NOW)).toMatchObject({
      id,
      role: 'admin',
    });
  });

  test('a password that is set anew ends every session of the person', async () => {
    const { users, sessions, invite, join, open } = setUp();
    const { id } = await join();
    const hashes = await Promise.all([open(id), open(id)]);
    await invite('another');
    await users.acceptInvitation(hashOf('another'), HASH, NOW);
    for (const hash of hashes) expect(await sessions.find(hash, NOW)).toBeNull();
  });

  test('who was disabled and is invited again cannot use the password of before', async () => {
    const { users, invite, join, execute } = setUp();
    const { id, email } = await join();
    await execute('UPDATE app_user SET disabled_at = now() WHERE id = $1', [id]);
    expect(await users.findForSignIn(email)).toBeNull();
    await invite('back again');
    expect(await users.findForSignIn(email)).toBeNull();
    expect(await users.acceptInvitation(hashOf('back again'), HASH, NOW)).not.toBeNull();
    expect(await users.findForSignIn(email)).not.toBeNull();
  });
});

describe('sessions', () => {
  test('a session is found until it was idle too long, and touching it moves that limit only', async () => {
    const { sessions, join, open } = setUp();
    const user = await join();
    const hash = await open(user.id, minutes(30), minutes(60));
    expect(await sessions.find(hash, minutes(29))).toEqual({
      user,
      lastSeenAt: NOW,
      idleExpiresAt: minutes(30),
      expiresAt: minutes(60),
    });
    expect(await sessions.find(hash, minutes(30))).toBeNull();

    await sessions.touch(hash, minutes(29), minutes(59));
    expect(await sessions.find(hash, minutes(58))).toMatchObject({ lastSeenAt: minutes(29) });
  });

  test('a session ends at its last instant however busy it was', async () => {
    const { sessions, join, open } = setUp();
    const hash = await open((await join()).id, minutes(500), minutes(60));
    expect(await sessions.find(hash, minutes(59))).not.toBeNull();
    expect(await sessions.find(hash, minutes(60))).toBeNull();
  });

  test('one that ended by idleness is not brought back by a late touch', async () => {
    const { sessions, join, open } = setUp();
    const hash = await open((await join()).id, minutes(30), minutes(600));
    await sessions.touch(hash, minutes(31), minutes(400));
    expect(await sessions.find(hash, minutes(32))).toBeNull();
  });

  test('a changed role holds for the next request, and a disabled person is signed out', async () => {
    const { sessions, join, open, execute } = setUp();
    const { id } = await join('admin');
    const hash = await open(id);
    await execute(`UPDATE app_user SET role = 'viewer' WHERE id = $1`, [id]);
    expect(await sessions.find(hash, NOW)).toMatchObject({ user: { role: 'viewer' } });
    await execute('UPDATE app_user SET disabled_at = now() WHERE id = $1', [id]);
    expect(await sessions.find(hash, NOW)).toBeNull();
  });

  test('a closed session is gone, and closing it again changes nothing', async () => {
    const { sessions, join, open } = setUp();
    const { id } = await join();
    const [one, other] = await Promise.all([open(id), open(id)]);
    await sessions.close(one);
    await sessions.close(one);
    expect(await sessions.find(one, NOW)).toBeNull();
    expect(await sessions.find(other, NOW)).not.toBeNull();
  });

  test('a sign-in clears away what has ended', async () => {
    const { join, open, execute } = setUp();
    const { id } = await join();
    await open(id, minutes(-30), minutes(-10));
    await open(id);
    const { rows } = await execute('SELECT count(*)::int AS count FROM session', []);
    expect(rows).toEqual([{ count: 1 }]);
  });
});

describe('tries to sign in', () => {
  const stores = () => pools.map(createSignInAttemptStore);

  test('two processes count together, and of forty tries at once none is counted below its turn', async () => {
    const [here, there] = stores() as [
      ReturnType<typeof createSignInAttemptStore>,
      ReturnType<typeof createSignInAttemptStore>,
    ];
    const counts = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        (index % 2 ? here : there)
          .record(['pair:x'], NOW, minutes(-15))
          .then(([count]) => count ?? 0),
      ),
    );
    counts.sort((one, other) => one - other);
    counts.forEach((count, index) => expect(count).toBeGreaterThanOrEqual(index + 1));
    expect(await here.record(['pair:x'], NOW, minutes(-15))).toEqual([41]);
  });

  test('each key has its own count, in the order asked', async () => {
    const [here] = stores() as [ReturnType<typeof createSignInAttemptStore>];
    await here.record(['b', 'c'], NOW, minutes(-15));
    expect(await here.record(['c', 'a', 'b'], NOW, minutes(-15))).toEqual([2, 1, 2]);
  });

  test('what is older than the window is neither counted nor kept', async () => {
    const [here] = stores() as [ReturnType<typeof createSignInAttemptStore>];
    await here.record(['a', 'b'], NOW, minutes(-15));
    expect(await here.record(['a'], minutes(14), minutes(-1))).toEqual([2]);
    expect(await here.record(['a'], minutes(15), minutes(0))).toEqual([2]);
    const { rows } = await pools[0].query('SELECT count(*)::int AS count FROM sign_in_attempt');
    expect(rows).toEqual([{ count: 2 }]);
  });

  test('after a success the tries of that key alone are forgotten', async () => {
    const [here] = stores() as [ReturnType<typeof createSignInAttemptStore>];
    await here.record(['pair', 'address'], NOW, minutes(-15));
    await here.forget('pair');
    expect(await here.record(['pair', 'address'], NOW, minutes(-15))).toEqual([1, 2]);
  });
});
