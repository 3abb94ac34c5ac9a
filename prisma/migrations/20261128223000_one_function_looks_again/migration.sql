-- One function under one name: whoever has no rule of its own in mind leaves the second argument out.
SET lock_timeout = '5s';

DROP FUNCTION autopay_look_again(UUID);
CREATE OR REPLACE FUNCTION autopay_look_again(client UUID, also UUID DEFAULT NULL) RETURNS void LANGUAGE sql AS $$
  UPDATE autopay_watch SET look_at = 'epoch', sweeps = 0, swept_at = NULL
    FROM (SELECT rule_id FROM autopay_watch
           WHERE organization_id = client
             AND (rule_id = also OR EXISTS (SELECT FROM autopay_rule AS rule
                   WHERE rule.id = rule_id AND rule.is_enabled AND rule.removed_at IS NULL))
           ORDER BY rule_id FOR NO KEY UPDATE) AS locked
   WHERE autopay_watch.rule_id = locked.rule_id
$$;
