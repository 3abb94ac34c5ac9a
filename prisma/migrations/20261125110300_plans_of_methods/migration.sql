-- What is planned on a method, asked whenever methods are listed: its past payments are many.
SET lock_timeout = '5s';

CREATE INDEX payment_planned_on_method ON payment (method_id) WHERE state IN ('scheduled', 'inReview');
