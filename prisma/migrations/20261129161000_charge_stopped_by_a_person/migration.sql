-- A person does not wait for the payer any longer: the charge is fenced at once (rules.md 11).
ALTER TABLE charge ADD COLUMN stop_asked_at timestamptz(3);
