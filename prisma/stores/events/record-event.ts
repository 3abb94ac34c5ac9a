/**
 * Writes an event in the transaction of what it tells about. The instant on the business's clock is
 * taken here, so that no caller has to read the clock first.
 */

export type NewEvent = Readonly<{
  kind: string;
  actor: Readonly<{
    kind: 'user' | 'system' | 'gateway' | 'source';
    id: string | null;
    name: string;
  }>;
  /** Why, in the words that were given. */
  reason?: string | null;
  before?: unknown;
  after?: unknown;
  organizationId?: string | null;
  paymentId?: string | null;
  invoiceId?: string | null;
  /** `task:<id>`, `contact:<id>`, `settings` and so on. */
  subject?: string | null;
}>;

/** The system itself, where nobody is named. */
export const SYSTEM = { kind: 'system', id: null, name: 'Headroom' } as const;

const INSERT = `
  INSERT INTO event (happened_at, actor_kind, actor_id, actor_name, kind, reason, before, after,
                     organization_id, payment_id, invoice_id, subject)
  SELECT clock_timestamp() + coalesce((SELECT clock_offset_ms FROM business), 0) * interval '1 millisecond',
         $1::text, $2::text, $3::text, $4::text, $5::text, $6::jsonb, $7::jsonb,
         $8::uuid, $9::uuid, $10::uuid, $11::text`;

/** @param run executes one statement inside the transaction, through whichever driver holds it. */
export async function recordEvent(
  run: (text: string, values: unknown[]) => Promise<unknown>,
  event: NewEvent,
): Promise<void> {
  await run(INSERT, [
    event.actor.kind,
    event.actor.id,
    event.actor.name,
    event.kind,
    event.reason ?? null,
    json(event.before),
    json(event.after),
    event.organizationId ?? null,
    event.paymentId ?? null,
    event.invoiceId ?? null,
    event.subject ?? null,
  ]);
}

function json(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(value);
}
