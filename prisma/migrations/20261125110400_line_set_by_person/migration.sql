-- A person who sets a line anew sets it for good: what had lowered it before counts no more towards
-- what the line must be. Adjustments get their ids under the payment's lock, so later is higher.
SET lock_timeout = '5s';

ALTER TABLE payment_line ADD COLUMN set_after_adjustment BIGINT NOT NULL DEFAULT 0;
