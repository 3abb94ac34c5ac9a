/**
 * Goal: a session is opened by a password only, seen by its browser only, and ends when it should.
 * Method: the real application; time is moved by hand.
 */
import { hashPassword } from '../../api/sign-in/passwords';
import { invitationHash, newToken } from '../../api/sign-in/tokens';
import { cookieOf, createTestApp, fromPage, PASSWORD, signIn, type TestApp } from './support/app';

const HOUR_MS = 60 * 60 * 1000;
const EMAIL = 'dana@lakefront.example';

let hash: string;
let app: TestApp;

beforeAll(async () => {
  hash = await hashPassword(PASSWORD);
});
beforeEach(() => {
  app = createTestApp();
  app.memory.users.add(EMAIL, 'biller', hash, 'Dana Whitfield');
});

const tryToSignIn = (email: string, password: string, more: Record<string, string> = {}) =>
  app.anyone
    .post('/api/session')
    .set({ ...fromPage, ...more })
    .send({ email, password });
const session = (Cookie: string) => app.anyone.get('/api/session').set({ Cookie });
const pass = (milliseconds: number) => {
  app.clock.now = new Date(app.clock.now.getTime() + milliseconds);
};

describe('signing in', () => {
  it('answers who is signed in, the business, its date in its zone, and what waits', async () => {
    app.clock.now = new Date('2026-11-26T03:30:00.000Z');
    const response = await tryToSignIn(EMAIL, PASSWORD);
    expect(response.status).toBe(200);
    expect(response.body).toMatchObject({
      user: { name: 'Dana Whitfield', role: 'biller' },
      business: { zone: 'America/Chicago', today: '2026-11-25', runTime: '09:00' },
      gateway: { tokenizationOrigin: 'http://127.0.0.1:4601' },
      openTasks: 7,
      waitingApprovals: 3,
    });
    expect(JSON.stringify(response.body)).not.toContain('argon2');
  });

  it('takes the address in any case', async () => {
    expect((await tryToSignIn('Dana@Lakefront.Example', PASSWORD)).status).toBe(200);
  });

  it('sets a cookie that only this host, this path and no script can see', async () => {
    const response = await tryToSignIn(EMAIL, PASSWORD);
    const header = String(response.headers['set-cookie']);
    expect(header).toMatch(/^__Host-headroom-4600=[A-Za-z0-9_-]{43};/);
    for (const attribute of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/']) {
      expect(header).toContain(attribute);
    }
    expect(header).not.toContain('Domain');
  });

  it('keeps the token nowhere, only a hash that needs the secret', async () => {
    const token = cookieOf(await tryToSignIn(EMAIL, PASSWORD)).split('=')[1] ?? '';
    const [kept] = [...app.memory.sessions.rows.keys()];
    expect(kept).toMatch(/^[0-9a-f]{64}$/);
    expect(kept).not.toContain(token);
    expect(kept).not.toBe(invitationHash(token));
  });

  it('says the same of a wrong password and of an unknown person', async () => {
    const wrong = await tryToSignIn(EMAIL, 'not the password');
    const unknown = await tryToSignIn('nobody@lakefront.example', PASSWORD);
    expect([wrong.status, wrong.body.code]).toEqual([401, 'CREDENTIALS_WRONG']);
    const { instance: _a, ...saidOfWrong } = wrong.body;
    const { instance: _b, ...saidOfUnknown } = unknown.body;
    expect(saidOfUnknown).toEqual(saidOfWrong);
    expect(wrong.body).toMatchObject({ triesLeft: 9, pauseMinutes: 15 });
    const again = await tryToSignIn(EMAIL, 'still not the password');
    expect(again.body.triesLeft).toBe(8);
    expect(unknown.headers['set-cookie']).toBeUndefined();
  });

  it('works as hard for an unknown person as for a known one', async () => {
    const costOf = async (email: string) => {
      const before = process.cpuUsage();
      await tryToSignIn(email, 'not the password');
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    const known: number[] = [];
    const unknown: number[] = [];
    for (let time = 0; time < 3; time += 1) {
      known.push(await costOf(EMAIL));
      unknown.push(await costOf('nobody@lakefront.example'));
    }
    // The processor's time, since a machine may be busy, and the least of it, since so may this process:
    // without the hash it is a tenth.
    expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) / 3);
  });

  it('gives a new token every time and ends the one before', async () => {
    const first = cookieOf(await tryToSignIn(EMAIL, PASSWORD));
    const second = cookieOf(await tryToSignIn(EMAIL, PASSWORD, { Cookie: first }));
    expect(second).not.toBe(first);
    expect((await session(first)).status).toBe(401);
    expect((await session(second)).status).toBe(200);
  });

  it('does not take over a token that the browser brought', async () => {
    const planted = `__Host-headroom-4600=${newToken()}`;
    const given = cookieOf(await tryToSignIn(EMAIL, PASSWORD, { Cookie: planted }));
    expect(given).not.toBe(planted);
    expect((await session(planted)).status).toBe(401);
  });
});

