/** One row of an import in one short transaction: locked, decided, written, and never twice. */
import type { Pool, PoolClient } from 'pg';
import { changeFromOutside } from '../books/external-change';
import { inTransaction } from '../transaction';
import { applyBalance } from './apply-balance';
import { applyDocument } from './apply-document';
import { applyPlainPdf } from './apply-plain-pdf';
import { isMissing, NOT_MISSING } from './missing';
import type { Identity, ImportHead, RowContext } from './row-context';
import { type Verdict, verdict } from './staged';
import { type NextRow, type TakenRow, takeRow } from './take-row';
import { isUnfit } from './unfit';

/** A rise that was applied is over: the word on it would confirm the next one too. */
const CLOSE = {
  name: 'import-close-row',
  text: `
  UPDATE import_row SET outcome = $3, reason_code = $4, reason = $5, organization_id = $6, invoice_id = $7,
         effect = $8,
         decision = CASE WHEN $3 = 'updated' OR ($3 = 'unchanged' AND $4 <> 'leftOut') THEN decision - 'rise'
                         ELSE decision END
   WHERE import_id = $1 AND position = $2 AND outcome = 'staged'`,
};

type Dependencies = Readonly<{ pool: Pool; identity: Identity }>;

/** Answers the planned payments that it changed; none when somebody else applied the row. */
export async function applyRow(
  { pool, identity }: Dependencies,
  head: ImportHead,
  row: NextRow,
): Promise<readonly string[]> {
  try {
    // Rows of all imports wait for each other: only an import makes clients and invoices, so this is
    // what keeps two of them from making the same one.
    return await inTransaction(
      pool,
      async (client) => ({ keep: true, value: await attempt(client, identity, head, row) }),
      'headroom:import-row',
    );
  } catch (error) {
    if (!isUnfit(error)) throw error;
    await refuse(pool, head, row.position, error);
    return [];
  }
}

async function attempt(
  client: PoolClient,
  identity: Identity,
  head: ImportHead,
  next: NextRow,
): Promise<readonly string[]> {
  const { position } = next;
  const key = [head.importId, position];
  const row = await takeRow(client, identity, head, next);
  if (row === null) return [];
  const context: RowContext = {
    client,
    identity,
    head,
    position,
    fileName: row.fileName,
    decision: row.decision ?? {},
    decidedBy: row.decidedBy,
    ahead: row.ahead,
    actor:
      row.decidedBy === null
        ? { kind: 'source', id: null, name: head.sourceName }
        : { kind: 'user', id: null, name: row.decidedBy },
  };
  const result = await verdictOn(context, row);
  if (!result.isClosed) await close(client, key, result);
  return result.touchedPaymentIds;
}

function verdictOn(context: RowContext, row: TakenRow): Promise<Verdict> {
  const { staged } = row;
  switch (staged.kind) {
    case 'document':
      return applyDocument(context, staged);
    case 'plainPdf':
      return applyPlainPdf(context, staged);
    case 'balance':
      return applyBalance(context, staged);
    case 'missing':
      return applyMissing(context, staged.currency, row);
    case 'refused':
    case 'refusedFile':
      throw new Error(`row ${context.position} was refused when it was staged`);
  }
}

const REASONS = {
  void: 'void in the books',
  paidElsewhere: 'paid elsewhere',
  stillOpen: 'still open',
} as const;

/** What a person said of an invoice that a complete list does not name. */
async function applyMissing(
  { client, decision, actor }: RowContext,
  currency: string,
  { invoiceId, organizationId }: TakenRow,
): Promise<Verdict> {
  const kind = decision.missing;
  if (kind === undefined || invoiceId === null) throw new Error('a missing invoice is not decided');
  if (!(await isMissing(client, invoiceId))) {
    return verdict('unchanged', { ...NOT_MISSING, organizationId, invoiceId });
  }
  const changed = await changeFromOutside(client, {
    invoiceId,
    kind,
    reason: REASONS[kind],
    actor,
  });
  return verdict(kind === 'stillOpen' ? 'unchanged' : 'updated', {
    code: kind,
    organizationId,
    invoiceId,
    touchedPaymentIds: changed.touchedPaymentIds,
    effect: { currency, beforeMinor: changed.openBeforeMinor, afterMinor: changed.openMinor },
  });
}

async function close(
  client: PoolClient,
  key: readonly unknown[],
  { outcome, code, reason, organizationId, invoiceId, effect }: Verdict,
): Promise<void> {
  const values = [...key, outcome, code, reason, organizationId, invoiceId, JSON.stringify(effect)];
  await client.query({ ...CLOSE, values });
}

/** One row that cannot be written must not stop all others: it is shown as refused, with its cause. */
async function refuse(
  pool: Pool,
  { importId }: ImportHead,
  position: number,
  error: unknown,
): Promise<void> {
  const cause = error instanceof Error ? error.message : String(error);
  const { outcome, effect } = verdict('refused');
  await pool.query({
    ...CLOSE,
    values: [
      importId,
      position,
      outcome,
      'notApplied',
      `It could not be written into the books: ${cause}`,
      null,
      null,
      JSON.stringify(effect),
    ],
  });
}
