-- A list that gives each invoice an id of its own finds it by that.
SET lock_timeout = '5s';

CREATE INDEX invoice_by_source_reference ON invoice (source_id, source_reference)
  WHERE source_reference IS NOT NULL;
