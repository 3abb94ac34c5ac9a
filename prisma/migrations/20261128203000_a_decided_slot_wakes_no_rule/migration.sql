-- A slot that was decided is nobody's to take, so money that comes back to its invoice, above all from the
-- declined payment of autopay itself, is no news to any rule.
SET lock_timeout = '5s';

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
  UPDATE autopay_watch SET look_at = 'epoch', sweeps = 0, swept_at = NULL
    FROM (SELECT rule_id FROM autopay_watch WHERE rule_id = ANY(concerned)
           ORDER BY rule_id FOR NO KEY UPDATE) AS locked
   WHERE autopay_watch.rule_id = locked.rule_id;
  RETURN NULL;
END $$;
