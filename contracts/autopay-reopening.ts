/** An invoice is opened to autopay again: its next slot. */
import { z } from 'zod';
import { ById, CivilDate, line, orNull, Version } from './fields';
import { BILLERS, defineOperation } from './operation';

export const ReopenAutopayBody = z
  .strictObject({
    /** Of the invoice. */
    version: Version,
    reason: orNull(line(300)),
  })
  .meta({ id: 'ReopenAutopayBody' });
export type ReopenAutopayBody = z.output<typeof ReopenAutopayBody>;

export const ReopenedAutopay = z
  .strictObject({
    /** How often it was opened; 1 at first sight. */
    opening: z.int().min(2),
    /** It runs on this day at the earliest, or on the later one that its rule says. */
    notBefore: CivilDate,
    /** Of the invoice. */
    version: Version,
  })
  .meta({ id: 'ReopenedAutopay' });
export type ReopenedAutopay = z.output<typeof ReopenedAutopay>;

export const reopenAutopay = defineOperation({
  id: 'reopenAutopay',
  tag: 'Autopay',
  method: 'POST',
  path: '/invoices/:id/autopay/reopen',
  summary: 'Open an invoice to autopay once more, after its slot was decided.',
  permission: BILLERS,
  params: ById,
  body: ReopenAutopayBody,
  responses: { 200: ReopenedAutopay },
  problems: ['NOT_FOUND', 'VERSION_CONFLICT', 'AUTOPAY_NOT_CLOSED'],
});
