/**
 * Goal: what is deployed is what was built: every process named by the Compose file exists, gets an
 * environment it can start from, and waits for what it needs.
 *
 * Method: the file is read by a YAML parser and the specification's own schema, and by a real
 * Compose where there is one. No container is started: not every machine may.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2019';
import { parse } from 'yaml';
import { temporalLaunch } from '../../bin/temporal-server.mjs';
import { loadConfig, variableNames } from '../../config';

const root = join(__dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

type Service = Readonly<{
  image: string;
  build?: string;
  command?: readonly string[];
  environment?: Readonly<Record<string, string>>;
  depends_on?: Readonly<Record<string, Readonly<{ condition: string }>>>;
  healthcheck?: unknown;
  ports?: readonly string[];
}>;

const compose = parse(read('docker-compose.yml'), { merge: true }) as Readonly<{
  services: Readonly<Record<string, Service>>;
}>;
const services = Object.entries(compose.services);
const ours = services.filter(([, { build }]) => build !== undefined);
const anySecret = 'a-secret-of-enough-length';

/** `${NAME:-default}` and `${NAME:?complaint}` as Compose fills them in, with a secret for the rest. */
function filled(text: string): string {
  return text.replace(
    /\$\{(\w+)(?::-([^}]*)|:\?[^}]*)?\}/g,
    (_whole, name: string, usual?: string) =>
      name === 'MAIL_FROM' ? 'Billing <billing@example.com>' : (usual ?? anySecret),
  );
}

it('keeps to the schema of the Compose Specification', () => {
  // It names itself in the words of an older draft, which the validator no longer takes.
  const schema = JSON.parse(read('test/deployment/compose-spec.json'), (key, value: unknown) =>
    typeof value === 'string' && (key === 'id' || key === '$schema') ? undefined : value,
  ) as object;
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
  validate(compose);
  expect(validate.errors ?? []).toEqual([]);
});

const hasCompose = spawnSync('docker-compose', ['version']).status === 0;
if (!hasCompose && !process.env['CI'])
  console.warn('SKIPPED: no docker-compose here. Debian: apt-get install docker-compose');

(hasCompose || process.env['CI'] ? it : it.skip)('is accepted by a real Compose', () => {
  const example = parsedExample();
  const environment = { ...process.env, ...Object.fromEntries(example.map((n) => [n, anySecret])) };
  const resolved = parse(
    execFileSync('docker-compose', ['--file', 'docker-compose.yml', 'config'], {
      cwd: root,
      env: environment,
      encoding: 'utf8',
    }),
  ) as typeof compose;
  expect(Object.keys(resolved.services).sort()).toEqual(services.map(([name]) => name).sort());
});

it('asks for nothing that its example of an environment does not name', () => {
  const asked = [...read('docker-compose.yml').matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name);
  expect(parsedExample()).toEqual(expect.arrayContaining([...new Set(asked)]));
});

it.each(ours)('gives %s an environment that it can start from', (_name, { environment }) => {
  const given = Object.fromEntries(
    Object.entries(environment ?? {}).map(([name, value]) => [name, filled(value)]),
  );
  expect(variableNames).toEqual(expect.arrayContaining(Object.keys(given)));
  expect(() => loadConfig(given)).not.toThrow();
});

it.each(ours)('starts %s from a program that the build makes', async (_name, { command }) => {
  const { ENTRIES } = (await import(join(root, 'bin/build/entries.mjs'))) as {
    ENTRIES: Readonly<Record<string, string>>;
  };
  const program = (command ?? []).find((word) => word.startsWith('dist/')) ?? '';
  expect(Object.keys(ENTRIES)).toContain(program.replace(/^dist\/|\.js$/g, ''));
});

it.each(services.filter(([, { ports }]) => ports))(
  'publishes %s on loopback only',
  (_n, service) => {
    for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
  },
);

it.each(services)('lets %s wait only for what says when it is ready', (_name, { depends_on }) => {
  for (const [name, { condition }] of Object.entries(depends_on ?? {})) {
    const isJob = condition === 'service_completed_successfully';
    expect(isJob || compose.services[name]?.healthcheck !== undefined).toBe(true);
  }
});

it('copies into the image what its programs read beside their code', () => {
  for (const [, source] of read('Dockerfile').matchAll(/--from=build \/headroom\/(\S+) /g)) {
    const isMade = source === 'dist' || source === 'node_modules';
    expect(isMade || existsSync(join(root, source ?? ''))).toBe(true);
  }
});

it('tells the Temporal server what the dev server is told', () => {
  const { args } = temporalLaunch({ binary: 'temporal', cwd: root, port: 7233, namespaces: [] });
  const told = args.filter((_arg, index) => args[index - 1] === '--dynamic-config-value');
  const file = parse(read('deployment/temporal-dynamic-config.yaml')) as Readonly<
    Record<string, readonly [Readonly<{ value: number | boolean }>]>
  >;
  const written = Object.entries(file).map(
    ([name, [setting]]) => `${name}=${String(setting.value)}`,
  );
  expect(written.toSorted()).toEqual(told.toSorted());
});

function parsedExample(): string[] {
  return [...read('deployment/environment.example').matchAll(/^(\w+)=/gm)].map(([, n]) => n ?? '');
}
