/**
 * Which client a row is of: found by what it is known by, made where nobody is known, left to a
 * person where several answer. An import never changes a client (rules.md 15).
 */
import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { ClientKeys, KnownClient } from '../../../accounting';
import type { RowContext } from './row-context';
import { type Verdict, verdict } from './staged';

/** A buyer as its document or list names it. */
export type Buyer = Readonly<{
  name: string;
  keys: ClientKeys;
  customerNumber: string | null;
  taxIds: readonly string[];
  addressLines: readonly string[];
  city: string | null;
  country: string | null;
}>;

export type ClientOfRow =
  | Readonly<{ kind: 'client'; organizationId: string; isNewSpelling: boolean }>
  /** Nobody is known by any of its keys: `addClient` makes it, once the row is known to be taken. */
  | Readonly<{ kind: 'new' }>
  | Readonly<{ kind: 'undecided'; verdict: Verdict }>;

/**
 * SQL of a `KnownClient` as `known` for each that answers to a key; the parameters are arrays of texts.
 * The offsets are as in `knownByIds`.
 */
export const MATCHING_CLIENTS = (names: string, taxIds: string, customerIds: string): string => `
  WITH found AS (
    SELECT coalesce(merged_into_id, id) AS id FROM organization WHERE name_key = ANY(${names}::text[])
    UNION SELECT organization_id FROM organization_alias WHERE kind = 'name' AND alias_key = ANY(${names}::text[])
    UNION SELECT organization_id FROM organization_alias WHERE kind = 'taxId' AND alias_key = ANY(${taxIds}::text[])
    UNION SELECT organization_id FROM organization_alias WHERE kind = 'customerId' AND alias_key = ANY(${customerIds}::text[])
  )
  SELECT json_build_object('clientId', found.id,
    'names', array_append(coalesce(array_agg(alias_key) FILTER (WHERE kind = 'name'), '{}'), name_key),
    'taxIds', coalesce(array_agg(alias_key) FILTER (WHERE kind = 'taxId'), '{}'),
    'customerIds', coalesce(array_agg(alias_key) FILTER (WHERE kind = 'customerId'), '{}')) AS known
    FROM found
    CROSS JOIN LATERAL (SELECT id, name_key FROM organization WHERE id = found.id OFFSET 0) AS organization
    LEFT JOIN LATERAL (SELECT kind, alias_key FROM organization_alias
                        WHERE organization_id = found.id OFFSET 0) AS alias ON true
   GROUP BY found.id, name_key ORDER BY found.id`;

const FIND = { name: 'import-find-clients', text: MATCHING_CLIENTS('$1', '$2', '$3') };

/** As they are compared. */
export const keysOfRow = (keys: ClientKeys): ClientKeys => ({
  ...keys,
  names: keys.names.map(nameKeyOf),
});

export async function findClient(context: RowContext, buyer: Buyer): Promise<ClientOfRow> {
  const { identity, decision } = context;
  if (decision.client !== undefined) return decided(context, buyer);
  const keys = keysOfRow(buyer.keys);
  const match = identity.matchClient(await matchingClients(context, keys), keys);
  switch (match.kind) {
    case 'known':
      return {
        kind: 'client',
        organizationId: match.clientId,
        isNewSpelling: match.isNewSpelling,
      };
    case 'new':
      return match;
    case 'doubtful':
      return doubtful(buyer, match.clientIds);
  }
}

function doubtful({ name }: Buyer, candidateIds: readonly string[]): ClientOfRow {
  return {
    kind: 'undecided',
    verdict: verdict('waiting', {
      code: 'clientDoubtful',
      reason: `“${name}” may be a client that is known, or another one.`,
      effect: { candidateIds, decisions: ['client'] },
    }),
  };
}

/**
 * The client of a list row. Books give their clients ids of their own, and the same id may be somebody
 * else in other books: where the name is not its client's, it counts only in books that have invoices
 * of that client.
 */
export async function findClientOfList(context: RowContext, buyer: Buyer): Promise<ClientOfRow> {
  const found = await findClient(context, buyer);
  if (found.kind !== 'client' || !found.isNewSpelling) return found;
  if (await isOfSource(context, found.organizationId)) return found;
  const { names } = keysOfRow(buyer.keys);
  const namesakes = (context.ahead?.clients ?? [])
    .filter((known) => known.names.some((name) => names.includes(name)))
    .map(({ clientId }) => clientId);
  const [namesake, another] = namesakes;
  const isOnlyOne = namesake !== undefined && another === undefined;
  if (isOnlyOne && (await isOfSource(context, namesake))) {
    return { kind: 'client', organizationId: namesake, isNewSpelling: false };
  }
  return doubtful(buyer, [found.organizationId, ...namesakes]);
}

