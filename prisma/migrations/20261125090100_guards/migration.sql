-- What must never happen, whoever writes: a second line of defence behind the transactions of the
-- stores. Each constraint is violated once in test/prisma/guards.test.ts.
SET lock_timeout = '5s';

ALTER TABLE business
  ADD CONSTRAINT business_is_one CHECK (id = 1),
  ADD CONSTRAINT business_clock_only_ahead CHECK (clock_offset_ms >= 0),
  ADD CONSTRAINT business_run_time CHECK (run_time ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$');

ALTER TABLE contact_profile
  ADD CONSTRAINT contact_profile_rights CHECK (rights <@ ARRAY[
    'viewInvoices', 'pay', 'schedule', 'manageMethods', 'manageAutopay', 'seeCredits',
    'receiveReceipts', 'receiveReminders', 'receiveFailureMails']),
  ADD CONSTRAINT contact_profile_minimum CHECK (
    (receipt_minimum_minor IS NULL) = (receipt_minimum_currency IS NULL)
    AND receipt_minimum_minor >= 0);

ALTER TABLE payment_method
  ADD CONSTRAINT payment_method_kind CHECK (kind IN ('card', 'bankDebit')),
  ADD CONSTRAINT payment_method_status CHECK (status IN ('usable', 'expired', 'removed', 'switchedOff')),
  ADD CONSTRAINT payment_method_last_four CHECK (last_four ~ '^[0-9]{4}$'),
  -- A number of a card or an account is no token.
  ADD CONSTRAINT payment_method_no_number CHECK (token !~ '^[0-9 -]{9,}$'),
  ADD CONSTRAINT payment_method_expiry CHECK (expires_in ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  ADD CONSTRAINT payment_method_removed_is_no_default CHECK (NOT (is_default AND removed_at IS NOT NULL));
CREATE UNIQUE INDEX payment_method_one_default ON payment_method (organization_id) WHERE is_default;

ALTER TABLE unapplied_money
  ADD CONSTRAINT unapplied_money_remaining CHECK (remaining_minor BETWEEN 0 AND amount_minor);

ALTER TABLE invoice
  ADD CONSTRAINT invoice_not_negative CHECK (
    total_minor >= 0 AND open_minor >= 0 AND firm_minor >= 0 AND disputed_minor >= 0
    AND overage_minor >= 0 AND planned_minor >= 0 AND unposted_minor >= 0),
  -- The hard ceiling (rules.md 1): in flight is never above open, but for what the source no longer wants.
  ADD CONSTRAINT invoice_firm_within_open CHECK (firm_minor <= open_minor + overage_minor),
  ADD CONSTRAINT invoice_unposted_within_firm CHECK (unposted_minor <= firm_minor),
  ADD CONSTRAINT invoice_opening CHECK (opening >= 1),
  ADD CONSTRAINT invoice_document_status CHECK (document_status IN ('none', 'wanted', 'kept', 'unavailable')),
  ADD CONSTRAINT invoice_document_kept CHECK ((document_status = 'kept') = (document_id IS NOT NULL));
-- A number that a client has twice on purpose differs by its source's own reference.
CREATE UNIQUE INDEX invoice_known_once ON invoice (organization_id, source_id, number_key, (COALESCE(source_reference, '')));

ALTER TABLE payment
  ADD CONSTRAINT payment_kind CHECK (kind IN ('manual', 'scheduled', 'autopay')),
  ADD CONSTRAINT payment_state CHECK (state IN (
    'scheduled', 'reserved', 'submitting', 'actionRequired', 'unknown', 'pending', 'settled',
    'failed', 'returned', 'disputed', 'cancelled', 'superseded', 'inReview')),
  ADD CONSTRAINT payment_method_kind CHECK (method_kind IN ('card', 'bankDebit')),
  ADD CONSTRAINT payment_strategy CHECK (strategy IN ('nearest-first', 'tail-first', 'pro-rata')),
  -- Nothing is charged above what a person last set (P13).
  ADD CONSTRAINT payment_amount CHECK (amount_minor BETWEEN 0 AND entered_minor),
  ADD CONSTRAINT payment_date_is_whole CHECK (
    (run_on IS NULL) = (run_at IS NULL) AND (run_on IS NULL) = (zone IS NULL)
    AND (run_on IS NULL) = (run_time IS NULL)),
  ADD CONSTRAINT payment_scheduled_has_date CHECK (state <> 'scheduled' OR run_on IS NOT NULL),
  ADD CONSTRAINT payment_next_step CHECK (
    (next_step_at IS NULL) = (next_step IS NULL) AND (next_step_at IS NULL) = (next_step_clock IS NULL)
    AND next_step IN ('charge', 'ask', 'finish') AND next_step_clock IN ('business', 'real'));

ALTER TABLE payment_line
  ADD CONSTRAINT payment_line_amount CHECK (amount_minor BETWEEN 0 AND entered_minor);

ALTER TABLE charge
  ADD CONSTRAINT charge_key_is_of_payment CHECK (key = payment_id || ':charge'),
  ADD CONSTRAINT charge_amount CHECK (amount_minor > 0),
  ADD CONSTRAINT charge_no_number CHECK (method_token !~ '^[0-9 -]{9,}$');

ALTER TABLE adjustment
  ADD CONSTRAINT adjustment_lowers CHECK (after_minor >= 0 AND after_minor < before_minor),
  ADD CONSTRAINT adjustment_cause CHECK (
    (cause = 'payment' AND cause_payment_id IS NOT NULL AND cause_payment_id <> payment_id)
    OR (cause = 'external' AND cause_payment_id IS NULL AND status = 'applied')),
  ADD CONSTRAINT adjustment_status CHECK (status IN ('held', 'applied', 'released'));
CREATE INDEX adjustment_held ON adjustment (cause_payment_id) WHERE status = 'held';

ALTER TABLE message
  ADD CONSTRAINT message_status CHECK (status IN ('waiting', 'sent', 'failed', 'dropped')),
  -- Sent is said only with the provider's own id (rules.md 19).
  ADD CONSTRAINT message_sent_has_id CHECK (status <> 'sent' OR (provider_id IS NOT NULL AND html IS NOT NULL)),
  ADD CONSTRAINT message_one_recipient CHECK (recipient_address ~ '^[^\s@,;<>]+@[^\s@,;<>]+$');
CREATE INDEX message_waiting ON message (next_try_at) WHERE status = 'waiting';

CREATE UNIQUE INDEX task_open_once ON task (dedupe_key) WHERE resolved_at IS NULL;
CREATE INDEX task_open ON task (opened_at DESC, id DESC) WHERE resolved_at IS NULL;

ALTER TABLE app_user
  ADD CONSTRAINT app_user_role CHECK (role IN ('admin', 'biller', 'viewer')),
  ADD CONSTRAINT app_user_password_is_argon CHECK (password_hash LIKE '$argon2id$%');

ALTER TABLE import
  ADD CONSTRAINT import_status CHECK (status IN ('open', 'reading', 'question', 'applying', 'waiting', 'done', 'refused')),
  ADD CONSTRAINT import_scope CHECK (scope IN ('all', 'named'));
ALTER TABLE import_row
  ADD CONSTRAINT import_row_outcome CHECK (outcome IN (
    'staged', 'created', 'updated', 'unchanged', 'conflict', 'refused', 'waiting'));

-- The outbox: what is due, by its clock. The lists of the page: what is open, by due date.
CREATE INDEX payment_next_step ON payment (next_step_clock, next_step_at) WHERE next_step_at IS NOT NULL;
CREATE INDEX payment_planned ON payment (organization_id, run_on, id) WHERE state IN ('scheduled', 'inReview');
CREATE INDEX invoice_open_of_client ON invoice (organization_id, due_on, id) WHERE open_minor > 0 AND NOT is_void;
CREATE INDEX invoice_open_by_due ON invoice (due_on, id) WHERE open_minor > 0 AND NOT is_void;

-- Live events are read in the order of their transactions.
CREATE INDEX event_in_order ON event (transaction_id, id);

CREATE FUNCTION notify_of_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('headroom_events', '');
  RETURN NULL;
END $$;
CREATE TRIGGER event_notifies AFTER INSERT ON event FOR EACH STATEMENT EXECUTE FUNCTION notify_of_events();

-- The audit trail is only added to. After a restore into a new cluster the transaction ids of old
-- events mean nothing and are put before everything; that alone may change.
CREATE FUNCTION keep_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.transaction_id = '0'::xid8
     AND to_jsonb(NEW) - 'transaction_id' = to_jsonb(OLD) - 'transaction_id' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'an event is never changed or deleted' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER event_is_kept BEFORE UPDATE OR DELETE ON event FOR EACH ROW EXECUTE FUNCTION keep_events();
