-- Lists whose filter goes by one column and whose order by another. What such a list passes over, or
-- puts in order, it reads from the index alone; only the rows of its page come from the table.
SET lock_timeout = '5s';

DROP INDEX invoice_open_by_due;
CREATE INDEX invoice_open_by_due ON invoice ((COALESCE(due_on, 'infinity'::date)), id)
  INCLUDE (due_on, number_order, issued_on, total_minor, open_minor, unposted_minor, firm_minor,
           disputed_minor, planned_minor, organization_id, currency)
  WHERE open_minor > 0 AND NOT is_void;
DROP INDEX invoice_open_by_issue;
CREATE INDEX invoice_open_by_issue ON invoice (issued_on, id)
  INCLUDE (due_on, total_minor, open_minor, unposted_minor, organization_id, currency)
  WHERE open_minor > 0 AND NOT is_void;
DROP INDEX invoice_open_by_total;
CREATE INDEX invoice_open_by_total ON invoice (total_minor, id)
  INCLUDE (due_on, issued_on, open_minor, unposted_minor, organization_id, currency)
  WHERE open_minor > 0 AND NOT is_void;

-- What autopay is to take was issued last, so in the order of issue it was walked to.
ALTER TABLE autopay_forecast ADD COLUMN issued_on DATE;
UPDATE autopay_forecast SET issued_on = invoice.issued_on FROM invoice WHERE invoice.id = invoice_id;
ALTER TABLE autopay_forecast ALTER COLUMN issued_on SET NOT NULL;
CREATE INDEX "autopay_forecast_issued_on_invoice_id_idx" ON "autopay_forecast"("issued_on", "invoice_id");

-- Processes of the version before go on, and write none.
CREATE FUNCTION forecast_takes_date_of_issue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.issued_on := (SELECT issued_on FROM invoice WHERE id = NEW.invoice_id);
  RETURN NEW;
END $$;
CREATE TRIGGER forecast_takes_date_of_issue BEFORE INSERT ON autopay_forecast
  FOR EACH ROW WHEN (NEW.issued_on IS NULL) EXECUTE FUNCTION forecast_takes_date_of_issue();
