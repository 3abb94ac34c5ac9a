-- What clients owe, added up once per change and not once per reading: a list of five thousand
-- clients and the sums over a hundred thousand invoices then cost what a small one costs.
--
-- Whoever changes an invoice only adds a row that says whose figures are stale, and so waits for
-- nobody. The next reader adds those clients up again, one reader at a time, before it reads
-- (prisma/stores/figures/fold-figures.ts).
SET lock_timeout = '5s';

CREATE TABLE "stale_figures" (
    "id" BIGSERIAL NOT NULL,
    "organization_id" UUID NOT NULL,

    CONSTRAINT "stale_figures_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "figures_day" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "day" DATE NOT NULL,

    CONSTRAINT "figures_day_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "client_figures" (
    "organization_id" UUID NOT NULL,
    "currency" CHAR(3),
    "balance" BIGINT NOT NULL,
    "past_due" BIGINT NOT NULL,
    "uncovered" BIGINT NOT NULL,
    "owes" BOOLEAN NOT NULL,
    "has_past_due" BOOLEAN NOT NULL,
    "has_uncovered" BOOLEAN NOT NULL,
    "oldest_due_on" DATE,
    "next_run_on" DATE,

    CONSTRAINT "client_figures_pkey" PRIMARY KEY ("organization_id")
);

CREATE TABLE "client_owed" (
    "organization_id" UUID NOT NULL,
    "view" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "open_invoices" BIGINT NOT NULL,
    "total" BIGINT NOT NULL,
    "balance" BIGINT NOT NULL,
    "headroom" BIGINT NOT NULL,
    "past_due" BIGINT NOT NULL,
    "past_due_invoices" BIGINT NOT NULL,
    "uncovered" BIGINT NOT NULL,

    CONSTRAINT "client_owed_pkey" PRIMARY KEY ("organization_id", "view", "currency")
);

CREATE TABLE "figures_total" (
    "list" TEXT NOT NULL,
    "view" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "clients" BIGINT NOT NULL,
    "open_invoices" BIGINT NOT NULL,
    "total" BIGINT NOT NULL,
    "balance" BIGINT NOT NULL,
    "headroom" BIGINT NOT NULL,
    "past_due" BIGINT NOT NULL,
    "past_due_invoices" BIGINT NOT NULL,
    "uncovered" BIGINT NOT NULL,

    CONSTRAINT "figures_total_pkey" PRIMARY KEY ("list", "view", "currency")
);

ALTER TABLE figures_day ADD CONSTRAINT figures_day_is_one CHECK (id = 1);
INSERT INTO figures_day (day) VALUES ('-infinity');

-- Every order of the list of clients; by name there is one already.
CREATE INDEX "client_figures_balance_organization_id_idx" ON "client_figures"("balance", "organization_id");
CREATE INDEX "client_figures_past_due_organization_id_idx" ON "client_figures"("past_due", "organization_id");
CREATE INDEX "client_figures_uncovered_organization_id_idx" ON "client_figures"("uncovered", "organization_id");
CREATE INDEX client_figures_by_oldest ON client_figures ((COALESCE(oldest_due_on, 'infinity'::date)), organization_id);
CREATE INDEX client_figures_by_oldest_last ON client_figures ((COALESCE(oldest_due_on, '-infinity'::date)), organization_id);
CREATE INDEX client_figures_by_run ON client_figures ((COALESCE(next_run_on, 'infinity'::date)), organization_id);
CREATE INDEX client_figures_by_run_last ON client_figures ((COALESCE(next_run_on, '-infinity'::date)), organization_id);

CREATE FUNCTION invoices_make_figures_stale() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO stale_figures (organization_id) SELECT DISTINCT organization_id FROM after_it;
  ELSE
    -- A merge gives an invoice to another client.
    INSERT INTO stale_figures (organization_id)
    SELECT organization_id FROM after_it UNION SELECT organization_id FROM before_it;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER new_invoices_make_figures_stale AFTER INSERT ON invoice
  REFERENCING NEW TABLE AS after_it FOR EACH STATEMENT EXECUTE FUNCTION invoices_make_figures_stale();
CREATE TRIGGER invoices_make_figures_stale AFTER UPDATE ON invoice
  REFERENCING NEW TABLE AS after_it OLD TABLE AS before_it
  FOR EACH STATEMENT EXECUTE FUNCTION invoices_make_figures_stale();

-- The next payment of a client is planned, moved or gone.
CREATE FUNCTION plan_makes_figures_stale() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO stale_figures (organization_id) VALUES (NEW.organization_id);
  IF TG_OP = 'UPDATE' AND OLD.organization_id <> NEW.organization_id THEN
    INSERT INTO stale_figures (organization_id) VALUES (OLD.organization_id);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER new_plan_makes_figures_stale AFTER INSERT ON payment
  FOR EACH ROW WHEN (NEW.state = 'scheduled') EXECUTE FUNCTION plan_makes_figures_stale();
CREATE TRIGGER plan_makes_figures_stale AFTER UPDATE ON payment
  FOR EACH ROW WHEN ((OLD.state = 'scheduled' OR NEW.state = 'scheduled')
    AND (OLD.organization_id, OLD.state, OLD.run_on, OLD.amount_minor)
        IS DISTINCT FROM (NEW.organization_id, NEW.state, NEW.run_on, NEW.amount_minor))
  EXECUTE FUNCTION plan_makes_figures_stale();

CREATE FUNCTION client_makes_figures_stale() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO stale_figures (organization_id) VALUES (NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER new_client_makes_figures_stale AFTER INSERT ON organization
  FOR EACH ROW EXECUTE FUNCTION client_makes_figures_stale();
CREATE TRIGGER merged_client_makes_figures_stale AFTER UPDATE ON organization
  FOR EACH ROW WHEN (OLD.merged_into_id IS DISTINCT FROM NEW.merged_into_id)
  EXECUTE FUNCTION client_makes_figures_stale();

-- The triggers hold writers off until this is over.
INSERT INTO stale_figures (organization_id) SELECT id FROM organization;

-- Searching clients: by name there is one already.
CREATE INDEX organization_customer_number_parts ON organization USING gin (lower(customer_number) gin_trgm_ops);
CREATE INDEX organization_city_parts ON organization USING gin (lower(city) gin_trgm_ops);
CREATE INDEX organization_alias_parts ON organization_alias USING gin (lower(alias) gin_trgm_ops);