describe('a session', () => {
  it('ends after eight hours without use, to the second', async () => {
    const cookie = cookieOf(await tryToSignIn(EMAIL, PASSWORD));
    pass(8 * HOUR_MS - 1000);
    expect((await session(cookie)).status).toBe(200);
    pass(8 * HOUR_MS - 1000);
    expect((await session(cookie)).status).toBe(200);
    pass(8 * HOUR_MS);
    expect((await session(cookie)).status).toBe(401);
  });

  it('ends after five days however busy', async () => {
    const cookie = cookieOf(await tryToSignIn(EMAIL, PASSWORD));
    for (let hours = 0; hours < 5 * 24 - 4; hours += 4) {
      pass(4 * HOUR_MS);
      expect((await session(cookie)).status).toBe(200);
    }
    pass(4 * HOUR_MS);
    expect((await session(cookie)).status).toBe(401);
  });

  it('ends when its person signs out, on the server too', async () => {
    const cookie = cookieOf(await tryToSignIn(EMAIL, PASSWORD));
    const out = await app.anyone.delete('/api/session').set({ ...fromPage, Cookie: cookie });
    expect(out.status).toBe(204);
    expect(String(out.headers['set-cookie'])).toMatch(/Expires=Thu, 01 Jan 1970/);
    expect((await session(cookie)).status).toBe(401);
  });

  it('of another checkout on this host is not ours', async () => {
    const cookie = cookieOf(await tryToSignIn(EMAIL, PASSWORD));
    expect((await session(cookie.replace('4600', '4700'))).status).toBe(401);
  });

  it('is not opened by a hash out of the database', async () => {
    await tryToSignIn(EMAIL, PASSWORD);
    const [kept = ''] = [...app.memory.sessions.rows.keys()];
    expect((await session(`__Host-headroom-4600=${kept}`)).status).toBe(401);
  });
});

describe('the limit on trying', () => {
  it('lets ten wrong tries through and stops the eleventh, also with the right password', async () => {
    for (let tries = 0; tries < 10; tries += 1) {
      expect((await tryToSignIn(EMAIL, 'wrong')).status).toBe(401);
    }
    const stopped = await tryToSignIn(EMAIL, PASSWORD);
    expect([stopped.status, stopped.body.code]).toEqual([429, 'TOO_MANY_REQUESTS']);
    expect(stopped.headers['retry-after']).toBe('900');
  }, 20_000);

  it('ends with its quarter of an hour', async () => {
    for (let tries = 0; tries < 11; tries += 1) await tryToSignIn(EMAIL, 'wrong');
    pass(15 * 60 * 1000);
    expect((await tryToSignIn(EMAIL, PASSWORD)).status).toBe(200);
  }, 20_000);

  it('does not count against somebody who is already signed in', async () => {
    const cookie = cookieOf(await tryToSignIn(EMAIL, PASSWORD));
    for (let tries = 0; tries < 11; tries += 1) await tryToSignIn(EMAIL, 'wrong');
    expect((await session(cookie)).status).toBe(200);
  }, 20_000);

  it('starts anew after a success', async () => {
    for (let tries = 0; tries < 9; tries += 1) await tryToSignIn(EMAIL, 'wrong');
    expect((await tryToSignIn(EMAIL, PASSWORD)).status).toBe(200);
    for (let tries = 0; tries < 9; tries += 1) await tryToSignIn(EMAIL, 'wrong');
    expect((await tryToSignIn(EMAIL, PASSWORD)).status).toBe(200);
  }, 20_000);
});

describe('an invitation', () => {
  const accept = (token: string, password = 'twelve chars') =>
    app.anyone.post(`/api/invitations/${token}`).set(fromPage).send({ password });

  async function invite(hours = 48): Promise<string> {
    const token = newToken();
    await app.memory.users.invite({
      email: 'priya@lakefront.example',
      name: 'Priya Raman',
      role: 'admin',
      tokenHash: invitationHash(token),
      expiresAt: new Date(app.clock.now.getTime() + hours * HOUR_MS),
    });
    return token;
  }

  it('sets the password once and signs in', async () => {
    const token = await invite();
    const response = await accept(token);
    expect(response.body.user).toMatchObject({ name: 'Priya Raman', role: 'admin' });
    expect((await session(cookieOf(response))).status).toBe(200);
    expect((await tryToSignIn('priya@lakefront.example', 'twelve chars')).status).toBe(200);
    const again = await accept(token, 'another password');
    expect([again.status, again.body.code]).toEqual([404, 'INVITATION_NOT_VALID']);
  });

  it('wants twelve characters', async () => {
    const response = await accept(await invite(), 'eleven char');
    expect(response.body.errors[0].pointer).toBe('/body/password');
  });

  it('expires', async () => {
    const token = await invite(1);
    pass(HOUR_MS);
    expect((await accept(token)).body.code).toBe('INVITATION_NOT_VALID');
  });

  it('keeps its token out of the log', async () => {
    const token = await invite();
    await accept(token);
    expect(app.lines.length).toBeGreaterThan(0);
    expect(app.lines.join('')).not.toContain(token);
  });
});

it('a forgotten field of sign-in is named', async () => {
  const response = await app.anyone.post('/api/session').set(fromPage).send({ email: EMAIL });
  expect(response.body.errors).toEqual([{ pointer: '/body/password', detail: expect.any(String) }]);
});

it('a signed-in person has a name in the log and no address', async () => {
  await signIn(app, 'viewer');
  expect(app.lines.join('')).not.toContain('viewer@lakefront.example');
});
