-- What becomes of the slots of autopay: when each open one is due, who was told and asked before it,
-- what was decided at its instant, and when the workflow of a rule has to look again.
SET lock_timeout = '5s';

ALTER TABLE business
  -- The runs of one minute are spread over so many, each rule always at the same point of them.
  ADD COLUMN autopay_window_minutes SMALLINT NOT NULL DEFAULT 15,
  ADD CONSTRAINT business_autopay_window CHECK (autopay_window_minutes BETWEEN 0 AND 720);

ALTER TABLE invoice ADD COLUMN opened_on DATE;

-- Decided, once for ever: the primary key lets a slot have one outcome and so one payment (rules.md 17).
CREATE TABLE autopay_slot (
  invoice_id UUID NOT NULL,
  opening INTEGER NOT NULL,
  organization_id UUID NOT NULL,
  outcome TEXT NOT NULL,
  rule_id UUID NOT NULL,
  rule_version INTEGER NOT NULL,
  run_on DATE NOT NULL,
  run_at TIMESTAMPTZ(3) NOT NULL,
  amount_minor BIGINT,
  payment_id UUID,
  decided_at TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT autopay_slot_pkey PRIMARY KEY (invoice_id, opening),
  CONSTRAINT autopay_slot_organization_id_invoice_id_fkey FOREIGN KEY (organization_id, invoice_id)
    REFERENCES invoice (organization_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT autopay_slot_rule_id_rule_version_fkey FOREIGN KEY (rule_id, rule_version)
    REFERENCES autopay_rule_version (rule_id, version) ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT autopay_slot_organization_id_payment_id_fkey FOREIGN KEY (organization_id, payment_id)
    REFERENCES payment (organization_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT autopay_slot_opening CHECK (opening >= 1),
  CONSTRAINT autopay_slot_outcome CHECK (outcome IN (
    'excluded', 'held', 'missing', 'method-invalid', 'over-cap', 'superseded', 'suppressed',
    'below-minimum', 'above-maximum', 'not-approved', 'charge')),
  CONSTRAINT autopay_slot_charge_has_payment CHECK (
    (outcome = 'charge') = (payment_id IS NOT NULL) AND (payment_id IS NULL OR amount_minor > 0))
);
CREATE UNIQUE INDEX autopay_slot_payment_id_key ON autopay_slot (payment_id);
CREATE INDEX autopay_slot_rule_id_decided_at_idx ON autopay_slot (rule_id, decided_at);

-- A slot that was decided stays decided.
CREATE FUNCTION keep_autopay_slots() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a decided slot is never changed or deleted' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER autopay_slot_is_kept BEFORE UPDATE OR DELETE ON autopay_slot
  FOR EACH ROW EXECUTE FUNCTION keep_autopay_slots();

-- The open slots with their instants, as the last look of the winning rule left them.
CREATE TABLE autopay_plan (
  invoice_id UUID NOT NULL,
  opening INTEGER NOT NULL,
  organization_id UUID NOT NULL,
  rule_id UUID NOT NULL,
  run_on DATE NOT NULL,
  run_at TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT autopay_plan_pkey PRIMARY KEY (invoice_id),
  CONSTRAINT autopay_plan_organization_id_invoice_id_fkey FOREIGN KEY (organization_id, invoice_id)
    REFERENCES invoice (organization_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT autopay_plan_organization_id_rule_id_fkey FOREIGN KEY (organization_id, rule_id)
    REFERENCES autopay_rule (organization_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT
);
CREATE INDEX autopay_plan_rule_id_run_at_idx ON autopay_plan (rule_id, run_at);
CREATE INDEX autopay_plan_run_on_invoice_id_idx ON autopay_plan (run_on, invoice_id);

CREATE TABLE autopay_approval (
  id UUID NOT NULL,
  organization_id UUID NOT NULL,
  invoice_id UUID NOT NULL,
  opening INTEGER NOT NULL,
  rule_id UUID NOT NULL,
  rule_version INTEGER NOT NULL,
  method_id UUID NOT NULL,
  run_on DATE NOT NULL,
  run_at TIMESTAMPTZ(3) NOT NULL,
  maximum_minor BIGINT NOT NULL,
  currency CHAR(3) NOT NULL,
  state TEXT NOT NULL DEFAULT 'asked',
  asked_at TIMESTAMPTZ(3) NOT NULL,
  decided_at TIMESTAMPTZ(3),
  decided_by_id UUID,
  decided_by_name TEXT,
  CONSTRAINT autopay_approval_pkey PRIMARY KEY (id),
  CONSTRAINT autopay_approval_invoice_id_organization_id_currency_fkey
    FOREIGN KEY (invoice_id, organization_id, currency)
    REFERENCES invoice (id, organization_id, currency) ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT autopay_approval_rule_id_rule_version_fkey FOREIGN KEY (rule_id, rule_version)
    REFERENCES autopay_rule_version (rule_id, version) ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT autopay_approval_organization_id_method_id_fkey FOREIGN KEY (organization_id, method_id)
    REFERENCES payment_method (organization_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT autopay_approval_maximum CHECK (maximum_minor > 0),
  CONSTRAINT autopay_approval_state CHECK (state IN (
    'asked', 'approved', 'declined', 'replaced', 'withdrawn', 'expired')),
  CONSTRAINT autopay_approval_decided CHECK ((state = 'asked') = (decided_at IS NULL)
    AND (state NOT IN ('approved', 'declined') OR decided_by_name IS NOT NULL))
);
CREATE INDEX autopay_approval_invoice_id_opening_idx ON autopay_approval (invoice_id, opening);
-- One question at a time about a slot; what was answered stays as it was answered.
CREATE UNIQUE INDEX autopay_approval_asked_once ON autopay_approval (invoice_id, opening) WHERE state = 'asked';
CREATE INDEX autopay_approval_asked ON autopay_approval (run_at, id) WHERE state = 'asked';

-- What the client was told before a run: nothing is charged earlier than that (rules.md, P12).
CREATE TABLE autopay_notice (
  id BIGSERIAL NOT NULL,
  invoice_id UUID NOT NULL,
  opening INTEGER NOT NULL,
  organization_id UUID NOT NULL,
  rule_id UUID NOT NULL,
  rule_version INTEGER NOT NULL,
  method_id UUID NOT NULL,
  run_on DATE NOT NULL,
  run_at TIMESTAMPTZ(3) NOT NULL,
  amount_minor BIGINT NOT NULL,
  noticed_at TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT autopay_notice_pkey PRIMARY KEY (id),
  CONSTRAINT autopay_notice_organization_id_invoice_id_fkey FOREIGN KEY (organization_id, invoice_id)
    REFERENCES invoice (organization_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT autopay_notice_rule_id_rule_version_fkey FOREIGN KEY (rule_id, rule_version)
    REFERENCES autopay_rule_version (rule_id, version) ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT autopay_notice_organization_id_method_id_fkey FOREIGN KEY (organization_id, method_id)
    REFERENCES payment_method (organization_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT
);
CREATE INDEX autopay_notice_invoice_id_opening_idx ON autopay_notice (invoice_id, opening);

-- The outbox of a rule's workflow: the business time at which it has something to do. The epoch says
-- *now*, null *nothing*: the rule does not run.
CREATE TABLE autopay_watch (
  rule_id UUID NOT NULL,
  organization_id UUID NOT NULL,
  look_at TIMESTAMPTZ(3),
  sweeps INTEGER NOT NULL DEFAULT 0,
  swept_at TIMESTAMPTZ(3),
  CONSTRAINT autopay_watch_pkey PRIMARY KEY (rule_id),
  CONSTRAINT autopay_watch_organization_id_rule_id_fkey FOREIGN KEY (organization_id, rule_id)
    REFERENCES autopay_rule (organization_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT
);
CREATE INDEX autopay_watch_organization_id_idx ON autopay_watch (organization_id);
CREATE INDEX autopay_watch_due ON autopay_watch (look_at) WHERE look_at IS NOT NULL;
INSERT INTO autopay_watch (rule_id, organization_id, look_at)
  SELECT id, organization_id, 'epoch' FROM autopay_rule;

-- Whatever can move the instant of a slot, or raise its amount, makes the rules of that client look
-- again, in the transaction that does it: no writer can forget. A look holds its own row while it
-- reads, so a change that it does not see waits for it and is seen by the next one. All of it happens
-- at the commit, after every other lock, so that it adds nothing to the order of locks.
CREATE FUNCTION autopay_look_again(client UUID) RETURNS void LANGUAGE sql AS $$
  UPDATE autopay_watch SET look_at = 'epoch', sweeps = 0, swept_at = NULL
    FROM (SELECT rule_id FROM autopay_watch WHERE organization_id = client
           ORDER BY rule_id FOR NO KEY UPDATE) AS locked
   WHERE autopay_watch.rule_id = locked.rule_id
$$;

CREATE FUNCTION autopay_rule_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO autopay_watch (rule_id, organization_id, look_at) VALUES (NEW.id, NEW.organization_id, 'epoch');
  END IF;
  PERFORM autopay_look_again(NEW.organization_id);
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER autopay_rule_is_watched AFTER INSERT OR UPDATE ON autopay_rule
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION autopay_rule_changed();

CREATE FUNCTION autopay_of_client_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM autopay_look_again(NEW.organization_id);
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER invoice_is_new_to_autopay AFTER INSERT ON invoice
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION autopay_of_client_changed();
CREATE CONSTRAINT TRIGGER invoice_moves_autopay AFTER UPDATE ON invoice
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (
    (OLD.organization_id, OLD.currency, OLD.total_minor, OLD.issued_on, OLD.due_on, OLD.is_void, OLD.opening,
     OLD.opened_on, OLD.first_matched_on, OLD.agreement, OLD.agreement_type, OLD.terms_text,
     OLD.invoice_type, OLD.purchase_order, OLD.location, OLD.source_id, OLD.is_on_hold, OLD.autopay_hold,
     OLD.autopay_excluded, OLD.missing_since IS NULL, OLD.drift_since IS NULL)
    IS DISTINCT FROM
    (NEW.organization_id, NEW.currency, NEW.total_minor, NEW.issued_on, NEW.due_on, NEW.is_void, NEW.opening,
     NEW.opened_on, NEW.first_matched_on, NEW.agreement, NEW.agreement_type, NEW.terms_text,
     NEW.invoice_type, NEW.purchase_order, NEW.location, NEW.source_id, NEW.is_on_hold, NEW.autopay_hold,
     NEW.autopay_excluded, NEW.missing_since IS NULL, NEW.drift_since IS NULL)
    -- More to take than before: what was asked or told may no longer cover it.
    OR OLD.open_minor - OLD.firm_minor - OLD.disputed_minor - OLD.planned_minor
       < NEW.open_minor - NEW.firm_minor - NEW.disputed_minor - NEW.planned_minor)
  EXECUTE FUNCTION autopay_of_client_changed();
CREATE CONSTRAINT TRIGGER method_moves_autopay AFTER UPDATE ON payment_method
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (
    (OLD.status, OLD.removed_at, OLD.is_default) IS DISTINCT FROM (NEW.status, NEW.removed_at, NEW.is_default))
  EXECUTE FUNCTION autopay_of_client_changed();
CREATE CONSTRAINT TRIGGER method_is_new_to_autopay AFTER INSERT ON payment_method
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.is_default) EXECUTE FUNCTION autopay_of_client_changed();

-- Less to take: only a question that waits is to be lowered or taken back.
CREATE FUNCTION autopay_question_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM autopay_approval WHERE invoice_id = NEW.id AND state = 'asked') THEN
    PERFORM autopay_look_again(NEW.organization_id);
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER invoice_lowers_autopay AFTER UPDATE ON invoice
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (
    OLD.open_minor - OLD.firm_minor - OLD.disputed_minor - OLD.planned_minor
       > NEW.open_minor - NEW.firm_minor - NEW.disputed_minor - NEW.planned_minor)
  EXECUTE FUNCTION autopay_question_changed();

CREATE FUNCTION autopay_line_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM autopay_look_again(organization_id) FROM invoice
    WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.invoice_id ELSE NEW.invoice_id END;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER invoice_line_moves_autopay AFTER INSERT OR UPDATE OR DELETE ON invoice_line
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION autopay_line_changed();

-- A client with unapplied money is asked about, so its rules look again when that comes or goes.
CREATE CONSTRAINT TRIGGER unapplied_money_moves_autopay AFTER INSERT OR UPDATE ON unapplied_money
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION autopay_of_client_changed();

-- A setting of the business moves what is not yet told: every rule looks again.
CREATE FUNCTION autopay_of_business_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM autopay_look_again(client) FROM (
    SELECT DISTINCT organization_id AS client FROM autopay_watch ORDER BY 1) AS clients;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER business_moves_autopay AFTER UPDATE ON business
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (
    (OLD.zone, OLD.run_time, OLD.autopay_notice_days, OLD.autopay_window_minutes)
    IS DISTINCT FROM (NEW.zone, NEW.run_time, NEW.autopay_notice_days, NEW.autopay_window_minutes))
  EXECUTE FUNCTION autopay_of_business_changed();
