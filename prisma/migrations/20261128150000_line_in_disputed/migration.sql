-- A dispute that the books show, too: the end of it moves the line out of disputed again.
SET lock_timeout = '5s';

ALTER TABLE payment_line ADD COLUMN disputed_since TIMESTAMPTZ(3);
ALTER TABLE payment_line ADD CONSTRAINT payment_line_disputed_was_inside
  CHECK (disputed_since IS NULL OR inside_since IS NOT NULL);
