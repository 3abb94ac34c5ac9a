-- An amount decides nothing about which rule wins an invoice: more to take concerns the rule that is
-- to take it, and no other rule of the client. So whoever is told by signal is whoever has news.
SET lock_timeout = '5s';

DROP TRIGGER invoice_moves_autopay ON invoice;
CREATE CONSTRAINT TRIGGER invoice_moves_autopay AFTER UPDATE ON invoice
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (
    (OLD.organization_id, OLD.currency, OLD.total_minor, OLD.issued_on, OLD.due_on, OLD.is_void, OLD.opening,
     OLD.opened_on, OLD.first_matched_on, OLD.agreement, OLD.agreement_type, OLD.terms_text,
     OLD.invoice_type, OLD.purchase_order, OLD.location, OLD.source_id, OLD.is_on_hold, OLD.autopay_hold,
     OLD.autopay_excluded, OLD.missing_since IS NULL, OLD.drift_since IS NULL, OLD.open_minor = 0)
    IS DISTINCT FROM
    (NEW.organization_id, NEW.currency, NEW.total_minor, NEW.issued_on, NEW.due_on, NEW.is_void, NEW.opening,
     NEW.opened_on, NEW.first_matched_on, NEW.agreement, NEW.agreement_type, NEW.terms_text,
     NEW.invoice_type, NEW.purchase_order, NEW.location, NEW.source_id, NEW.is_on_hold, NEW.autopay_hold,
     NEW.autopay_excluded, NEW.missing_since IS NULL, NEW.drift_since IS NULL, NEW.open_minor = 0))
  EXECUTE FUNCTION autopay_of_client_changed();

-- What was asked or told may no longer cover it. Beside the rule that plans the invoice, those that have
-- something to do anyway: one of them may be about to take it over, and is waited for. Who that is is
-- found before anything is waited for, since a look that ends meanwhile would no longer be among them.
CREATE FUNCTION autopay_amount_raised() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  concerned UUID[] := ARRAY(
    SELECT rule_id FROM autopay_watch, business
     WHERE organization_id = NEW.organization_id
       AND (look_at <= clock_timestamp() + clock_offset_ms * interval '1 millisecond'
            OR rule_id IN (SELECT rule_id FROM autopay_plan WHERE invoice_id = NEW.id)));
BEGIN
  UPDATE autopay_watch SET look_at = 'epoch', sweeps = 0, swept_at = NULL
    FROM (SELECT rule_id FROM autopay_watch WHERE rule_id = ANY(concerned)
           ORDER BY rule_id FOR NO KEY UPDATE) AS locked
   WHERE autopay_watch.rule_id = locked.rule_id;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER invoice_raises_autopay AFTER UPDATE ON invoice
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (
    OLD.open_minor - OLD.firm_minor - OLD.disputed_minor - OLD.planned_minor
       < NEW.open_minor - NEW.firm_minor - NEW.disputed_minor - NEW.planned_minor)
  EXECUTE FUNCTION autopay_amount_raised();
