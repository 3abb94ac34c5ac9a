-- What the mail service reports after it took a mail: found by the id that it gave.
ALTER TABLE message ADD COLUMN delivered_at timestamptz(3);
CREATE INDEX message_taken ON message (provider_id) WHERE provider_id IS NOT NULL;

-- Whoever has an address that mails come back from, at whichever client.
CREATE INDEX contact_reached ON contact (email_key) WHERE removed_at IS NULL AND email_key IS NOT NULL;
