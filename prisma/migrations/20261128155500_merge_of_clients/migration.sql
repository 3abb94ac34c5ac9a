-- Merging two clients moves what one of them has: the composite keys, which keep a line, a method or a
-- document from ever being of another client, follow the client of what they refer to.
SET lock_timeout = '5s';

ALTER TABLE "document" DROP CONSTRAINT "document_organization_id_invoice_id_fkey";
ALTER TABLE "document" ADD CONSTRAINT "document_organization_id_invoice_id_fkey" FOREIGN KEY ("organization_id", "invoice_id") REFERENCES "invoice"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "reading" DROP CONSTRAINT "reading_organization_id_invoice_id_fkey";
ALTER TABLE "reading" ADD CONSTRAINT "reading_organization_id_invoice_id_fkey" FOREIGN KEY ("organization_id", "invoice_id") REFERENCES "invoice"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "payment" DROP CONSTRAINT "payment_organization_id_method_id_fkey";
ALTER TABLE "payment" ADD CONSTRAINT "payment_organization_id_method_id_fkey" FOREIGN KEY ("organization_id", "method_id") REFERENCES "payment_method"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "payment" DROP CONSTRAINT "payment_organization_id_retry_of_id_fkey";
ALTER TABLE "payment" ADD CONSTRAINT "payment_organization_id_retry_of_id_fkey" FOREIGN KEY ("organization_id", "retry_of_id") REFERENCES "payment"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "payment" DROP CONSTRAINT "payment_organization_id_restored_from_id_fkey";
ALTER TABLE "payment" ADD CONSTRAINT "payment_organization_id_restored_from_id_fkey" FOREIGN KEY ("organization_id", "restored_from_id") REFERENCES "payment"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "payment_line" DROP CONSTRAINT "payment_line_payment_id_organization_id_currency_fkey";
ALTER TABLE "payment_line" ADD CONSTRAINT "payment_line_payment_id_organization_id_currency_fkey" FOREIGN KEY ("payment_id", "organization_id", "currency") REFERENCES "payment"("id", "organization_id", "currency") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "payment_line" DROP CONSTRAINT "payment_line_invoice_id_organization_id_currency_fkey";
ALTER TABLE "payment_line" ADD CONSTRAINT "payment_line_invoice_id_organization_id_currency_fkey" FOREIGN KEY ("invoice_id", "organization_id", "currency") REFERENCES "invoice"("id", "organization_id", "currency") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE autopay_slot DROP CONSTRAINT autopay_slot_organization_id_invoice_id_fkey;
ALTER TABLE autopay_slot ADD CONSTRAINT autopay_slot_organization_id_invoice_id_fkey FOREIGN KEY (organization_id, invoice_id) REFERENCES invoice (organization_id, id) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE autopay_slot DROP CONSTRAINT autopay_slot_organization_id_payment_id_fkey;
ALTER TABLE autopay_slot ADD CONSTRAINT autopay_slot_organization_id_payment_id_fkey FOREIGN KEY (organization_id, payment_id) REFERENCES payment (organization_id, id) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE autopay_approval DROP CONSTRAINT autopay_approval_invoice_id_organization_id_currency_fkey;
ALTER TABLE autopay_approval ADD CONSTRAINT autopay_approval_invoice_id_organization_id_currency_fkey FOREIGN KEY (invoice_id, organization_id, currency) REFERENCES invoice (id, organization_id, currency) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE autopay_approval DROP CONSTRAINT autopay_approval_organization_id_method_id_fkey;
ALTER TABLE autopay_approval ADD CONSTRAINT autopay_approval_organization_id_method_id_fkey FOREIGN KEY (organization_id, method_id) REFERENCES payment_method (organization_id, id) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE autopay_notice DROP CONSTRAINT autopay_notice_organization_id_invoice_id_fkey;
ALTER TABLE autopay_notice ADD CONSTRAINT autopay_notice_organization_id_invoice_id_fkey FOREIGN KEY (organization_id, invoice_id) REFERENCES invoice (organization_id, id) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE autopay_notice DROP CONSTRAINT autopay_notice_organization_id_method_id_fkey;
ALTER TABLE autopay_notice ADD CONSTRAINT autopay_notice_organization_id_method_id_fkey FOREIGN KEY (organization_id, method_id) REFERENCES payment_method (organization_id, id) ON DELETE RESTRICT ON UPDATE CASCADE;

-- A decided slot follows its invoice to the other client, and stays decided.
CREATE OR REPLACE FUNCTION keep_autopay_slots() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'organization_id' = to_jsonb(OLD) - 'organization_id' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a decided slot is never changed or deleted' USING ERRCODE = 'restrict_violation';
END $$;

-- The old id answers with the new one for ever. A merge keeps it one step away.
CREATE FUNCTION survivor_of(organization uuid) RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce((SELECT merged_into_id FROM organization WHERE id = $1), $1);
