-- A task that is opened or closed is told to the pages that count or list tasks, whoever did it: only
-- a person's own answer was. Tasks are opened by many statements; here none can forget it.
SET lock_timeout = '5s';

CREATE FUNCTION tell_opened_tasks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO event (happened_at, actor_kind, actor_name, kind, organization_id, subject)
  SELECT opened_at, 'system', 'Headroom', 'task.opened', organization_id, 'task:' || id FROM opened;
  RETURN NULL;
END $$;

-- Who closed it and how is in the task, and for a person's answer in `task.resolved`.
CREATE FUNCTION tell_closed_tasks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO event (happened_at, actor_kind, actor_name, kind, organization_id, subject)
  SELECT now_closed.resolved_at, 'system', 'Headroom', 'task.closed', now_closed.organization_id,
         'task:' || now_closed.id
    FROM now_closed JOIN was_open USING (id)
   WHERE was_open.resolved_at IS NULL AND now_closed.resolved_at IS NOT NULL;
  RETURN NULL;
END $$;

CREATE TRIGGER opened_tasks_are_told AFTER INSERT ON task
  REFERENCING NEW TABLE AS opened FOR EACH STATEMENT EXECUTE FUNCTION tell_opened_tasks();
CREATE TRIGGER closed_tasks_are_told AFTER UPDATE ON task
  REFERENCING OLD TABLE AS was_open NEW TABLE AS now_closed
  FOR EACH STATEMENT EXECUTE FUNCTION tell_closed_tasks();
