/**
 * Merges one client into another in one transaction (import.md 4.2): everything it has moves, nothing
 * of it is charged before a person has looked, and its id answers with the other one for ever.
 *
 * Invariant: no counter changes. The composite keys follow what they refer to, so lines, documents and
 * readings are never of another client than their invoice, not even for a moment.
 */
import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { Actor } from '../../../api/stores/actor';
import type { OrganizationStore } from '../../../api/stores/books';
import type { MergePreview } from '../../../contracts/merges';
import { RULES_MAX } from '../../../domain/autopay';
import { ok, refuse } from '../../../domain/result';
import { recordEvent } from '../events/record-event';
import { reviewPlanned } from '../payments/review-planned';
import { type Finished, inTransaction } from '../transaction';
import { moveRules, type MovedRule, retireRules } from './move-rules';

type Merge = OrganizationStore['merge'];
type Answer = Awaited<ReturnType<Merge>>;

const READ = {
  name: 'merge-read',
  text: `
  SELECT json_build_object(
    'from', json_build_object('id', gone.id, 'name', gone.name),
    'into', json_build_object('id', survivor.id, 'name', survivor.name),
    'invoices', (SELECT count(*) FROM invoice WHERE organization_id = gone.id),
    'payments', (SELECT count(*) FROM payment WHERE organization_id = gone.id),
    'toReview', (SELECT count(*) FROM payment WHERE organization_id = gone.id AND state = 'scheduled'),
    'methods', (SELECT count(*) FROM payment_method WHERE organization_id = gone.id AND removed_at IS NULL),
    'contacts', (SELECT count(*) FROM contact WHERE organization_id = gone.id AND removed_at IS NULL),
    'rules', (SELECT count(*) FROM autopay_rule WHERE organization_id = gone.id AND removed_at IS NULL),
    'aliases', (SELECT coalesce(json_agg(alias ORDER BY alias), '[]') FROM (
        SELECT gone.name AS alias UNION
        SELECT alias FROM organization_alias WHERE organization_id = gone.id) AS of),
    'unapplied', (SELECT coalesce(json_agg(json_build_object('amountMinor', minor, 'currency', currency) ORDER BY currency), '[]')
        FROM (SELECT currency, sum(remaining_minor) AS minor FROM unapplied_money
               WHERE organization_id IN (gone.id, survivor.id) AND remaining_minor > 0 GROUP BY currency) AS of),
    'sameNumbers', (SELECT coalesce(json_agg(json_build_object(
        'from', json_build_object('id', one.id, 'number', one.number),
        'into', json_build_object('id', other.id, 'number', other.number)) ORDER BY one.number_key, one.id, other.id), '[]')
        FROM invoice AS one JOIN invoice AS other ON other.organization_id = survivor.id
         AND other.number_key = one.number_key
       WHERE one.organization_id = gone.id AND NOT one.is_void AND NOT other.is_void)) AS preview
    FROM organization AS gone, organization AS survivor
   WHERE gone.id = $1 AND survivor.id = $2 AND gone.id <> survivor.id
     AND gone.merged_into_id IS NULL AND survivor.merged_into_id IS NULL`,
};

/** Null when one of them does not exist, was merged already, or both are the same. */
export async function readMerge(
  reads: Pick<Pool | PoolClient, 'query'>,
  fromId: string,
  intoId: string,
): Promise<MergePreview | null> {
  const { rows } = await reads.query<{ preview: Omit<MergePreview, 'fingerprint'> }>({
    ...READ,
    values: [fromId, intoId],
  });
  const preview = rows[0]?.preview;
  if (preview === undefined) return null;
  const fingerprint = createHash('sha256').update(JSON.stringify(preview)).digest('hex');
  return { fingerprint, ...preview };
}

export function createMerge(pool: Pool): Merge {
  return (fromId, request, actor) =>
    // No row of an import makes an invoice or a client meanwhile.
    inTransaction<Answer>(
      pool,
      (client) => attempt(client, fromId, request, actor),
      'headroom:import-row',
    );
}

/** Both sides' invoices, then their payments, then the clients: the one order of locks (rules.md 10). */
const LOCKS = [
  'SELECT id FROM invoice WHERE organization_id IN ($1, $2) ORDER BY id FOR UPDATE',
  'SELECT id FROM payment WHERE organization_id IN ($1, $2) ORDER BY id FOR UPDATE',
  'SELECT id FROM organization WHERE id IN ($1, $2) ORDER BY id FOR NO KEY UPDATE',
] as const;

