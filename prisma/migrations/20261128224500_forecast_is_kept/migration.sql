-- What autopay is to take of each open invoice is kept beside the figures of its client, and folded by
-- who reads like these (prisma/stores/figures/fold-figures.ts): lists and sums then go by it as by any
-- other figure. Until now every reading decided every invoice of every client that has rules.
SET lock_timeout = '5s';

CREATE TABLE "autopay_forecast" (
    "invoice_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "uncovered_minor" BIGINT NOT NULL,
    "due_on" DATE NOT NULL,

    CONSTRAINT "autopay_forecast_pkey" PRIMARY KEY ("invoice_id")
);
CREATE INDEX "autopay_forecast_organization_id_idx" ON "autopay_forecast"("organization_id");
CREATE INDEX "autopay_forecast_uncovered_minor_invoice_id_idx" ON "autopay_forecast"("uncovered_minor", "invoice_id");
CREATE INDEX "autopay_forecast_due_on_invoice_id_idx" ON "autopay_forecast"("due_on", "invoice_id");
ALTER TABLE autopay_forecast ADD CONSTRAINT autopay_forecast_takes CHECK (amount_minor > 0 AND uncovered_minor >= 0);

ALTER TABLE "client_owed" ADD COLUMN "autopay_forecast" BIGINT NOT NULL DEFAULT 0;
ALTER TABLE "figures_total" ADD COLUMN "autopay_forecast" BIGINT NOT NULL DEFAULT 0;
-- The limits of payments that amounts were last decided under.
ALTER TABLE "figures_day" ADD COLUMN "limits" TEXT NOT NULL DEFAULT '';
-- What is to be decided again: one invoice, or all of a client whose rules are others now.
ALTER TABLE "stale_figures" ADD COLUMN "invoice_id" UUID;
ALTER TABLE "stale_figures" ADD COLUMN "rules_changed" BOOLEAN NOT NULL DEFAULT false;

CREATE OR REPLACE FUNCTION invoices_make_figures_stale() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO stale_figures (organization_id, invoice_id) SELECT organization_id, id FROM after_it;
  ELSE
    -- A merge gives an invoice to another client.
    INSERT INTO stale_figures (organization_id, invoice_id)
    SELECT organization_id, id FROM after_it UNION SELECT organization_id, id FROM before_it;
  END IF;
  RETURN NULL;
END $$;

-- What else decides: the rules, what they pay with, whose slot has had its outcome, what a person agreed to.
CREATE FUNCTION rules_make_figures_stale() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO stale_figures (organization_id, rules_changed) VALUES (NEW.organization_id, true);
  RETURN NULL;
END $$;
CREATE TRIGGER rule_makes_figures_stale AFTER INSERT OR UPDATE ON autopay_rule
  FOR EACH ROW EXECUTE FUNCTION rules_make_figures_stale();
CREATE TRIGGER new_method_makes_figures_stale AFTER INSERT ON payment_method
  FOR EACH ROW EXECUTE FUNCTION rules_make_figures_stale();
CREATE TRIGGER method_makes_figures_stale AFTER UPDATE ON payment_method
  FOR EACH ROW WHEN ((OLD.organization_id, OLD.kind, OLD.status, OLD.is_default, OLD.removed_at)
    IS DISTINCT FROM (NEW.organization_id, NEW.kind, NEW.status, NEW.is_default, NEW.removed_at))
  EXECUTE FUNCTION rules_make_figures_stale();

CREATE FUNCTION slots_make_figures_stale() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO stale_figures (organization_id, invoice_id)
  SELECT DISTINCT organization_id, invoice_id FROM moved;
  RETURN NULL;
END $$;
CREATE TRIGGER new_slots_make_figures_stale AFTER INSERT ON autopay_slot
  REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION slots_make_figures_stale();
CREATE TRIGGER agreed_backlog_makes_figures_stale AFTER INSERT ON autopay_backlog_invoice
  REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION slots_make_figures_stale();
CREATE TRIGGER left_backlog_makes_figures_stale AFTER DELETE ON autopay_backlog_invoice
  REFERENCING OLD TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION slots_make_figures_stale();

CREATE FUNCTION source_makes_figures_stale() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO stale_figures (organization_id, rules_changed)
  SELECT DISTINCT organization_id, true FROM invoice WHERE source_id = NEW.id AND open_minor > 0;
  RETURN NULL;
END $$;
CREATE TRIGGER source_makes_figures_stale AFTER UPDATE ON source
  FOR EACH ROW WHEN (OLD.name <> NEW.name) EXECUTE FUNCTION source_makes_figures_stale();

-- The triggers hold writers off until this is over.
INSERT INTO stale_figures (organization_id, rules_changed) SELECT id, true FROM organization;
