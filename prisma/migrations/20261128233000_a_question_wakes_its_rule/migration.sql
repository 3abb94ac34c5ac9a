-- Less to take, or an answer, concerns the rule that asked and the one that plans the invoice. The others of
-- the client were marked as well and told by nobody, so they, and a test clock, waited for the sweep.
SET lock_timeout = '5s';

CREATE FUNCTION autopay_rules_look_again(concerned UUID[]) RETURNS void LANGUAGE sql AS $$
  UPDATE autopay_watch SET look_at = 'epoch', sweeps = 0, swept_at = NULL
    FROM (SELECT rule_id FROM autopay_watch WHERE rule_id = ANY(concerned)
           ORDER BY rule_id FOR NO KEY UPDATE) AS locked
   WHERE autopay_watch.rule_id = locked.rule_id
$$;

CREATE OR REPLACE FUNCTION autopay_question_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  asking UUID[] := ARRAY(SELECT rule_id FROM autopay_approval WHERE invoice_id = NEW.id AND state = 'asked');
BEGIN
  IF asking <> '{}' THEN
    PERFORM autopay_rules_look_again(asking || ARRAY(SELECT rule_id FROM autopay_plan WHERE invoice_id = NEW.id));
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION autopay_amount_raised() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  concerned UUID[] := ARRAY(
    SELECT rule_id FROM autopay_watch, business
     WHERE organization_id = NEW.organization_id
       AND NOT EXISTS (SELECT FROM autopay_slot AS slot
                        WHERE slot.invoice_id = NEW.id AND slot.opening = NEW.opening)
       AND (look_at <= clock_timestamp() + clock_offset_ms * interval '1 millisecond'
            OR rule_id IN (SELECT rule_id FROM autopay_plan WHERE invoice_id = NEW.id)));
BEGIN
  PERFORM autopay_rules_look_again(concerned);
  RETURN NULL;
END $$;
