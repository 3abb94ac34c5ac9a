-- How many payments are in each state, kept so that the counts beside a page cost the same at any
-- size: the sum over the rows of the state. Whoever changes payments only adds a row, and so waits for
-- nobody; prisma/stores/payments/reading/tally.ts makes few rows of many.
SET lock_timeout = '5s';

CREATE TABLE "payment_tally" (
    "id" BIGSERIAL NOT NULL,
    "state" TEXT NOT NULL,
    "payments" BIGINT NOT NULL,

    CONSTRAINT "payment_tally_pkey" PRIMARY KEY ("id")
);

CREATE FUNCTION tally_payments() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO payment_tally (state, payments) SELECT state, count(*) FROM after_it GROUP BY state;
  ELSE
    INSERT INTO payment_tally (state, payments)
    SELECT state, sum(payments)
      FROM (SELECT state, 1 AS payments FROM after_it UNION ALL SELECT state, -1 FROM before_it) AS moved
     GROUP BY state HAVING sum(payments) <> 0;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER payments_are_tallied AFTER INSERT ON payment
  REFERENCING NEW TABLE AS after_it FOR EACH STATEMENT EXECUTE FUNCTION tally_payments();
CREATE TRIGGER payments_are_tallied_again AFTER UPDATE ON payment
  REFERENCING NEW TABLE AS after_it OLD TABLE AS before_it
  FOR EACH STATEMENT EXECUTE FUNCTION tally_payments();

-- The triggers hold writers off until this is over.
INSERT INTO payment_tally (state, payments) SELECT state, count(*) FROM payment GROUP BY state;
