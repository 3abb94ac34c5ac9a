-- An invoice that a list fills in, a decision replaces or a merge moves may be met by a rule that did
-- not meet it before, or on another day. To autopay it is as one that is first seen today: nothing
-- whose day has passed by more than two days is swept (docs/decisions, 0013). Here, because whoever
-- writes invoices need not know that autopay exists.
SET lock_timeout = '5s';

CREATE FUNCTION business_today() RETURNS date LANGUAGE sql STABLE AS $$
  SELECT ((clock_timestamp() + clock_offset_ms * interval '1 millisecond') AT TIME ZONE zone)::date FROM business
$$;

CREATE FUNCTION invoice_matches_anew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.first_matched_on := business_today();
  RETURN NEW;
END $$;
CREATE TRIGGER invoice_is_met_anew BEFORE UPDATE ON invoice
  FOR EACH ROW WHEN (
    (OLD.organization_id, OLD.currency, OLD.total_minor, OLD.issued_on, OLD.due_on, OLD.agreement,
     OLD.agreement_type, OLD.terms_text, OLD.invoice_type, OLD.purchase_order, OLD.location, OLD.source_id)
    IS DISTINCT FROM
    (NEW.organization_id, NEW.currency, NEW.total_minor, NEW.issued_on, NEW.due_on, NEW.agreement,
     NEW.agreement_type, NEW.terms_text, NEW.invoice_type, NEW.purchase_order, NEW.location, NEW.source_id))
  EXECUTE FUNCTION invoice_matches_anew();
