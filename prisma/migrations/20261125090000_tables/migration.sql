-- The tables, their keys and the indexes of the lists. Generated from prisma/schema; what Prisma
-- cannot say follows in the next migration.
SET lock_timeout = '5s';

-- Short numbers of payments, shown as P-10001.
CREATE SEQUENCE payment_number_seq START 10001;

-- CreateTable
CREATE TABLE "business" (
    "id" SMALLINT NOT NULL DEFAULT 1,
    "name" TEXT NOT NULL,
    "legal_lines" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "zone" TEXT NOT NULL,
    "run_time" TEXT NOT NULL DEFAULT '09:00',
    "locale" TEXT NOT NULL DEFAULT 'en-US',
    "default_currency" CHAR(3) NOT NULL DEFAULT 'USD',
    "mail_from_name" TEXT NOT NULL,
    "mail_from_address" TEXT NOT NULL,
    "mail_reply_to" TEXT,
    "gateway" TEXT NOT NULL DEFAULT 'sandbox',
    "clock_offset_ms" BIGINT NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "business_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "organization" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "customer_number" TEXT,
    "tax_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "address_lines" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "city" TEXT,
    "country" CHAR(2),
    "terms_text" TEXT,
    "merged_into_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "organization_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "organization_alias" (
    "id" BIGSERIAL NOT NULL,
    "organization_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "alias" TEXT NOT NULL,
    "alias_key" TEXT NOT NULL,
    "confirmed_by_id" UUID,
    "confirmed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organization_alias_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact_profile" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "rights" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "receipt_minimum_minor" BIGINT,
    "receipt_minimum_currency" CHAR(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "contact_profile_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "profile_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "email_key" TEXT,
    "phone" TEXT,
    "bounced_at" TIMESTAMPTZ(3),
    "bounce_reason" TEXT,
    "removed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "contact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment_method" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "gateway" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "gateway_customer" TEXT,
    "kind" TEXT NOT NULL,
    "brand" TEXT NOT NULL,
    "last_four" CHAR(4) NOT NULL,
    "expires_in" CHAR(7),
    "friendly_name" TEXT,
    "is_default" BOOLEAN NOT NULL DEFAULT false,
    "status" TEXT NOT NULL DEFAULT 'usable',
    "read_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "payment_method_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "unapplied_money" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "remaining_minor" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "document_number" TEXT,
    "document_id" UUID,
    "issued_on" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "unapplied_money_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import" (
    "id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "as_of" TIMESTAMPTZ(3),
    "is_complete" BOOLEAN NOT NULL DEFAULT false,
    "scope" TEXT NOT NULL DEFAULT 'named',
    "is_history" BOOLEAN NOT NULL DEFAULT false,
    "status" TEXT NOT NULL DEFAULT 'open',
    "status_reason" TEXT,
    "content_key" CHAR(64),
    "rows_total" INTEGER NOT NULL DEFAULT 0,
    "rows_done" INTEGER NOT NULL DEFAULT 0,
    "opened_by_id" UUID,
    "opened_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "import_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_file" (
    "import_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "sha256" CHAR(64) NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,
    "kind" TEXT,
    "reading" JSONB NOT NULL DEFAULT '{}',
    "reason" TEXT,

    CONSTRAINT "import_file_pkey" PRIMARY KEY ("import_id","name")
);

-- CreateTable
CREATE TABLE "import_row" (
    "import_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "file_name" TEXT NOT NULL,
    "line" INTEGER,
    "staged" JSONB NOT NULL,
    "organization_id" UUID,
    "invoice_id" UUID,
    "outcome" TEXT NOT NULL DEFAULT 'staged',
    "reason_code" TEXT,
    "reason" TEXT,
    "effect" JSONB,
    "decision" JSONB,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "import_row_pkey" PRIMARY KEY ("import_id","position")
);

-- CreateTable
CREATE TABLE "source" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "reading" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "source_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invoice" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "source_reference" TEXT,
    "number" TEXT NOT NULL,
    "number_key" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "open_minor" BIGINT NOT NULL,
    "firm_minor" BIGINT NOT NULL DEFAULT 0,
    "disputed_minor" BIGINT NOT NULL DEFAULT 0,
    "overage_minor" BIGINT NOT NULL DEFAULT 0,
    "unposted_minor" BIGINT NOT NULL DEFAULT 0,
    "planned_minor" BIGINT NOT NULL DEFAULT 0,
    "read_at" TIMESTAMPTZ(3),
    "issued_on" DATE NOT NULL,
    "due_on" DATE,
    "is_void" BOOLEAN NOT NULL DEFAULT false,
    "voided_at" TIMESTAMPTZ(3),
    "is_on_hold" BOOLEAN NOT NULL DEFAULT false,
    "hold_reason" TEXT,
    "held_by" TEXT,
    "held_at" TIMESTAMPTZ(3),
    "autopay_hold" BOOLEAN NOT NULL DEFAULT false,
    "autopay_hold_reason" TEXT,
    "autopay_excluded" BOOLEAN NOT NULL DEFAULT false,
    "missing_since" TIMESTAMPTZ(3),
    "drift_since" TIMESTAMPTZ(3),
    "opening" INTEGER NOT NULL DEFAULT 1,
    "first_seen_on" DATE NOT NULL,
    "first_matched_on" DATE,
    "agreement" TEXT,
    "agreement_type" TEXT,
    "terms_text" TEXT,
    "invoice_type" TEXT,
    "purchase_order" TEXT,
    "location" TEXT,
    "document_status" TEXT NOT NULL DEFAULT 'none',
    "document_reason" TEXT,
    "document_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "invoice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invoice_line" (
    "invoice_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "reference" TEXT,
    "description" TEXT NOT NULL,
    "quantity" TEXT,
    "unit" TEXT,
    "unit_price_text" TEXT,
    "amount_minor" BIGINT,

    CONSTRAINT "invoice_line_pkey" PRIMARY KEY ("invoice_id","position")
);

-- CreateTable
CREATE TABLE "document_bytes" (
    "sha256" CHAR(64) NOT NULL,
    "bytes" BYTEA NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "pages" INTEGER NOT NULL,
    "kept_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "document_bytes_pkey" PRIMARY KEY ("sha256")
);

-- CreateTable
CREATE TABLE "document" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "invoice_id" UUID,
    "kind" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "type_code" TEXT,
    "identity_key" TEXT,
    "seller_key" TEXT,
    "number" TEXT,
    "issued_on" DATE,
    "currency" CHAR(3),
    "total_minor" BIGINT,
    "file_name" TEXT NOT NULL,
    "sha256" CHAR(64),
    "data" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "document_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reading" (
    "id" BIGSERIAL NOT NULL,
    "invoice_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "import_id" UUID,
    "as_of" TIMESTAMPTZ(3) NOT NULL,
    "balance_minor" BIGINT NOT NULL,
    "outcome" TEXT NOT NULL,
    "proposed" JSONB,
    "rise_is" TEXT,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "reading_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "number" BIGINT NOT NULL DEFAULT nextval('payment_number_seq'::regclass),
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "method_id" UUID NOT NULL,
    "method_kind" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "entered_minor" BIGINT NOT NULL,
    "run_on" DATE,
    "run_time" TEXT,
    "zone" TEXT,
    "run_at" TIMESTAMPTZ(3),
    "proposed_run_on" DATE,
    "strategy" TEXT NOT NULL DEFAULT 'nearest-first',
    "reference" TEXT,
    "note" TEXT,
    "extra_recipients" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "recipients" JSONB NOT NULL DEFAULT '[]',
    "retry_of_id" UUID,
    "restored_from_id" UUID,
    "request_body" TEXT NOT NULL,
    "placed_by_id" UUID,
    "placed_by_name" TEXT NOT NULL,
    "placed_at" TIMESTAMPTZ(3) NOT NULL,
    "next_step_at" TIMESTAMPTZ(3),
    "next_step_clock" TEXT,
    "next_step" TEXT,
    "review_reason" TEXT,
    "state_reason" TEXT,
    "failure_code" TEXT,
    "failure_is_hard" BOOLEAN,
    "retry_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),
    "final_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "sweep_signals" INTEGER NOT NULL DEFAULT 0,
    "swept_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "payment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment_line" (
    "payment_id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "position" SMALLINT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "entered_minor" BIGINT NOT NULL,
    "inside_since" TIMESTAMPTZ(3),
    "entered_at" TIMESTAMPTZ(3),
    "entered_by" TEXT,

    CONSTRAINT "payment_line_pkey" PRIMARY KEY ("payment_id","invoice_id")
);

-- CreateTable
CREATE TABLE "charge" (
    "payment_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "gateway" TEXT NOT NULL,
    "method_token" TEXT NOT NULL,
    "method_kind" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "statement_text" TEXT NOT NULL,
    "handle" TEXT,
    "reference" TEXT,
    "resend_deadline" TIMESTAMPTZ(3) NOT NULL,
    "frozen_at" TIMESTAMPTZ(3) NOT NULL,
    "fence_due_at" TIMESTAMPTZ(3),
    "returns_until" TIMESTAMPTZ(3),
    "asked" INTEGER NOT NULL DEFAULT 0,
    "outcomes" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "charge_pkey" PRIMARY KEY ("payment_id")
);

-- CreateTable
CREATE TABLE "adjustment" (
    "id" BIGSERIAL NOT NULL,
    "payment_id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "before_minor" BIGINT NOT NULL,
    "after_minor" BIGINT NOT NULL,
    "cause" TEXT NOT NULL,
    "cause_payment_id" UUID,
    "status" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "written_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),
    "noticed_at" TIMESTAMPTZ(3),

    CONSTRAINT "adjustment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "app_user" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "email_key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "password_hash" TEXT,
    "invitation_hash" CHAR(64),
    "invitation_expires_at" TIMESTAMPTZ(3),
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "app_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "token_hash" CHAR(64) NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "idle_expires_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "user_agent" TEXT,

    CONSTRAINT "session_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "sign_in_attempt" (
    "id" BIGSERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "attempted_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_attempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "message" (
    "id" UUID NOT NULL,
    "unique_key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "organization_id" UUID NOT NULL,
    "payment_id" UUID,
    "invoice_id" UUID,
    "contact_id" UUID,
    "recipient_name" TEXT NOT NULL,
    "recipient_address" TEXT NOT NULL,
    "recipient_reason" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "subject" TEXT,
    "html" TEXT,
    "text" TEXT,
    "attachment_note" TEXT,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "provider_id" TEXT,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "next_try_at" TIMESTAMPTZ(3),
    "first_tried_at" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "sent_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "task" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "organization_id" UUID,
    "payment_id" UUID,
    "invoice_id" UUID,
    "import_id" UUID,
    "facts" JSONB NOT NULL DEFAULT '{}',
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "resolved_at" TIMESTAMPTZ(3),
    "resolved_by" TEXT,
    "resolution" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "task_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event" (
    "id" BIGSERIAL NOT NULL,
    "transaction_id" xid8 NOT NULL DEFAULT pg_current_xact_id(),
    "happened_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT,
    "actor_name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "reason" TEXT,
    "before" JSONB,
    "after" JSONB,
    "organization_id" UUID,
    "payment_id" UUID,
    "invoice_id" UUID,
    "subject" TEXT,

    CONSTRAINT "event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "gateway_report" (
    "id" BIGSERIAL NOT NULL,
    "gateway" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "charge_key" TEXT NOT NULL,
    "outcome" JSONB NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "applied_at" TIMESTAMPTZ(3),

    CONSTRAINT "gateway_report_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "organization_name_key_id_idx" ON "organization"("name_key", "id");

-- CreateIndex
CREATE INDEX "organization_merged_into_id_idx" ON "organization"("merged_into_id");

-- CreateIndex
CREATE INDEX "organization_alias_organization_id_idx" ON "organization_alias"("organization_id");

-- CreateIndex
CREATE UNIQUE INDEX "organization_alias_kind_alias_key_key" ON "organization_alias"("kind", "alias_key");

-- CreateIndex
CREATE UNIQUE INDEX "contact_profile_name_key_key" ON "contact_profile"("name_key");

-- CreateIndex
CREATE INDEX "contact_profile_id_idx" ON "contact"("profile_id");

-- CreateIndex
CREATE UNIQUE INDEX "contact_organization_id_id_key" ON "contact"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "payment_method_organization_id_id_key" ON "payment_method"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "payment_method_gateway_token_key" ON "payment_method"("gateway", "token");

-- CreateIndex
CREATE INDEX "unapplied_money_organization_id_idx" ON "unapplied_money"("organization_id");

-- CreateIndex
CREATE UNIQUE INDEX "import_content_key_key" ON "import"("content_key");

-- CreateIndex
CREATE INDEX "import_created_at_id_idx" ON "import"("created_at", "id");

-- CreateIndex
CREATE INDEX "import_row_import_id_outcome_position_idx" ON "import_row"("import_id", "outcome", "position");

-- CreateIndex
CREATE UNIQUE INDEX "source_name_key_key" ON "source"("name_key");

-- CreateIndex
CREATE INDEX "invoice_organization_id_number_key_idx" ON "invoice"("organization_id", "number_key");

-- CreateIndex
CREATE INDEX "invoice_number_key_id_idx" ON "invoice"("number_key", "id");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_organization_id_id_key" ON "invoice"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_id_organization_id_currency_key" ON "invoice"("id", "organization_id", "currency");

-- CreateIndex
CREATE INDEX "document_invoice_id_idx" ON "document"("invoice_id");

-- CreateIndex
CREATE UNIQUE INDEX "document_identity_key_format_key" ON "document"("identity_key", "format");

-- CreateIndex
CREATE INDEX "reading_invoice_id_as_of_idx" ON "reading"("invoice_id", "as_of");

-- CreateIndex
CREATE INDEX "reading_import_id_idx" ON "reading"("import_id");

-- CreateIndex
CREATE UNIQUE INDEX "payment_number_key" ON "payment"("number");

-- CreateIndex
CREATE INDEX "payment_organization_id_placed_at_id_idx" ON "payment"("organization_id", "placed_at", "id");

-- CreateIndex
CREATE INDEX "payment_placed_at_id_idx" ON "payment"("placed_at", "id");

-- CreateIndex
CREATE INDEX "payment_state_placed_at_id_idx" ON "payment"("state", "placed_at", "id");

-- CreateIndex
CREATE INDEX "payment_method_id_idx" ON "payment"("method_id");

-- CreateIndex
CREATE UNIQUE INDEX "payment_organization_id_id_key" ON "payment"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "payment_id_organization_id_currency_key" ON "payment"("id", "organization_id", "currency");

-- CreateIndex
CREATE INDEX "payment_line_invoice_id_idx" ON "payment_line"("invoice_id");

-- CreateIndex
CREATE UNIQUE INDEX "charge_key_key" ON "charge"("key");

-- CreateIndex
CREATE INDEX "adjustment_payment_id_idx" ON "adjustment"("payment_id");

-- CreateIndex
CREATE INDEX "adjustment_cause_payment_id_idx" ON "adjustment"("cause_payment_id");

-- CreateIndex
CREATE UNIQUE INDEX "app_user_email_key_key" ON "app_user"("email_key");

-- CreateIndex
CREATE UNIQUE INDEX "app_user_invitation_hash_key" ON "app_user"("invitation_hash");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE INDEX "session_expires_at_idx" ON "session"("expires_at");

-- CreateIndex
CREATE INDEX "sign_in_attempt_key_attempted_at_idx" ON "sign_in_attempt"("key", "attempted_at");

-- CreateIndex
CREATE UNIQUE INDEX "message_unique_key_key" ON "message"("unique_key");

-- CreateIndex
CREATE INDEX "message_payment_id_idx" ON "message"("payment_id");

-- CreateIndex
CREATE INDEX "message_organization_id_created_at_idx" ON "message"("organization_id", "created_at");

-- CreateIndex
CREATE INDEX "task_payment_id_idx" ON "task"("payment_id");

-- CreateIndex
CREATE INDEX "task_invoice_id_idx" ON "task"("invoice_id");

-- CreateIndex
CREATE INDEX "event_payment_id_id_idx" ON "event"("payment_id", "id");

-- CreateIndex
CREATE INDEX "event_invoice_id_id_idx" ON "event"("invoice_id", "id");

-- CreateIndex
CREATE INDEX "event_organization_id_id_idx" ON "event"("organization_id", "id");

-- CreateIndex
CREATE INDEX "gateway_report_charge_key_idx" ON "gateway_report"("charge_key");

-- CreateIndex
CREATE UNIQUE INDEX "gateway_report_gateway_event_id_key" ON "gateway_report"("gateway", "event_id");

-- AddForeignKey
ALTER TABLE "organization" ADD CONSTRAINT "organization_merged_into_id_fkey" FOREIGN KEY ("merged_into_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "organization_alias" ADD CONSTRAINT "organization_alias_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "contact" ADD CONSTRAINT "contact_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "contact" ADD CONSTRAINT "contact_profile_id_fkey" FOREIGN KEY ("profile_id") REFERENCES "contact_profile"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "payment_method" ADD CONSTRAINT "payment_method_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "unapplied_money" ADD CONSTRAINT "unapplied_money_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "import" ADD CONSTRAINT "import_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "import_file" ADD CONSTRAINT "import_file_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "import"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "import_row" ADD CONSTRAINT "import_row_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "import"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "document"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "invoice_line" ADD CONSTRAINT "invoice_line_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "invoice"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "document" ADD CONSTRAINT "document_organization_id_invoice_id_fkey" FOREIGN KEY ("organization_id", "invoice_id") REFERENCES "invoice"("organization_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "document" ADD CONSTRAINT "document_sha256_fkey" FOREIGN KEY ("sha256") REFERENCES "document_bytes"("sha256") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "reading" ADD CONSTRAINT "reading_organization_id_invoice_id_fkey" FOREIGN KEY ("organization_id", "invoice_id") REFERENCES "invoice"("organization_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "payment" ADD CONSTRAINT "payment_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "payment" ADD CONSTRAINT "payment_organization_id_method_id_fkey" FOREIGN KEY ("organization_id", "method_id") REFERENCES "payment_method"("organization_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "payment" ADD CONSTRAINT "payment_organization_id_retry_of_id_fkey" FOREIGN KEY ("organization_id", "retry_of_id") REFERENCES "payment"("organization_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "payment" ADD CONSTRAINT "payment_organization_id_restored_from_id_fkey" FOREIGN KEY ("organization_id", "restored_from_id") REFERENCES "payment"("organization_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "payment_line" ADD CONSTRAINT "payment_line_payment_id_organization_id_currency_fkey" FOREIGN KEY ("payment_id", "organization_id", "currency") REFERENCES "payment"("id", "organization_id", "currency") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "payment_line" ADD CONSTRAINT "payment_line_invoice_id_organization_id_currency_fkey" FOREIGN KEY ("invoice_id", "organization_id", "currency") REFERENCES "invoice"("id", "organization_id", "currency") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "charge" ADD CONSTRAINT "charge_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payment"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payment"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;


ALTER SEQUENCE payment_number_seq OWNED BY payment.number;
