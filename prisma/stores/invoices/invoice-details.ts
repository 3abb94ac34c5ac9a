/** Invoices in full: coverage, everything against them, lines, document, timeline; as many statements for all as for one. */
import type { Pool, PoolClient } from 'pg';
import type { AgainstEntry, InvoiceDetails } from '../../../contracts/invoice-details';
import { coverage } from '../../../domain/invoice';
import { holdsClaim, isTentative, PaymentState } from '../../../domain/payment';
import type { GatewayLimits } from '../../../domain/plan';
import { type Forecast, readForecastOf } from '../autopay/forecast';
import { businessToday } from '../lists/business-today';
import { Parameters } from '../lists/parameters';
import { type EventRecord, timelineOf, timelineOfInvoice } from '../timeline/timeline';
import { countersOf, invoiceColumns, type InvoiceRecord, invoiceRowOf } from './invoice-row';

type AgainstRecord = Readonly<{
  id: string;
  number: string;
  kind: AgainstEntry['kind'];
  state: PaymentState;
  runOn: string | null;
  on: string;
  amountMinor: number;
  isInside: boolean;
  placedBy: string | null;
}>;

type DetailsRecord = InvoiceRecord &
  Readonly<{
    source_name: string;
    read_at: Date | null;
    agreement: string | null;
    agreement_type: string | null;
    terms_text: string | null;
    invoice_type: string | null;
    purchase_order: string | null;
    location: string | null;
    document_status: InvoiceDetails['document']['state'];
    document_reason: string | null;
    file_name: string | null;
    pages: number | null;
    received_at: Date | null;
    against: readonly AgainstRecord[];
    lines: readonly LineRecord[];
    unapplied: { currency: string; amountMinor: number }[];
    timeline: readonly EventRecord[];
  }>;

type LineRecord = Readonly<{
  position: number;
  description: string;
  detail: string | null;
  quantity: string | null;
  unitPrice: string | null;
  amountMinor: number | null;
}>;

/** The day it runs, ran, or, for a payment made at once, was charged. */
const AGAINST = `
  (SELECT coalesce(json_agg(json_build_object(
      'id', payment.id, 'number', 'P-' || payment.number, 'kind', payment.kind,
      'state', payment.state, 'runOn', payment.run_on,
      'on', coalesce(payment.run_on, (payment.placed_at AT TIME ZONE business.zone)::date),
      'amountMinor', line.amount_minor, 'isInside', line.inside_since IS NOT NULL AND line.disputed_since IS NULL,
      'placedBy', CASE WHEN payment.placed_by_id IS NOT NULL THEN payment.placed_by_name END)
      ORDER BY coalesce(payment.run_on, (payment.placed_at AT TIME ZONE business.zone)::date),
               payment.number), '[]')
     FROM business, payment_line AS line JOIN payment ON payment.id = line.payment_id
    WHERE line.invoice_id = invoice.id)`;

const LINES = `
  (SELECT coalesce(json_agg(json_build_object(
      'position', line.position, 'description', line.description, 'detail', line.reference,
      'quantity', nullif(concat_ws(' ', line.quantity, line.unit), ''),
      'unitPrice', line.unit_price_text, 'amountMinor', line.amount_minor)
      ORDER BY line.position), '[]')
     FROM invoice_line AS line WHERE line.invoice_id = invoice.id)`;

const UNAPPLIED = `
  (SELECT coalesce(json_agg(json_build_object('currency', credit.currency, 'amountMinor', credit.remaining)
      ORDER BY credit.currency), '[]')
     FROM (SELECT currency, sum(remaining_minor) AS remaining FROM unapplied_money
            WHERE organization_id = invoice.organization_id AND remaining_minor > 0
            GROUP BY currency) AS credit)`;

