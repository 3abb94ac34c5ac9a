/**
 * What a person says of rows, files and the instant of an import: all of it is taken, or nothing. A
 * row that was decided is staged again and applied by the same code as at first.
 */
import type { Pool, PoolClient } from 'pg';
import type { Actor } from '../../../api/stores/actor';
import type { ImportStore } from '../../../api/stores/books';
import type { Decision } from '../../../contracts/imports';
import { ok, refuse } from '../../../domain/result';
import { inTransaction } from '../transaction';
import { decideEntered } from './decide-entered';
import { NotPossible } from './not-possible';
import { livingClient, rememberSpelling } from './client-of-row';
import { readImport } from './read-imports';
import type { RowDecision, RowEffect, Staged } from './staged';
import { tellImport } from './tell-import';

type Answer = Awaited<ReturnType<ImportStore['decide']>>;
type OfRow = Extract<Decision, { position: number }>;

const LOCK = `
  SELECT status, as_of IS NOT NULL AS "hasAsOf" FROM import WHERE id = $1 FOR NO KEY UPDATE`;

export function createDecide(pool: Pool): ImportStore['decide'] {
  return async (importId, decisions, actor) => {
    try {
      return await inTransaction<Answer>(pool, (client) =>
        attempt(client, importId, decisions, actor),
      );
    } catch (error) {
      if (!(error instanceof NotPossible)) throw error;
      return refuse({ code: 'DECISION_NOT_POSSIBLE', reason: error.message });
    }
  };
}

async function attempt(
  client: PoolClient,
  importId: string,
  decisions: readonly Decision[],
  actor: Actor,
): Promise<Readonly<{ keep: boolean; value: Answer }>> {
  const { rows } = await client.query<{ status: string }>(LOCK, [importId]);
  const [given] = rows;
  if (given === undefined) return { keep: false, value: refuse({ code: 'NOT_FOUND' }) };
  const byRow = new Map<number, OfRow[]>();
  const entered: string[] = [];
  for (const decision of decisions) {
    if (decision.kind === 'reading') await decideReading(client, importId, decision, given.status);
    else if (decision.kind === 'asOf') await decideAsOf(client, importId, decision, given.status);
    else if (decision.kind === 'entered') entered.push(decision.exportId);
    else byRow.set(decision.position, [...(byRow.get(decision.position) ?? []), decision]);
  }
  if (
    byRow.size + entered.length > 0 &&
    given.status !== 'waiting' &&
    given.status !== 'done' &&
    given.status !== 'applying'
  ) {
    throw new NotPossible('The files of this import are not read yet.');
  }
  // In one order, so that two who decide wait for each other and never crosswise.
  for (const position of [...byRow.keys()].sort((a, b) => a - b)) {
    await decideRow(client, importId, position, byRow.get(position) ?? [], actor);
  }
  for (const exportId of entered) await decideEntered(client, importId, exportId, actor);
  await goOn(client, importId);
  await tellImport(client, importId, 'import.decided', { actor, after: { decisions } });
  const decided = await readImport(client, importId);
  if (decided === null) throw new Error(`import ${importId} is gone`);
  return { keep: true, value: ok(decided) };
}

/** The file is read again, and the source remembers. */
async function decideReading(
  client: PoolClient,
  importId: string,
  { file, reading }: Extract<Decision, { kind: 'reading' }>,
  status: string,
): Promise<void> {
  const { rowCount } = await client.query(
    `UPDATE import_file SET kind = NULL,
            reading = (reading - 'questions') || jsonb_build_object('chosen', coalesce(reading -> 'chosen', '{}') || $3::jsonb)
      WHERE import_id = $1 AND name = $2 AND $4 = 'question'
        AND jsonb_array_length(coalesce(reading -> 'questions', '[]')) > 0`,
    [importId, file, JSON.stringify(reading), status],
  );
  if (rowCount === 0) throw new NotPossible(`The file ${file} asks nothing any more.`);
  await client.query(
    `UPDATE source SET reading = source.reading || $2::jsonb
       FROM import WHERE import.id = $1 AND source.id = import.source_id`,
    [importId, JSON.stringify(reading)],
  );
}

/** What a person names holds, whatever the files say. */
async function decideAsOf(
  client: PoolClient,
  importId: string,
  { asOf }: Extract<Decision, { kind: 'asOf' }>,
  status: string,
): Promise<void> {
  if (status !== 'question') throw new NotPossible('Nothing asks for the instant any more.');
  const { rowCount } = await client.query(
    `UPDATE import SET as_of = $2::timestamptz FROM business
      WHERE import.id = $1
        AND $2::timestamptz <= clock_timestamp() + clock_offset_ms * interval '1 millisecond'`,
    [importId, asOf],
  );
  if (rowCount === 0)
    throw new NotPossible('A list cannot speak for an instant that has not come.');
  await client.query(
    `UPDATE import_file SET reading = reading - 'writtenAsOf' WHERE import_id = $1`,
    [importId],
  );
  // What another file asks stays asked: it is read once that is answered.
  await client.query(
    `UPDATE import_file SET reading = reading - 'questions', kind = NULL
      WHERE import_id = $1 AND reading -> 'questions' -> 0 ->> 'about' = 'asOf'`,
    [importId],
  );
}

