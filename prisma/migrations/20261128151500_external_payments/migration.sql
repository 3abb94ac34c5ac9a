-- Money that reached an invoice without a payment of ours: received elsewhere, or a credit note's. The
-- id is made by the page, so that a repeat after a lost answer is found and nothing counts twice.
SET lock_timeout = '5s';

CREATE TABLE "external_payment" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "received_on" DATE,
    "reference" TEXT,
    "reason" TEXT,
    "unapplied_id" UUID,
    "recorded_by_id" UUID,
    "recorded_by_name" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "external_payment_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "external_payment_invoice_id_idx" ON "external_payment"("invoice_id");
ALTER TABLE "external_payment" ADD CONSTRAINT "external_payment_invoice_id_organization_id_currency_fkey" FOREIGN KEY ("invoice_id", "organization_id", "currency") REFERENCES "invoice"("id", "organization_id", "currency") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "external_payment" ADD CONSTRAINT "external_payment_unapplied_id_fkey" FOREIGN KEY ("unapplied_id") REFERENCES "unapplied_money"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE external_payment
  ADD CONSTRAINT external_payment_kind CHECK (kind IN ('receivedElsewhere', 'creditApplied')),
  ADD CONSTRAINT external_payment_amount CHECK (amount_minor > 0),
  ADD CONSTRAINT external_payment_of_its_kind CHECK (
    (kind = 'receivedElsewhere') = (received_on IS NOT NULL)
    AND (kind = 'creditApplied') = (unapplied_id IS NOT NULL));
