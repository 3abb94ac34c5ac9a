/**
 * What a payment, or a change of one, would do, in the words of the contract. One statement reads
 * everything that decides, so that a preview is of one instant, and nothing is written. What autopay
 * is to take is read after it, where there are rules.
 */
import type { Pool } from 'pg';
import type { PaymentPreview, PossiblePreview } from '../../../contracts/payment-preview';
import type { PreviewPaymentBody } from '../../../contracts/payment-request';
import { headroomOf } from '../../../domain/invoice';
import type { GatewayLimits } from '../../../domain/plan';
import { type Adjustment, plannedOn } from '../../../domain/trim';
import { bankDayOf, type Decision, decidePlacement, type PlacedBefore } from './placement-decision';
import { invoiceIdsOf, invoiceNamed, type PlacementRead, placementRead } from './placement-read';
import { type AutopayRead, autopayEffects, readAutopay } from './preview-autopay';
import { type PreviewNames, paymentNamed, previewNames } from './preview-names';
import { refusalInWords } from './refusal-words';

const PREVIEW = {
  name: 'payment-preview',
  // One that was merged is asked for by a page that was open before.
  text: `
  SELECT client.id AS "organizationId", ${placementRead('client.id')} AS read,
         ${previewNames('client.id')} AS names
    FROM (SELECT survivor_of($3::uuid) AS id OFFSET 0) AS client`,
};

type PreviewRead = Readonly<{
  /** The survivor's, where the client that was asked for was merged. */
  organizationId: string;
  read: PlacementRead;
  names: PreviewNames;
  autopay: AutopayRead;
}>;

/** Everything a preview is made from, at one instant. */
export async function readPreview(
  pool: Pool,
  asked: Pick<PreviewPaymentBody, 'organizationId' | 'methodId' | 'lines' | 'changes'>,
): Promise<PreviewRead> {
  const { organizationId, methodId, lines, changes } = asked;
  const invoiceIds = invoiceIdsOf(lines);
  const { rows } = await pool.query<Omit<PreviewRead, 'autopay'>>({
    ...PREVIEW,
    values: [invoiceIds, methodId, organizationId, changes],
  });
  const row = rows[0];
  if (row === undefined) throw new Error('a preview read nothing');
  const { hasRules } = row.names;
  const which = { organizationId: row.organizationId, hasRules, invoiceIds };
  return { ...row, autopay: await readAutopay(pool, which) };
}

type Values = Omit<PreviewRead, 'organizationId'> &
  Readonly<{
    request: PreviewPaymentBody;
    /** Count as planned, and are named nowhere: they may have no number yet. */
    partsBefore: PlacementRead['planned'];
  }>;

export function createPreviewPayment({
  pool,
  limits,
}: Readonly<{ pool: Pool; limits: GatewayLimits }>) {
  /** Null when the client, or the payment in `changes`, does not exist. */
  return async function preview(asked: PreviewPaymentBody): Promise<PaymentPreview | null> {
    const { organizationId, read, names, autopay } = await readPreview(pool, asked);
    const request = { ...asked, organizationId };
    const { changes } = names;
    if (read.organizationName === null || (request.changes !== null && changes === null)) {
      return null;
    }
    return previewFrom({ request, read, names, autopay, partsBefore: [] }, limits);
  };
}

/** Pure: what the request would do to what was read. */
export function previewFrom(values: Values, limits: GatewayLimits): PaymentPreview {
  const { request, names } = values;
  const decided = decidePlacement(withPartsBefore(values), limits, request, names.changes);
  if (decided.ok) return possible(values, decided.value, limits);
  const refusals = decided.refusal.map((refusal) => refusalInWords(refusal, values));
  return { kind: 'refused', refusals };
}

function withPartsBefore({ read, partsBefore }: Values): PlacementRead {
  return { ...read, planned: [...read.planned, ...partsBefore] };
}

