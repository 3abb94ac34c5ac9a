/**
 * What a Temporal cluster has to know before the first workflow starts: two namespaces with their
 * retention, and the search attributes an operator finds payments by.
 *
 * Safe to run at every start: it adds what is missing and changes nothing else.
 */
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import { loadConfig } from '../config';

/**
 * The attributes by name, with the number the protocol gives their type. An operator's list shows
 * no summaries, so these carry the story there. At most ten keywords fit one namespace.
 */
const KEYWORD = 2;
const DATETIME = 6;
const KEYWORD_LIST = 7;
export const searchAttributes: Readonly<Record<string, number>> = {
  OrganizationId: KEYWORD,
  InvoiceNumbers: KEYWORD_LIST,
  PaymentState: KEYWORD,
  PaymentKind: KEYWORD,
  Amount: KEYWORD,
  RunAt: DATETIME,
};

const TYPE_NAMES: Readonly<Record<number, string>> = {
  [KEYWORD]: 'Keyword',
  [DATETIME]: 'Datetime',
  [KEYWORD_LIST]: 'KeywordList',
};

/** A finished payment stays readable for a quarter; a sweep that ran each minute only for a day. */
const RETENTION_DAYS = 90;
const SYSTEM_RETENTION_DAYS = 1;
const SECONDS_PER_DAY = 86_400;

/** The protocol's code for *there is no such thing*, and for *there is one already*. */
const NOT_FOUND = 5;
const ALREADY_EXISTS = 6;

/** A new namespace is known to every part of a cluster only after its caches were refreshed. */
const KNOWN_WITHIN_MS = 30_000;

type Services = Pick<Connection, 'workflowService' | 'operatorService'>;

/**
 * Makes both namespaces ready for use.
 *
 * @throws what the cluster answers when it may not be changed from here; the message of
 * `missingAttributesMessage` says what an operator does then
 */
export async function prepareTemporal(
  services: Services,
  names: Readonly<{ namespace: string; systemNamespace: string }>,
): Promise<void> {
  await Promise.all([
    prepareNamespace(services, names.namespace, RETENTION_DAYS),
    prepareNamespace(services, names.systemNamespace, SYSTEM_RETENTION_DAYS),
  ]);
}

/** One namespace with retention and all search attributes. */
export async function prepareNamespace(
  services: Services,
  namespace: string,
  retentionDays: number,
): Promise<void> {
  await ensureRetention(services, namespace, retentionDays);
  const missing = await missingSearchAttributes(services, namespace);
  if (missing.length === 0) return;
  await services.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(
      missing.map((name) => [name, searchAttributes[name] ?? 0]),
    ),
  });
}

async function ensureRetention(
  { workflowService }: Services,
  namespace: string,
  retentionDays: number,
): Promise<void> {
  const seconds = retentionDays * SECONDS_PER_DAY;
  const workflowExecutionRetentionTtl = msToTs(seconds * 1000);
  const known = await unlessCode(NOT_FOUND, workflowService.describeNamespace({ namespace }));
  if (known === null) {
    await unlessCode(
      ALREADY_EXISTS,
      workflowService.registerNamespace({
        namespace,
        workflowExecutionRetentionPeriod: workflowExecutionRetentionTtl,
      }),
    );
    await untilKnown(() => workflowService.describeNamespace({ namespace }));
    return;
  }
  if (Number(known.config?.workflowExecutionRetentionTtl?.seconds ?? 0) === seconds) return;
  await workflowService.updateNamespace({ namespace, config: { workflowExecutionRetentionTtl } });
}

/** The attributes a namespace lacks, by name. */
export async function missingSearchAttributes(
  { operatorService }: Services,
  namespace: string,
): Promise<readonly string[]> {
  const { customAttributes } = await untilKnown(() =>
    operatorService.listSearchAttributes({ namespace }),
  );
  return Object.keys(searchAttributes).filter((name) => !(name in (customAttributes ?? {})));
}

/** What an operator types where a process may not change the cluster; null when nothing is missing. */
export function missingAttributesMessage(
  namespace: string,
  missing: readonly string[],
): string | null {
  if (missing.length === 0) return null;
  const flags = missing.flatMap((name) => [
    `--name ${name}`,
    `--type ${TYPE_NAMES[searchAttributes[name] ?? 0] ?? ''}`,
  ]);
  return (
    `The namespace ${namespace} lacks the search attributes ${missing.join(', ')}. Add them with: ` +
    `temporal operator search-attribute create --namespace ${namespace} ${flags.join(' ')}`
  );
}

async function unlessCode<Answer>(code: number, request: Promise<Answer>): Promise<Answer | null> {
  try {
    return await request;
  } catch (error) {
    if (codeOf(error) === code) return null;
    throw error;
  }
}

async function untilKnown<Answer>(request: () => Promise<Answer>): Promise<Answer> {
  const deadline = performance.now() + KNOWN_WITHIN_MS;
  for (;;) {
    try {
      return await request();
    } catch (error) {
      if (codeOf(error) !== NOT_FOUND || performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

function codeOf(error: unknown): unknown {
  return error !== null && typeof error === 'object' && 'code' in error ? error.code : undefined;
}

async function main(): Promise<void> {
  const { temporal } = loadConfig(process.env);
  const connection = await Connection.connect({ address: temporal.address });
  try {
    await prepareTemporal(connection, temporal);
  } finally {
    await connection.close();
  }
}

if (require.main === module) {
  main().catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  });
}
