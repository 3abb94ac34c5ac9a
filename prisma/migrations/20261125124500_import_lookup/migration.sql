-- A plain PDF is attached by the number in its file name, where a hyphen stands for what no name can hold.
SET lock_timeout = '5s';

CREATE INDEX invoice_number_as_file_name
  ON invoice (regexp_replace(number_key, '[\\/:*?"<>|[:space:]_-]+', '-', 'g'));
