-- A rule that is disabled or removed has no workflow: it looks once more when that happens, so that its
-- plan ends, and from then on no change of its client is news to it.
SET lock_timeout = '5s';

CREATE FUNCTION autopay_look_again(client UUID, also UUID) RETURNS void LANGUAGE sql AS $$
  UPDATE autopay_watch SET look_at = 'epoch', sweeps = 0, swept_at = NULL
    FROM (SELECT rule_id FROM autopay_watch
           WHERE organization_id = client
             AND (rule_id = also OR EXISTS (SELECT FROM autopay_rule AS rule
                   WHERE rule.id = rule_id AND rule.is_enabled AND rule.removed_at IS NULL))
           ORDER BY rule_id FOR NO KEY UPDATE) AS locked
   WHERE autopay_watch.rule_id = locked.rule_id
$$;

CREATE OR REPLACE FUNCTION autopay_look_again(client UUID) RETURNS void LANGUAGE sql AS $$
  SELECT autopay_look_again(client, NULL)
$$;

CREATE OR REPLACE FUNCTION autopay_rule_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO autopay_watch (rule_id, organization_id, look_at) VALUES (NEW.id, NEW.organization_id, 'epoch');
  END IF;
  PERFORM autopay_look_again(NEW.organization_id, NEW.id);
  RETURN NULL;
END $$;
