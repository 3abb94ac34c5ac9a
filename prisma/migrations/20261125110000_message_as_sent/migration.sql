-- A repeat under the same key at the mail service must be the same mail to the byte: who it is from,
-- where an answer goes and which files it carries are kept with its words.
ALTER TABLE "message"
  ADD COLUMN "mail_from" TEXT,
  ADD COLUMN "mail_reply_to" TEXT,
  ADD COLUMN "document_ids" UUID[] DEFAULT ARRAY[]::UUID[];