async function attempt(
  client: PoolClient,
  fromId: string,
  { intoId, fingerprint }: Parameters<Merge>[1],
  actor: Actor,
): Promise<Finished<Answer>> {
  for (const lock of LOCKS) await client.query(lock, [fromId, intoId]);
  const merge = await readMerge(client, fromId, intoId);
  if (merge === null) return { keep: false, value: refuse({ code: 'NOT_FOUND' }) };
  if (merge.sameNumbers.length > 0) {
    const reason = `Both have an invoice ${merge.sameNumbers.map(({ from }) => from.number).join(', ')}. Make one of them void first.`;
    return { keep: false, value: refuse({ code: 'MERGE_NOT_POSSIBLE', reason }) };
  }
  if ((await rulesOfBoth(client, fromId, intoId)) > RULES_MAX) {
    const reason = `Together they have more than ${RULES_MAX} autopay rules. Remove some first.`;
    return { keep: false, value: refuse({ code: 'MERGE_NOT_POSSIBLE', reason }) };
  }
  if (merge.fingerprint !== fingerprint) {
    return { keep: false, value: refuse({ code: 'PLAN_CHANGED' }) };
  }
  const touchedPaymentIds = await reviewPlanned(
    client,
    { kind: 'organization', id: fromId },
    { code: 'CLIENT_MERGED', sentence: `Its client was merged into ${merge.into.name}.` },
    actor,
  );
  const rules = await retireRules(client, fromId);
  await move(client, fromId, intoId, actor, rules);
  const { from, into, fingerprint: _, sameNumbers: __, ...counts } = merge;
  for (const organizationId of [intoId, fromId]) {
    await recordEvent((text, values) => client.query(text, values), {
      kind: 'organization.merged',
      actor,
      organizationId,
      before: { from: from.name, into: into.name },
      after: counts,
    });
  }
  return { keep: true, value: ok({ touchedPaymentIds }) };
}

/** The clients are locked, so no rule is made meanwhile. */
async function rulesOfBoth(client: PoolClient, ...ids: readonly string[]): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM autopay_rule
      WHERE organization_id = ANY($1::uuid[]) AND removed_at IS NULL`,
    [ids],
  );
  return rows[0]?.count ?? 0;
}

/**
 * A void invoice may bear the number of one of the other client: a source's reference of its own tells
 * them apart. It is the void one that gets it, so that a list still finds the living one by its number
 * or its id; of two void ones that which moves. Before the move, for the two must differ at every moment.
 */
const VOID_APART = {
  name: 'merge-void-apart',
  text: `
  UPDATE invoice SET source_reference = 'merged:' || id, version = version + 1
   WHERE organization_id IN ($1, $2) AND is_void AND EXISTS (
     SELECT FROM invoice AS other
      WHERE (invoice.organization_id = $1 OR NOT other.is_void)
        AND other.organization_id IN ($1, $2) AND other.organization_id <> invoice.organization_id
        AND other.source_id = invoice.source_id AND other.number_key = invoice.number_key
        AND coalesce(other.source_reference, '') = coalesce(invoice.source_reference, ''))`,
};

/** One statement: keys that refer to each other are looked at when all of them have moved. */
const MOVE = {
  name: 'merge-move',
  text: `
  WITH methods AS (
    UPDATE payment_method SET organization_id = $2, is_default = false, version = version + 1
     WHERE organization_id = $1
  ), payments AS (
    UPDATE payment SET organization_id = $2, version = version + 1 WHERE organization_id = $1
  ), invoices AS (
    UPDATE invoice SET organization_id = $2, version = version + 1 WHERE organization_id = $1
  )
  UPDATE contact SET organization_id = $2, version = version + 1 WHERE organization_id = $1`,
};

/** The buyer of a document is part of its identity: imported again it must be found. */
const DOCUMENTS = {
  name: 'merge-documents',
  text: `
  UPDATE document SET organization_id = $2,
         identity_key = CASE WHEN EXISTS (
           SELECT FROM document AS other WHERE other.format = document.format
              AND other.identity_key = replace(document.identity_key, $1::text, $2::text))
           THEN identity_key ELSE replace(identity_key, $1::text, $2::text) END
   WHERE organization_id = $1::uuid
      OR (organization_id = $2::uuid AND identity_key LIKE '%' || $1::text || '%')`,
};

const REST = [
  'UPDATE unapplied_money SET organization_id = $2, version = version + 1 WHERE organization_id = $1',
  'UPDATE message SET organization_id = $2 WHERE organization_id = $1',
  'UPDATE task SET organization_id = $2 WHERE organization_id = $1',
  'UPDATE import_row SET organization_id = $2 WHERE organization_id = $1',
  'UPDATE organization_alias SET organization_id = $2 WHERE organization_id = $1',
] as const;

const NAME_AS_ALIAS = `
  INSERT INTO organization_alias (organization_id, kind, alias, alias_key, confirmed_by_id)
  SELECT $2, 'name', name, name_key, $3 FROM organization
   WHERE id = $1 AND name_key <> (SELECT name_key FROM organization WHERE id = $2)
  ON CONFLICT (kind, alias_key) DO NOTHING`;

/** What was merged into it before is one step from the survivor too. */
const POINT = `
  UPDATE organization SET merged_into_id = $2, version = version + 1
   WHERE id = $1 OR merged_into_id = $1`;

async function move(
  client: PoolClient,
  fromId: string,
  intoId: string,
  actor: Actor,
  rules: readonly MovedRule[],
): Promise<void> {
  const both = [fromId, intoId];
  await client.query({ ...VOID_APART, values: both });
  await client.query({ ...MOVE, values: both });
  await client.query({ ...DOCUMENTS, values: both });
  for (const statement of REST) await client.query(statement, both);
  await client.query(NAME_AS_ALIAS, [...both, actor.id]);
  await moveRules(client, rules, fromId, intoId, actor);
  await client.query(POINT, both);
}
