/**
 * Goal: a wrong variable stops a process with its name, and the example file tells the truth.
 * Method: one complete environment, changed in one place per test.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError, loadConfig, variableNames } from '../../config';

const complete = {
  DATABASE_URL: 'postgresql://headroom:secret@127.0.0.1:4604/headroom',
  SESSION_SECRET: 'a-session-secret-of-enough-length',
  GATEWAY_API_KEY: 'a-gateway-key-of-enough-length',
  GATEWAY_WEBHOOK_SECRET: 'a-webhook-secret-of-enough-length',
  RESEND_API_KEY: 'key',
  MAIL_FROM: 'Billing <billing@example.com>',
};

const example = readFileSync(join(__dirname, '../../.env.example'), 'utf8');
const exampleEntries = new Map(
  example
    .split('\n')
    // A default that `npm start` plans for itself is shown behind a `#`.
    .flatMap((line) => [...line.matchAll(/^#?([A-Z][A-Z_]*)=(.*)$/g)])
    .map(([, name = '', value = '']) => [name, value] as const),
);

it('names every variable in .env.example, and no other', () => {
  expect([...exampleEntries.keys()].sort()).toEqual([...variableNames].sort());
});

it('shows in .env.example the defaults that hold', () => {
  const shown = Object.fromEntries([...exampleEntries].filter(([, value]) => value !== ''));
  expect(loadConfig({ ...shown, ...complete })).toEqual(loadConfig(complete));
});

it('says all that is missing at once, by name', () => {
  const { DATABASE_URL: _url, MAIL_FROM: _from, ...rest } = complete;
  expect(() => loadConfig(rest)).toThrow(
    'The environment is not complete:\n  DATABASE_URL is missing\n  MAIL_FROM is missing',
  );
});

it.each(['Billing <billing@example.com>', ' <billing@example.com> ', 'billing@example.com'])(
  'takes %p as the sender',
  (value) => {
    expect(loadConfig({ ...complete, MAIL_FROM: value }).mail.from).toBe(value);
  },
);

it.each(['billing@', 'billing@localhost', 'a@b.example, c@d.example', 'Billing <a@b.example'])(
  'refuses %p as the sender: no mail with it would ever leave',
  (value) => {
    expect(() => loadConfig({ ...complete, MAIL_FROM: value })).toThrow('MAIL_FROM is wrong');
  },
);

it('takes an empty value for a missing one', () => {
  expect(() => loadConfig({ ...complete, SESSION_SECRET: '' })).toThrow(
    'SESSION_SECRET is missing',
  );
});

it('names a wrong variable without repeating its value', () => {
  const refusal = () => loadConfig({ ...complete, GATEWAY_API_KEY: 'short-secret' });
  expect(refusal).toThrow(ConfigurationError);
  expect(refusal).toThrow('GATEWAY_API_KEY is wrong: must have at least 16 characters');
  expect(refusal).not.toThrow(/short-secret/);
});

it.each(['maybe', 'TRUEISH', '2'])('refuses %p as a yes or no', (value) => {
  expect(() => loadConfig({ ...complete, SANDBOX_MODE: value })).toThrow('SANDBOX_MODE is wrong');
});

it.each([
  ['65535', 65_535],
  ['1', 1],
])('accepts port %s', (value, expected) => {
  expect(loadConfig({ ...complete, API_PORT: value }).api.port).toBe(expected);
});

it.each(['0', '65536', '80.5', 'http'])('refuses port %s', (value) => {
  expect(() => loadConfig({ ...complete, API_PORT: value })).toThrow('API_PORT is wrong');
});

it('waits for the gateway no longer than a step with three requests may take', () => {
  const timeoutOf = (value: string) =>
    loadConfig({ ...complete, GATEWAY_TIMEOUT_MS: value }).gateway.timeoutMs;
  expect(timeoutOf('30000')).toBe(30_000);
  expect(() => timeoutOf('30001')).toThrow('GATEWAY_TIMEOUT_MS is wrong');
});

it('wants the address of the sandbox when the sandbox is on', () => {
  expect(() => loadConfig({ ...complete, SANDBOX_MODE: 'true' })).toThrow('SANDBOX_URL is missing');
  const config = loadConfig({
    ...complete,
    SANDBOX_MODE: 'true',
    SANDBOX_URL: 'http://127.0.0.1:4601/',
  });
  expect(config.sandbox).toMatchObject({ isOn: true, url: 'http://127.0.0.1:4601' });
});

it('reads the queues of a worker, and refuses one that does not exist', () => {
  const config = loadConfig({ ...complete, WORKER_QUEUES: 'gateway, payments,' });
  expect(config.workers.queues).toEqual(['gateway', 'payments']);
  expect(() => loadConfig({ ...complete, WORKER_QUEUES: 'gateways' })).toThrow(
    'WORKER_QUEUES is wrong',
  );
  expect(() => loadConfig({ ...complete, WORKER_QUEUES: ',' })).toThrow('WORKER_QUEUES is wrong');
});
