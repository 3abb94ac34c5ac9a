-- What settled and is still to be entered in the client's own books: which export a line went out
-- with, so that the import can ask for a whole export whether it was entered.
SET lock_timeout = '5s';

CREATE TABLE "entry_export" (
    "id" UUID NOT NULL,
    "exported_at" TIMESTAMPTZ(3) NOT NULL,
    "exported_by_id" UUID,
    "exported_by_name" TEXT NOT NULL,

    CONSTRAINT "entry_export_pkey" PRIMARY KEY ("id")
);
ALTER TABLE "payment_line" ADD COLUMN "entry_export_id" UUID;
ALTER TABLE "payment_line" ADD CONSTRAINT "payment_line_entry_export_id_fkey" FOREIGN KEY ("entry_export_id") REFERENCES "entry_export"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
CREATE INDEX "payment_line_entry_export_id_idx" ON "payment_line"("entry_export_id");

-- Few invoices carry money that the books do not show yet; the list starts from them.
CREATE INDEX invoice_unposted ON invoice (id) WHERE unposted_minor > 0;
