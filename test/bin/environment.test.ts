/**
 * Goal: a `.env` made from one of the project's own examples starts what no `.env` starts, and what
 * a supervisor probes is where its programs listen.
 * Method: the examples as a `.env` in a folder of their own, read as `npm start` reads it.
 */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { portPlan } from '../../bin/ports.mjs';
import { givenEnvironment, processEnvironment } from '../../bin/start/environment.mjs';
import { portsWeListenOn } from '../../bin/start/listening.mjs';
import { checkout } from '../support/run';

const secrets = {
  databasePassword: 'a-database-password',
  sessionSecret: 'a-session-secret',
  gatewayApiKey: 'a-gateway-key',
  gatewayWebhookSecret: 'a-webhook-secret',
  mailApiKey: 'a-mail-key',
  mailWebhookSecret: 'whsec_bWFpbHMgdGhhdCBjYW1lIGJhY2ssIHNpZ25lZA==',
};

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'headroom-environment-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function startedFrom(port: number, shell: Readonly<Record<string, string>> = {}) {
  const given = givenEnvironment(root, shell);
  const folders = { root, sandbox: join(root, 'sandbox') } as Parameters<
    typeof processEnvironment
  >[0]['folders'];
  return {
    listensOn: portsWeListenOn(given),
    environment: processEnvironment({ ports: portPlan(port), folders, secrets, given }),
  };
}

const useExample = (example: string) => cpSync(join(checkout, example), join(root, '.env'));
const write = (lines: readonly string[]) => writeFileSync(join(root, '.env'), lines.join('\n'));

it('a copy of .env.example changes nothing that a start plans', () => {
  const without = startedFrom(4700);
  useExample('.env.example');
  const { listensOn, environment } = startedFrom(4700);
  expect(environment).toMatchObject(without.environment);
  expect(listensOn).toEqual(without.listensOn);
});

it('a copy of the example for Compose leaves the page and the Temporal UI where they are', () => {
  const { PUBLIC_URL, TEMPORAL_UI_URL } = startedFrom(4700).environment;
  useExample('deployment/environment.example');
  expect(startedFrom(4700).environment).toMatchObject({ PUBLIC_URL, TEMPORAL_UI_URL });
});

it('the programs listen where they are probed, whatever a port variable says', () => {
  const others = { API_PORT: '9000', SANDBOX_PORT: '9001', WORKER_HEALTH_PORT: '9006' };
  write(Object.entries(others).map(([name, value]) => `${name}=${value}`));
  const planned = { API_PORT: '4700', SANDBOX_PORT: '4701', WORKER_HEALTH_PORT: '4706' };
  expect(startedFrom(4700).environment).toMatchObject(planned);
  expect(startedFrom(4700, others).environment).toMatchObject(planned);
});

it('the shell says where browsers find the page, and a cluster of somebody else’s where its pages are', () => {
  const proxied = { PUBLIC_URL: 'https://pay.example' };
  expect(startedFrom(4700, proxied).environment).toMatchObject(proxied);
  write(['TEMPORAL_ADDRESS=temporal.example:7233', 'TEMPORAL_UI_URL=https://temporal.example']);
  expect(startedFrom(4700).environment).toMatchObject({
    TEMPORAL_ADDRESS: 'temporal.example:7233',
    TEMPORAL_UI_URL: 'https://temporal.example',
  });
});