type Row = Readonly<{
  outcome: string;
  /** Why it waits. */
  code: string | null;
  staged: Staged;
  effect: RowEffect | null;
  decision: RowDecision | null;
  organizationId: string | null;
}>;

const LOCK_ROW = `
  SELECT outcome, reason_code AS code, staged, effect, decision, organization_id AS "organizationId"
    FROM import_row WHERE import_id = $1 AND position = $2 FOR NO KEY UPDATE`;

const DECIDE_ROW = `
  UPDATE import_row SET decision = $3, decided_by = $4, outcome = $5,
         decided_at = (SELECT clock_timestamp() + clock_offset_ms * interval '1 millisecond' FROM business),
         effect = CASE WHEN $5 = 'staged' THEN effect ELSE jsonb_set(effect, '{decisions}', '[]') END
   WHERE import_id = $1 AND position = $2`;

async function decideRow(
  client: PoolClient,
  importId: string,
  position: number,
  decisions: readonly OfRow[],
  actor: Actor,
): Promise<void> {
  const { rows } = await client.query<Row>(LOCK_ROW, [importId, position]);
  const [row] = rows;
  if (row === undefined) throw new NotPossible(`There is no row ${position}.`);
  let decision: RowDecision = row.decision ?? {};
  for (const said of decisions) {
    const one = await ofLivingClient(client, said);
    const reason = reasonAgainst(row, one);
    if (reason !== null) throw new NotPossible(reason);
    decision = withDecision(decision, one, row, actor);
  }
  const isSpelling = isOfApplied(row) && decision.client !== undefined;
  if (isSpelling) await confirmSpelling(client, row, decision);
  const outcome = isSpelling ? row.outcome : 'staged';
  await client.query(DECIDE_ROW, [
    importId,
    position,
    JSON.stringify(decision),
    actor.name,
    outcome,
  ]);
}

/** A client that was merged away since the page was read stands for the one that it was merged into. */
async function ofLivingClient(client: PoolClient, decision: OfRow): Promise<OfRow> {
  if (decision.kind !== 'client' || decision.organizationId === null) return decision;
  const organizationId = await livingClient(client, decision.organizationId);
  if (organizationId === null) throw new NotPossible('There is no such client.');
  return { ...decision, organizationId };
}

/** Why the row does not take it; null when it does. */
function reasonAgainst({ effect, outcome, staged }: Row, decision: OfRow): string | null {
  const name = 'number' in staged && staged.number !== null ? staged.number : 'This row';
  if (outcome === 'staged' || !effect?.decisions.includes(decision.kind)) {
    return `${name} does not wait for this any more.`;
  }
  if (decision.kind === 'conflict' && !effect.choices.includes(decision.choice)) {
    return `${name} cannot be decided so: ${CANNOT[decision.choice]}`;
  }
  const { notInYet } = effect;
  if (
    decision.kind === 'inside' &&
    !notInYet.some(({ paymentId }) => paymentId === decision.paymentId)
  ) {
    return `${name} has no such payment outside its balance.`;
  }
  return null;
}

const CANNOT = {
  keep: 'nothing is known that could be kept.',
  take: 'an invoice cannot become one of another client, kind or currency, ask for less than nothing, or come back once it is void.',
  replaces: 'there is no known invoice that it could replace.',
} as const;

function withDecision(
  before: RowDecision,
  decision: OfRow,
  { code, effect }: Pick<Row, 'code' | 'effect'>,
  actor: Actor,
): RowDecision {
  switch (decision.kind) {
    case 'inside':
      return { ...before, inside: { ...before.inside, [decision.paymentId]: decision.isInside } };
    case 'rise':
      return {
        ...before,
        rise: { cause: decision.cause, fromMinor: effect?.beforeMinor ?? null },
      };
    case 'conflict':
      return { ...before, conflicts: { ...before.conflicts, [code ?? '']: decision.choice } };
    case 'missing':
      return { ...before, missing: decision.choice };
    case 'client':
      return {
        ...before,
        client: { organizationId: decision.organizationId, byId: actor.id },
      };
  }
}

/** It is in the books already: only the spelling of its client was left to be confirmed. */
function isOfApplied({ outcome }: Row): boolean {
  return outcome === 'created' || outcome === 'updated' || outcome === 'unchanged';
}

/** The client as the row spells it. */
function nameIn(staged: Staged): string | null {
  if (staged.kind === 'document') return staged.invoice.buyer.name;
  return staged.kind === 'balance' ? staged.client.name : null;
}

async function confirmSpelling(
  client: PoolClient,
  { staged, organizationId }: Row,
  decision: RowDecision,
): Promise<void> {
  const chosen = decision.client?.organizationId ?? null;
  const name = nameIn(staged);
  if (name === null || chosen === null || chosen !== organizationId) {
    throw new NotPossible('The invoice is in the books of its client already.');
  }
  await rememberSpelling({ client, decision }, organizationId, name);
}

/** Files first, then rows; the workflow takes it from there. */
async function goOn(client: PoolClient, importId: string): Promise<void> {
  await client.query(
    `UPDATE import SET version = version + 1, finished_at = NULL, status = CASE
            WHEN EXISTS (SELECT FROM import_file WHERE import_id = $1 AND kind IS NULL) THEN 'reading'
            WHEN EXISTS (SELECT FROM import_row WHERE import_id = $1 AND outcome = 'staged') THEN 'applying'
            ELSE status END
      WHERE id = $1`,
    [importId],
  );
}
