/** What a list knows of an invoice that nobody has said yet. What is known stays. */
import type { StagedBalance } from '../../../accounting';
import { IS_OUR_REFERENCE, type KnownInvoice } from './known-invoice';
import type { RowContext } from './row-context';

const FILL = {
  name: 'import-fill-gaps',
  text: `
  UPDATE invoice SET due_on = coalesce(due_on, $2::date), agreement = coalesce(agreement, $3),
         agreement_type = coalesce(agreement_type, $4), terms_text = coalesce(terms_text, $5),
         invoice_type = coalesce(invoice_type, $6), purchase_order = coalesce(purchase_order, $7),
         location = coalesce(location, $8),
         source_reference = CASE WHEN source_id = $9 AND (source_reference IS NULL OR ${IS_OUR_REFERENCE})
                                 THEN coalesce($10, source_reference) ELSE source_reference END,
         version = version + 1
   WHERE id = $1 AND (
     (due_on IS NULL AND $2::date IS NOT NULL) OR (agreement IS NULL AND $3::text IS NOT NULL)
     OR (agreement_type IS NULL AND $4::text IS NOT NULL) OR (terms_text IS NULL AND $5::text IS NOT NULL)
     OR (invoice_type IS NULL AND $6::text IS NOT NULL) OR (purchase_order IS NULL AND $7::text IS NOT NULL)
     OR (location IS NULL AND $8::text IS NOT NULL)
     OR (source_id = $9::uuid AND $10::text IS NOT NULL
         AND (source_reference IS NULL OR ${IS_OUR_REFERENCE})))`,
};

export async function fillGaps(
  { client, head }: RowContext,
  { id, gaps }: KnownInvoice,
  { dueOn, criteria, sourceId }: StagedBalance,
): Promise<void> {
  const { agreement, agreementType, terms, invoiceType, purchaseOrderNumber, location } = criteria;
  const said: Readonly<Record<string, unknown>> = {
    ...criteria,
    dueOn,
    sourceReference: sourceId,
  };
  if (!gaps.some((gap) => (said[gap] ?? null) !== null)) return;
  await client.query({
    ...FILL,
    values: [
      id,
      dueOn,
      agreement,
      agreementType,
      terms,
      invoiceType,
      purchaseOrderNumber,
      location,
      head.sourceId,
      sourceId,
    ],
  });
}