/** Those that exist, in the order asked. */
export async function readInvoiceDetails(
  source: Pool | PoolClient,
  now: Date,
  limits: GatewayLimits,
  invoiceIds: readonly string[],
): Promise<InvoiceDetails[]> {
  const parameters = new Parameters();
  const ids = `${parameters.bind(invoiceIds)}::uuid[]`;
  const text = `
    SELECT ${invoiceColumns(businessToday(now, parameters))},
           source.name AS source_name, invoice.read_at, invoice.agreement, invoice.agreement_type,
           invoice.terms_text, invoice.invoice_type, invoice.purchase_order, invoice.location,
           invoice.document_status, invoice.document_reason, document.file_name, bytes.pages,
           document.created_at AS received_at,
           ${AGAINST} AS against, ${LINES} AS lines, ${UNAPPLIED} AS unapplied,
           ${timelineOfInvoice('invoice.id')} AS timeline
      FROM invoice JOIN organization ON organization.id = invoice.organization_id
      JOIN source ON source.id = invoice.source_id
      LEFT JOIN document ON document.id = invoice.document_id
      LEFT JOIN document_bytes AS bytes ON bytes.sha256 = document.sha256
     WHERE invoice.id = ANY(${ids})
     ORDER BY array_position(${ids}, invoice.id)`;
  const { rows } = await source.query<DetailsRecord>(text, parameters.values);
  const forecast = await readForecastOf(source, limits, rows);
  return rows.map((record) => detailsOf(record, forecast));
}

function detailsOf(record: DetailsRecord, forecast: Forecast): InvoiceDetails {
  const { currency } = record;
  const amount = (amountMinor: number) => ({ amountMinor, currency });
  const counters = countersOf(record);
  const row = invoiceRowOf(record, forecast);
  const autopayForecastMinor = row.autopay?.amount.amountMinor ?? 0;
  const parts = coverage({ ...counters, autopayForecastMinor });
  const against = record.against.map((entry) => againstOf(entry, currency));
  return {
    ...row,
    open: amount(record.open_minor),
    unposted: amount(record.unposted_minor),
    source: { name: record.source_name, readAt: record.read_at?.toISOString() ?? null },
    coverage: {
      posted: amount(parts.postedMinor),
      inFlight: amount(parts.inFlightMinor),
      planned: amount(parts.plannedMinor),
      disputed: amount(parts.disputedMinor),
      autopayForecast: amount(parts.autopayForecastMinor),
      uncovered: amount(parts.uncoveredMinor),
    },
    against,
    paidElsewhere: amount(Math.max(0, parts.postedMinor - postedBy(against))),
    unapplied: record.unapplied,
    agreement: record.agreement,
    agreementType: record.agreement_type,
    terms: record.terms_text,
    invoiceType: record.invoice_type,
    purchaseOrder: record.purchase_order,
    location: record.location,
    lines: record.lines.map(({ amountMinor, ...line }) => ({
      ...line,
      amount: amountMinor === null ? null : amount(amountMinor),
    })),
    document: documentOf(record),
    timeline: timelineOf(record.timeline),
  };
}

function againstOf(record: AgainstRecord, currency: string): AgainstEntry {
  const { id, number, kind, state, on, amountMinor, placedBy } = record;
  const amount = { amountMinor, currency };
  return { payment: { id, number }, kind, state, part: partOf(record), on, amount, placedBy };
}

/** A line that the books hold is posted whatever became of its payment, until a reading takes it back. */
function partOf({ state, runOn, isInside }: AgainstRecord): AgainstEntry['part'] {
  if (isInside || state === PaymentState.settled) return 'posted';
  if (state === PaymentState.disputed) return 'disputed';
  if (isTentative({ state, runOn })) return 'planned';
  return holdsClaim(state) ? 'inFlight' : 'none';
}

const postedBy = (against: readonly AgainstEntry[]) =>
  against
    .filter(({ part }) => part === 'posted')
    .reduce((sum, { amount }) => sum + amount.amountMinor, 0);

function documentOf(record: DetailsRecord): InvoiceDetails['document'] {
  return {
    state: record.document_status,
    fileName: record.file_name,
    pages: record.pages,
    receivedAt: record.received_at?.toISOString() ?? null,
    reason: record.document_reason,
  };
}
