-- Payments of a quick filter by number. The planner took the unique index of numbers instead, and read
-- half a million settled payments on its way to the first that is scheduled: it takes states for
-- spread evenly over numbers, and they are not. An order that only this index has leaves it no choice.
SET lock_timeout = '5s';

DROP INDEX payment_view_by_number;
CREATE INDEX payment_view_by_number ON payment (payment_view(state), ((number + 0)), id);