function possible(values: Values, decision: Decision, limits: GatewayLimits): PossiblePreview {
  const { request, names, autopay } = values;
  const { plan, timing, fingerprint, audience } = decision;
  if (names.method === null) throw new Error(`method ${request.methodId} was not read`);
  const invoices = effectsOf(values, decision);
  return {
    kind: 'possible',
    fingerprint,
    total: { amountMinor: plan.totalMinor, currency: request.currency },
    method: names.method,
    strategy: request.strategy,
    timing,
    reachesBankOn: bankDayOf(decision),
    adjustments: plan.adjustments.map((adjustment) => adjusted(values, adjustment)),
    autopay: autopayEffects(autopay, invoices, limits),
    emptied: plan.emptied.map((paymentId) => paymentNamed(names, paymentId).payment),
    untouched: untouchedBy(values, plan.adjustments, names.changes),
    invoices,
    audience: { recipients: [...audience.recipients], excluded: [...audience.excluded] },
    unapplied: [...names.unapplied],
  };
}

type Effect = PossiblePreview['invoices'][number];

/** In the order of the request's lines. */
function effectsOf(values: Values, { plan }: Decision): Effect[] {
  const { request } = values;
  const read = withPartsBefore(values);
  const after = new Map(plan.invoices.map((invoice) => [invoice.invoiceId, invoice]));
  const present = new Map(read.invoices.map((invoice) => [invoice.invoiceId, invoice]));
  const amount = (amountMinor: number) => ({ amountMinor, currency: request.currency });
  return request.lines.flatMap(({ invoiceId, amountMinor }): Effect[] => {
    const now = present.get(invoiceId);
    const then = after.get(invoiceId);
    if (now === undefined || then === undefined) return [];
    return [
      {
        invoice: { id: invoiceId, number: now.number },
        amount: amount(amountMinor),
        headroomBefore: amount(headroomOf(now)),
        headroomAfter: amount(then.headroomMinor),
        plannedBefore: amount(plannedOn(invoiceId, read.planned)),
        plannedAfter: amount(then.plannedMinor),
        residualAfter: amount(then.residualMinor),
        balance: amount(now.openMinor - now.unpostedMinor),
        isMissing: now.isMissing,
        hasDrift: now.isDrifted,
      },
    ];
  });
}

function adjusted(
  { request, read, names }: Values,
  { paymentId, invoiceId, beforeMinor, afterMinor }: Adjustment,
): PossiblePreview['adjustments'][number] {
  const planned = read.planned.find((candidate) => candidate.paymentId === paymentId);
  if (planned === undefined) throw new Error(`payment ${paymentId} was not read`);
  const { payment, kind, placedBy } = paymentNamed(names, paymentId);
  return {
    payment,
    kind,
    placedBy,
    state: planned.state,
    runOn: planned.runOn,
    invoice: invoiceNamed(read, invoiceId),
    before: { amountMinor: beforeMinor, currency: request.currency },
    after: { amountMinor: afterMinor, currency: request.currency },
  };
}

/** Planned on the same invoices, and left as it is. By run date and payment. */
function untouchedBy(
  { request, read, names }: Values,
  adjustments: readonly Adjustment[],
  before: PlacedBefore | null,
): PossiblePreview['untouched'] {
  const invoiceIds = new Set(invoiceIdsOf(request.lines));
  const lowered = new Set(adjustments.map((each) => `${each.paymentId} ${each.invoiceId}`));
  return read.planned
    .filter(({ paymentId }) => paymentId !== before?.paymentId)
    .flatMap(({ paymentId, runOn, lines }) => {
      const { payment, kind } = paymentNamed(names, paymentId);
      return lines
        .filter(({ invoiceId, amountMinor }) => invoiceIds.has(invoiceId) && amountMinor > 0)
        .filter(({ invoiceId }) => !lowered.has(`${paymentId} ${invoiceId}`))
        .map(({ invoiceId, amountMinor }) => ({
          payment,
          kind,
          runOn,
          invoice: invoiceNamed(read, invoiceId),
          amount: { amountMinor, currency: request.currency },
        }));
    });
}
