/** An invoice as lists, selections and the pay dialog show it: one row of SQL, with what is against it. */
import type { InvoiceRow, PlannedEntry } from '../../../contracts/invoice-row';
import { balanceOf, headroomOf, residualOf } from '../../../domain/invoice';
import { isTentative, type PaymentKind, type PaymentState } from '../../../domain/payment';
import type { Forecast } from '../autopay/forecast';
import { isPastDue } from './invoice-figures';

/** More chips fit no row; `plannedCount` says how many there are. */
const ENTRIES_MAX = 20;

type Movement = Readonly<{
  id: string;
  number: string;
  kind: PaymentKind;
  state: PaymentState;
  runOn: string | null;
  amountMinor: number;
  placedBy: string | null;
}>;

export type InvoiceRecord = Readonly<{
  id: string;
  version: number;
  organization_id: string;
  organization_name: string;
  number: string;
  currency: string;
  issued_on: string;
  due_on: string | null;
  is_past_due: boolean;
  is_void: boolean;
  total_minor: number;
  open_minor: number;
  firm_minor: number;
  disputed_minor: number;
  unposted_minor: number;
  planned_minor: number;
  is_on_hold: boolean;
  hold_reason: string | null;
  held_by: string | null;
  held_at: Date | null;
  autopay_hold: boolean;
  autopay_excluded: boolean;
  missing_since: Date | null;
  drift_since: Date | null;
  movements: readonly Movement[];
}>;

/** Planned or in flight, by run date; what has ended or settled is no movement. */
const MOVEMENTS = `
  (SELECT coalesce(json_agg(json_build_object(
      'id', payment.id, 'number', 'P-' || payment.number, 'kind', payment.kind,
      'state', payment.state, 'runOn', payment.run_on, 'amountMinor', line.amount_minor,
      'placedBy', CASE WHEN payment.placed_by_id IS NOT NULL THEN payment.placed_by_name END)
      ORDER BY payment.run_on NULLS FIRST, payment.number), '[]')
     FROM payment_line AS line JOIN payment ON payment.id = line.payment_id
    WHERE line.invoice_id = invoice.id AND line.amount_minor > 0 AND line.inside_since IS NULL
      AND payment.state IN ('scheduled', 'inReview', 'reserved', 'submitting', 'actionRequired',
                            'unknown', 'pending'))`;

/** Of `invoice JOIN organization`. A double holds every whole number that an amount may be. */
export const invoiceColumns = (today: string): string => `
  invoice.id, invoice.version, invoice.organization_id, organization.name AS organization_name,
  invoice.number, invoice.currency, invoice.issued_on::text, invoice.due_on::text,
  coalesce(${isPastDue(today)}, false) AS is_past_due, invoice.is_void,
  invoice.total_minor::float8, invoice.open_minor::float8, invoice.firm_minor::float8,
  invoice.disputed_minor::float8, invoice.unposted_minor::float8, invoice.planned_minor::float8,
  invoice.is_on_hold, invoice.hold_reason, invoice.held_by, invoice.held_at,
  invoice.autopay_hold, invoice.autopay_excluded, invoice.missing_since, invoice.drift_since,
  ${MOVEMENTS} AS movements`;

export function invoiceRowOf(record: InvoiceRecord, forecast: Forecast): InvoiceRow {
  const { currency } = record;
  const amount = (amountMinor: number) => ({ amountMinor, currency });
  const counters = countersOf(record);
  const residualMinor = residualOf(counters, counters.plannedMinor);
  const autopay = autopayOf(record, residualMinor, forecast);
  const planned = record.movements.filter(isTentative);
  return {
    id: record.id,
    version: record.version,
    organization: { id: record.organization_id, name: record.organization_name },
    number: record.number,
    currency,
    issuedOn: record.issued_on,
    dueOn: record.due_on,
    isPastDue: record.is_past_due,
    isVoid: record.is_void,
    total: amount(record.total_minor),
    balance: amount(balanceOf(counters)),
    headroom: amount(headroomOf(counters)),
    planned: amount(counters.plannedMinor),
    residual: amount(residualMinor),
    uncovered: amount(residualMinor - (autopay?.amount.amountMinor ?? 0)),
    autopay,
    pending: pendingOf(record),
    plannedEntries: planned.slice(0, ENTRIES_MAX).map((entry) => entryOf(entry, currency)),
    plannedCount: planned.length,
    hold: holdOf(record),
    hasAutopayHold: record.autopay_hold,
    isAutopayExcluded: record.autopay_excluded,
    missingSince: record.missing_since?.toISOString() ?? null,
    driftSince: record.drift_since?.toISOString() ?? null,
    cannotPay: cannotPayOf(record),
  };
}

/** Never more than is left after what is planned, whenever the forecast was read. */
function autopayOf(
  { id, currency }: InvoiceRecord,
  residualMinor: number,
  forecast: Forecast,
): InvoiceRow['autopay'] {
  const entry = forecast.get(id);
  if (entry === undefined || residualMinor === 0) return null;
  const { rule, runOn } = entry;
  const amountMinor = Math.min(residualMinor, entry.amountMinor);
  return { rule, runOn, amount: { amountMinor, currency } };
}

/** In the words of the domain. */
export function countersOf(record: InvoiceRecord) {
  return {
    totalMinor: record.total_minor,
    openMinor: record.open_minor,
    firmMinor: record.firm_minor,
    disputedMinor: record.disputed_minor,
    unpostedMinor: record.unposted_minor,
    plannedMinor: record.planned_minor,
  };
}

function entryOf(movement: Movement, currency: string): PlannedEntry {
  const { id, number, kind, state, runOn, amountMinor, placedBy } = movement;
  if (runOn === null) throw new Error(`payment ${id} is planned without a date`);
  return {
    payment: { id, number },
    kind,
    state,
    runOn,
    amount: { amountMinor, currency },
    placedBy,
  };
}

/** Drafts plan nothing and hold nothing. */
const inFlight = ({ movements }: InvoiceRecord) =>
  movements
    .filter(({ state }) => state !== 'scheduled' && state !== 'inReview')
    .map(({ id, number }) => ({ id, number }));

function pendingOf(record: InvoiceRecord): InvoiceRow['pending'] {
  const amountMinor = record.firm_minor - record.unposted_minor;
  if (amountMinor === 0) return null;
  return { amount: { amountMinor, currency: record.currency }, payments: inFlight(record) };
}

function holdOf(record: InvoiceRecord): InvoiceRow['hold'] {
  if (!record.is_on_hold || record.held_at === null) return null;
  const { hold_reason, held_by, held_at } = record;
  return { reason: hold_reason ?? '', by: held_by, at: held_at.toISOString() };
}

function cannotPayOf(record: InvoiceRecord): InvoiceRow['cannotPay'] {
  const counters = countersOf(record);
  if (record.is_void) return { code: 'VOID', payments: [] };
  if (record.is_on_hold) return { code: 'ON_HOLD', payments: [] };
  if (balanceOf(counters) <= 0) return { code: 'NOTHING_OPEN', payments: [] };
  if (headroomOf(counters) > 0) return null;
  if (counters.firmMinor >= counters.openMinor) {
    return { code: 'ALL_IN_FLIGHT', payments: inFlight(record) };
  }
  return { code: 'DISPUTED', payments: [] };
}
