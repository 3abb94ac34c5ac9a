/**
 * Goal: nothing is open by accident.
 * Method: every operation of the contracts is called by every role, by nobody, from another origin
 * and without the page's header; the contract alone says what must come of it.
 */
import { isRawBody, type Operation, Role } from '../../contracts/operation';
import { operations } from '../../contracts/index';
import { createTestApp, fromPage, ORIGIN, signIn, type TestApp } from './support/app';

const all: [string, Operation][] = Object.entries(operations);
const closed = all.filter(([, { permission }]) => permission !== 'public');
const changing = all.filter(
  ([, { method, path }]) => method !== 'GET' && !path.startsWith('/webhooks/'),
);

const ID = '0b5f3c1e-7f1d-4f9d-8a50-3f2f6f0f9a11';
const PARAMETERS: Readonly<Record<string, string>> = {
  id: ID,
  name: 'list.csv',
  token: 'a'.repeat(43),
  gateway: 'fake',
};

let app: TestApp;
let headers: Record<Role, Record<string, string>>;

beforeAll(async () => {
  app = createTestApp();
  headers = {
    admin: await signIn(app, 'admin'),
    biller: await signIn(app, 'biller'),
    viewer: await signIn(app, 'viewer'),
  };
});

/** The body does not fit, so that nothing happens: permission is decided before it is read. */
function send(operation: Operation, sent: Readonly<Record<string, string>>) {
  const path = operation.path.replace(/:(\w+)/g, (_, name: string) => PARAMETERS[name] ?? '');
  const method = operation.method.toLowerCase() as Lowercase<Operation['method']>;
  // A query that no operation knows ends a live stream before it opens.
  const request = app.anyone[method](`/api${path}?notAField=1`).set(sent);
  if (operation.body === undefined) return request;
  if (isRawBody(operation.body)) return request.type('application/octet-stream').send('x');
  return request.send({ notAField: 1 });
}

describe.each(closed)('%s', (_id, operation) => {
  it('is closed without a session', async () => {
    const response = await send(operation, fromPage);
    expect([response.status, response.body.code]).toEqual([401, 'SIGN_IN_REQUIRED']);
  });

  it.each(Object.values(Role))('answers a %s as its contract says', async (role) => {
    const response = await send(operation, headers[role]);
    const isAllowed = (operation.permission as readonly string[]).includes(role);
    const expected = isAllowed ? 'REQUEST_INVALID' : 'ROLE_NOT_ALLOWED';
    expect(response.body.code).toBe(expected);
    expect(response.status).toBe(isAllowed ? 400 : 403);
  });
});

describe.each(changing)('%s', (_id, operation) => {
  it.each([
    ['another origin', { Origin: 'https://evil.example' }],
    ['this host under another port', { Origin: 'http://127.0.0.1:4601' }],
    ['no origin at all but a sandboxed frame', { Origin: 'null' }],
    ['a page of another site, as the browser says', { 'Sec-Fetch-Site': 'cross-site' }],
    ['a page of a sister site, as the browser says', { 'Sec-Fetch-Site': 'same-site' }],
  ])('refuses %s', async (_name, wrong) => {
    const response = await send(operation, { ...headers.admin, ...wrong });
    expect([response.status, response.body.code]).toEqual([403, 'ORIGIN_NOT_ALLOWED']);
  });

  it('refuses a form, which cannot send the header of our page', async () => {
    const { Cookie } = headers.admin as { Cookie: string };
    const response = await send(operation, { Cookie, Origin: ORIGIN });
    expect([response.status, response.body.code]).toEqual([403, 'ORIGIN_NOT_ALLOWED']);
  });
});

it('takes a changed role at once, in the middle of a session', async () => {
  const other = createTestApp();
  const admin = await signIn(other, 'admin');
  const [person] = [...other.memory.users.people.values()];
  const change = () => other.anyone.patch('/api/settings').set(admin).send({ version: 3 });
  expect((await change()).status).toBe(200);
  if (person) other.memory.users.people.set(person.id, { ...person, role: 'viewer' });
  expect((await change()).body.code).toBe('ROLE_NOT_ALLOWED');
  if (person) other.memory.users.people.set(person.id, { ...person, isDisabled: true });
  expect((await change()).body.code).toBe('SIGN_IN_REQUIRED');
});
