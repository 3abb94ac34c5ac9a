-- The rules by which invoices of a client are paid by themselves, every version of them, and the
-- invoices that a person agreed to take although their date had passed.
SET lock_timeout = '5s';

ALTER TABLE business
  ADD COLUMN autopay_notice_days SMALLINT NOT NULL DEFAULT 3,
  -- An approval is asked at least one day before the run (rules.md 17).
  ADD CONSTRAINT business_autopay_notice_days CHECK (autopay_notice_days BETWEEN 1 AND 60);

CREATE TABLE autopay_rule (
  id UUID NOT NULL,
  organization_id UUID NOT NULL,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  position INTEGER NOT NULL,
  is_enabled BOOLEAN NOT NULL,
  is_locked BOOLEAN NOT NULL DEFAULT false,
  method_id UUID,
  criteria JSONB NOT NULL,
  timing JSONB NOT NULL,
  currency CHAR(3) NOT NULL,
  cap_minor BIGINT,
  cap_mode TEXT,
  with_scheduled TEXT NOT NULL,
  allows_fall_through BOOLEAN NOT NULL DEFAULT false,
  needs_approval BOOLEAN NOT NULL DEFAULT false,
  backlog TEXT NOT NULL DEFAULT 'leave',
  activated_on DATE NOT NULL,
  notice_days SMALLINT,
  created_at TIMESTAMPTZ(3) NOT NULL,
  removed_at TIMESTAMPTZ(3),
  version INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT autopay_rule_pkey PRIMARY KEY (id),
  CONSTRAINT autopay_rule_organization_id_fkey FOREIGN KEY (organization_id)
    REFERENCES organization (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  -- A method of another client is impossible.
  CONSTRAINT autopay_rule_organization_id_method_id_fkey FOREIGN KEY (organization_id, method_id)
    REFERENCES payment_method (organization_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT autopay_rule_position CHECK (position >= 1),
  CONSTRAINT autopay_rule_criteria CHECK (jsonb_typeof(criteria) = 'array'),
  CONSTRAINT autopay_rule_timing CHECK (timing ->> 'kind' IN (
    'onDueDate', 'daysBeforeDue', 'daysAfterDue', 'daysAfterInvoiceDate', 'dayOfMonth')),
  CONSTRAINT autopay_rule_cap CHECK (
    (cap_minor IS NULL) = (cap_mode IS NULL) AND cap_minor > 0 AND cap_mode IN ('skip', 'payUpTo')),
  CONSTRAINT autopay_rule_with_scheduled CHECK (with_scheduled IN ('suppress', 'residual')),
  CONSTRAINT autopay_rule_backlog CHECK (backlog IN ('leave', 'take')),
  CONSTRAINT autopay_rule_notice_days CHECK (notice_days BETWEEN 1 AND 60),
  CONSTRAINT autopay_rule_removed_is_disabled CHECK (removed_at IS NULL OR NOT is_enabled)
);
CREATE UNIQUE INDEX autopay_rule_organization_id_id_key ON autopay_rule (organization_id, id);
CREATE INDEX autopay_rule_method_id_idx ON autopay_rule (method_id);
CREATE UNIQUE INDEX autopay_rule_named_once ON autopay_rule (organization_id, name_key)
  WHERE removed_at IS NULL;
-- Looked at when the transaction ends, so that rules can change places in one statement.
ALTER TABLE autopay_rule ADD CONSTRAINT autopay_rule_one_position
  EXCLUDE USING btree (organization_id WITH =, position WITH =) WHERE (removed_at IS NULL)
  DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE autopay_rule_version (
  rule_id UUID NOT NULL,
  version INTEGER NOT NULL,
  organization_id UUID NOT NULL,
  body JSONB NOT NULL,
  changed_by_id UUID,
  changed_by_name TEXT NOT NULL,
  changed_at TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT autopay_rule_version_pkey PRIMARY KEY (rule_id, version),
  CONSTRAINT autopay_rule_version_organization_id_rule_id_fkey FOREIGN KEY (organization_id, rule_id)
    REFERENCES autopay_rule (organization_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT
);

CREATE TABLE autopay_backlog_invoice (
  rule_id UUID NOT NULL,
  invoice_id UUID NOT NULL,
  organization_id UUID NOT NULL,
  CONSTRAINT autopay_backlog_invoice_pkey PRIMARY KEY (rule_id, invoice_id),
  CONSTRAINT autopay_backlog_invoice_organization_id_rule_id_fkey FOREIGN KEY (organization_id, rule_id)
    REFERENCES autopay_rule (organization_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT autopay_backlog_invoice_organization_id_invoice_id_fkey FOREIGN KEY (organization_id, invoice_id)
    REFERENCES invoice (organization_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT
);
CREATE INDEX autopay_backlog_invoice_invoice_id_idx ON autopay_backlog_invoice (invoice_id);

-- What was decided under a version is explained by it: a version is never changed or deleted.
CREATE FUNCTION keep_rule_versions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a version of a rule is never changed or deleted' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER autopay_rule_version_is_kept BEFORE UPDATE OR DELETE ON autopay_rule_version
  FOR EACH ROW EXECUTE FUNCTION keep_rule_versions();
