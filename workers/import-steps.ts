/** The import's activities on the real readers and database. */
import type { Pool } from 'pg';
import * as accounting from '../accounting';
import { createImportActivities } from '../activities/import/create-import-activities';
import type { ImportActivities } from '../activities/import/import-activities';
import { checkPdf } from '../documents/check-pdf';
import { createRowApplication } from '../prisma/stores/imports/apply-rows';
import { createFileStaging } from '../prisma/stores/imports/stage-files';

/** What the `documents` queue does for imports. Its reader of PDFs starts a thread at the first one. */
export function importSteps({ pool }: Readonly<{ pool: Pool }>): ImportActivities {
  const documents = accounting.createDocumentReader({ pdf: accounting.createPdfReader() });
  return createImportActivities({
    readers: { ...accounting, documents, checkPdf },
    imports: {
      ...createFileStaging({ pool, headBytes: accounting.COMPANION_HEAD_BYTES }),
      ...createRowApplication({ pool, identity: accounting }),
    },
  });
}
