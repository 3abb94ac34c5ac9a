-- The page of a payment that was restored names what took its place, as that of a retried one does.
SET lock_timeout = '5s';

CREATE INDEX payment_restored ON payment (restored_from_id) WHERE restored_from_id IS NOT NULL;