/** Whether these books have said anything of an invoice of the client. */
async function isOfSource({ client, head }: RowContext, organizationId: string): Promise<boolean> {
  const { rows } = await client.query<{ is_of_source: boolean }>({
    name: 'import-client-is-of-source',
    text: `
      SELECT EXISTS (
        SELECT FROM invoice WHERE organization_id = $1 AND (source_id = $2 OR EXISTS (
          SELECT FROM reading WHERE invoice_id = invoice.id AND reading.source_id = $2))) AS is_of_source`,
    values: [organizationId, head.sourceId],
  });
  return rows[0]?.is_of_source === true;
}

async function matchingClients(
  { client, ahead }: RowContext,
  { names, taxIds, customerIds }: ClientKeys,
): Promise<readonly KnownClient[]> {
  if (ahead !== null) return ahead.clients;
  const values = [names, taxIds, customerIds];
  const { rows } = await client.query<{ known: KnownClient }>({ ...FIND, values });
  return rows.map(({ known }) => known);
}

/** The person's word holds, also for what that client was merged into, and the spelling is remembered. */
async function decided(context: RowContext, buyer: Buyer): Promise<ClientOfRow> {
  const chosenId = context.decision.client?.organizationId ?? null;
  if (chosenId === null) return { kind: 'new' };
  const organizationId = await livingClient(context.client, chosenId);
  if (organizationId === null) throw new Error(`client ${chosenId} was not found`);
  await rememberSpelling(context, organizationId, buyer.name);
  return { kind: 'client', organizationId, isNewSpelling: false };
}

/** The client that an id stands for today: itself, or what it was merged into. Null for an unknown one. */
export async function livingClient(client: PoolClient, id: string): Promise<string | null> {
  const { rows } = await client.query<{ id: string }>({
    name: 'import-living-client',
    text: `SELECT coalesce(merged_into_id, id) AS id FROM organization WHERE id = $1`,
    values: [id],
  });
  return rows[0]?.id ?? null;
}

/** Known by its number, and spelled as never before: a person may confirm the other name. */
export function askSpelling(
  result: Verdict,
  by: 'document' | 'list',
  { name }: Pick<Buyer, 'name'>,
): Verdict {
  if (result.organizationId === null || result.effect.decisions.length > 0) return result;
  return {
    ...result,
    reason: result.reason ?? `The ${by} spells the client “${name}”.`,
    effect: {
      ...result.effect,
      candidateIds: [result.organizationId],
      decisions: ['client'],
    },
  };
}

const REMEMBER = {
  name: 'import-remember-spelling',
  text: `
  INSERT INTO organization_alias (organization_id, kind, alias, alias_key, confirmed_by_id)
  SELECT id, 'name', $2, $3, $4 FROM organization WHERE id = $1 AND name_key <> $3
  ON CONFLICT (kind, alias_key) DO NOTHING`,
};

/** Another name of a client, which a person confirmed. */
export async function rememberSpelling(
  { client, decision }: Pick<RowContext, 'client' | 'decision'>,
  organizationId: string,
  name: string,
): Promise<void> {
  const values = [organizationId, name, nameKeyOf(name), decision.client?.byId ?? null];
  await client.query({ ...REMEMBER, values });
}

const ADD = {
  name: 'import-add-client',
  text: `
  WITH added AS (
    INSERT INTO organization (id, name, name_key, customer_number, tax_ids, address_lines, city, country)
    VALUES ($1, $2, $3, $4, $5::text[], $6::text[], $7, $8)
  ), known_by AS (
    INSERT INTO organization_alias (organization_id, kind, alias, alias_key)
    SELECT $1, kind, key, key FROM json_to_recordset($9::json) AS k(kind text, key text)
    ON CONFLICT (kind, alias_key) DO NOTHING
  )
  INSERT INTO event (happened_at, actor_kind, actor_name, kind, organization_id, subject)
  VALUES ($10::timestamptz, $11, $12, 'organization.created', $1, $13)`,
};

/** A new client, without contacts, methods and rules. Answers its id. */
export async function addClient(context: RowContext, buyer: Buyer): Promise<string> {
  const { client, head, actor } = context;
  const id = randomUUID();
  const keys = [
    ...buyer.keys.taxIds.map((key) => ({ kind: 'taxId', key })),
    ...buyer.keys.customerIds.map((key) => ({ kind: 'customerId', key })),
  ];
  await client.query({
    ...ADD,
    values: [
      id,
      buyer.name,
      nameKeyOf(buyer.name),
      buyer.customerNumber,
      buyer.taxIds,
      buyer.addressLines,
      buyer.city,
      buyer.country,
      JSON.stringify(keys),
      head.now,
      actor.kind,
      actor.name,
      `import:${head.importId}`,
    ],
  });
  return id;
}

/** How names are compared: composed in one way, trimmed, one space between words, without case. */
function nameKeyOf(name: string): string {
  return name.normalize('NFC').trim().replaceAll(/\s+/g, ' ').toLowerCase();
}
