-- What the calendar and the queue of approvals read, at any size; and both are told to the pages.
SET lock_timeout = '5s';

-- A month of all clients, and a month of one.
CREATE INDEX payment_planned_by_run ON payment (run_on, id) WHERE state IN ('scheduled', 'inReview');
CREATE INDEX autopay_plan_organization_id_run_on_idx ON autopay_plan (organization_id, run_on);
-- What was answered today stands under what waits.
CREATE INDEX autopay_approval_answered ON autopay_approval (decided_at, id) WHERE state IN ('approved', 'declined');

-- Questions are asked, answered and taken back by several statements; here none can forget to tell.
CREATE FUNCTION tell_asked_approvals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO event (happened_at, actor_kind, actor_name, kind, organization_id, subject)
  SELECT asked_at, 'system', 'Headroom', 'approval.asked', organization_id, 'approval:' || id FROM asked;
  RETURN NULL;
END $$;

CREATE FUNCTION tell_closed_approvals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO event (happened_at, actor_kind, actor_name, kind, organization_id, subject)
  SELECT now_closed.decided_at, 'system', 'Headroom', 'approval.closed', now_closed.organization_id,
         'approval:' || now_closed.id
    FROM now_closed JOIN was_asked USING (id)
   WHERE was_asked.state = 'asked' AND now_closed.state <> 'asked';
  RETURN NULL;
END $$;

CREATE TRIGGER asked_approvals_are_told AFTER INSERT ON autopay_approval
  REFERENCING NEW TABLE AS asked FOR EACH STATEMENT EXECUTE FUNCTION tell_asked_approvals();
CREATE TRIGGER closed_approvals_are_told AFTER UPDATE ON autopay_approval
  REFERENCING OLD TABLE AS was_asked NEW TABLE AS now_closed
  FOR EACH STATEMENT EXECUTE FUNCTION tell_closed_approvals();
