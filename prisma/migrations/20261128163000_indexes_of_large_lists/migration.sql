-- Lists of a hundred thousand invoices and half a million payments: an index for every order and
-- every way of finding. Balance, headroom and what is uncovered move with each payment, so writing a
-- claim is no longer a write of one row in place; bench/lists.ts shows what reading costs without.
SET lock_timeout = '5s';

-- Parts of texts are found by an index of three letters each.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Every order once over what is open and once over the rest: a row is in one of the two. Numbers as
-- people count; prisma/stores/invoices/invoice-figures.ts says the same words.
CREATE INDEX invoice_open_by_balance ON invoice ((open_minor - unposted_minor), id)
  WHERE open_minor > 0 AND NOT is_void;
CREATE INDEX invoice_open_by_headroom ON invoice ((open_minor - firm_minor - disputed_minor), id)
  WHERE open_minor > 0 AND NOT is_void;
CREATE INDEX invoice_open_by_uncovered
  ON invoice ((GREATEST(0, open_minor - firm_minor - disputed_minor - planned_minor)), id)
  WHERE open_minor > 0 AND NOT is_void;
CREATE INDEX invoice_open_by_number ON invoice ((regexp_replace(regexp_replace(number_key,
  '\d+', '00000000000000000000\&', 'g'), '\d*(\d{20})', '\1', 'g')), id)
  WHERE open_minor > 0 AND NOT is_void;

CREATE INDEX invoice_closed_by_due ON invoice ((COALESCE(due_on, 'infinity'::date)), id)
  WHERE NOT (open_minor > 0 AND NOT is_void);
CREATE INDEX invoice_closed_by_due_last ON invoice ((COALESCE(due_on, '-infinity'::date)), id)
  WHERE NOT (open_minor > 0 AND NOT is_void);
CREATE INDEX invoice_closed_by_issue ON invoice (issued_on, id)
  WHERE NOT (open_minor > 0 AND NOT is_void);
CREATE INDEX invoice_closed_by_total ON invoice (total_minor, id)
  WHERE NOT (open_minor > 0 AND NOT is_void);
CREATE INDEX invoice_closed_by_balance ON invoice ((open_minor - unposted_minor), id)
  WHERE NOT (open_minor > 0 AND NOT is_void);
CREATE INDEX invoice_closed_by_headroom ON invoice ((open_minor - firm_minor - disputed_minor), id)
  WHERE NOT (open_minor > 0 AND NOT is_void);
CREATE INDEX invoice_closed_by_uncovered
  ON invoice ((GREATEST(0, open_minor - firm_minor - disputed_minor - planned_minor)), id)
  WHERE NOT (open_minor > 0 AND NOT is_void);
CREATE INDEX invoice_closed_by_number ON invoice ((regexp_replace(regexp_replace(number_key,
  '\d+', '00000000000000000000\&', 'g'), '\d*(\d{20})', '\1', 'g')), id)
  WHERE NOT (open_minor > 0 AND NOT is_void);

-- Quick filters that few invoices pass.
CREATE INDEX invoice_planned ON invoice (id) WHERE planned_minor > 0;
CREATE INDEX invoice_in_flight ON invoice (id) WHERE firm_minor - unposted_minor > 0;

-- Searching.
CREATE INDEX invoice_number_parts ON invoice USING gin (lower(number_key) gin_trgm_ops);
CREATE INDEX organization_name_parts ON organization USING gin (lower(name) gin_trgm_ops);
CREATE INDEX payment_number_parts ON payment USING gin (('p-' || number::text) gin_trgm_ops);
CREATE INDEX payment_reference_parts ON payment USING gin (lower(reference) gin_trgm_ops)
  WHERE reference IS NOT NULL;
CREATE INDEX "payment_line_amount_minor_idx" ON "payment_line"("amount_minor");
CREATE INDEX "payment_amount_minor_id_idx" ON "payment"("amount_minor", "id");

-- Payments of a quick filter, in every order. A dispute took the money back until it is won, so it
-- stands with what went wrong.
CREATE FUNCTION payment_view(state text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
  WHEN state IN ('reserved', 'submitting', 'actionRequired', 'unknown', 'pending') THEN 'inFlight'
  WHEN state IN ('failed', 'returned', 'disputed') THEN 'failed'
  WHEN state = 'inReview' THEN 'needsReview'
  ELSE state END;
CREATE INDEX payment_view_by_placing ON payment (payment_view(state), placed_at, id);
CREATE INDEX payment_view_by_run ON payment (payment_view(state), (COALESCE(run_on, 'infinity'::date)), id);
CREATE INDEX payment_view_by_run_last ON payment (payment_view(state), (COALESCE(run_on, '-infinity'::date)), id);
CREATE INDEX payment_view_by_amount ON payment (payment_view(state), amount_minor, id);
CREATE INDEX payment_view_by_number ON payment (payment_view(state), number, id);
CREATE INDEX payment_view_of_client ON payment (payment_view(state), organization_id, id);
