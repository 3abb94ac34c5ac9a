-- The lists of the page, by an index each. Only what no payment changes is indexed: firm and planned
-- move with every placement, and a row whose indexed columns stay is rewritten in place.
SET lock_timeout = '5s';

-- Without a due date an invoice comes last in either direction.
DROP INDEX invoice_open_by_due;
CREATE INDEX invoice_open_by_due ON invoice ((COALESCE(due_on, 'infinity'::date)), id)
  WHERE open_minor > 0 AND NOT is_void;
CREATE INDEX invoice_open_by_due_last ON invoice ((COALESCE(due_on, '-infinity'::date)), id)
  WHERE open_minor > 0 AND NOT is_void;
CREATE INDEX invoice_open_by_issue ON invoice (issued_on, id) WHERE open_minor > 0 AND NOT is_void;
CREATE INDEX invoice_open_by_total ON invoice (total_minor, id) WHERE open_minor > 0 AND NOT is_void;

CREATE INDEX unapplied_money_left ON unapplied_money (organization_id) WHERE remaining_minor > 0;
CREATE INDEX payment_method_kept ON payment_method (organization_id) WHERE removed_at IS NULL;
CREATE INDEX contact_kept ON contact (organization_id) WHERE removed_at IS NULL;
CREATE INDEX payment_retry ON payment (retry_of_id) WHERE retry_of_id IS NOT NULL;
CREATE INDEX payment_by_run ON payment ((COALESCE(run_on, 'infinity'::date)), id);
CREATE INDEX payment_by_run_last ON payment ((COALESCE(run_on, '-infinity'::date)), id);
