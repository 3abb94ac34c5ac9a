/** A row of an import: what came in, what became of it, and what it waits for. */
import { z } from 'zod';
import {
  Amount,
  CivilDate,
  InvoiceReference,
  OrganizationReference,
  PaymentReference,
} from './fields';

export const ImportRow = z
  .strictObject({
    /** Within the import; names the row in decisions. */
    position: z.int(),
    file: z.string(),
    /** Physical line of a list; null for a document. */
    line: z.int().nullable(),
    outcome: z.enum([
      'staged',
      'created',
      'updated',
      'unchanged',
      'conflict',
      'refused',
      'waiting',
    ]),
    /** `balanceLower`, `paidInFull`, `rise`, `older`, `sameNumberOtherTotal` and so on. */
    code: z.string().nullable(),
    /** Why, in plain words; null when the outcome says it all. */
    reason: z.string().nullable(),
    /** As the file writes them, also where nothing was recognised. */
    number: z.string().nullable(),
    client: z.string().nullable(),
    invoice: InvoiceReference.nullable(),
    organization: OrganizationReference.nullable(),
    before: Amount.nullable(),
    after: Amount.nullable(),
    /** With a conflict: the fields that differ, both values. */
    differences: z.array(
      z.strictObject({
        field: z.string(),
        known: z.string().nullable(),
        incoming: z.string().nullable(),
      }),
    ),
    /** Our settled lines that this balance may or may not hold. */
    notInYet: z.array(
      z.strictObject({
        payment: PaymentReference,
        settledOn: CivilDate,
        amount: Amount,
        /** The balance fell by at least this: proposed, not taken. */
        isProposed: z.boolean(),
        isInside: z.boolean().nullable(),
      }),
    ),
    /** With an unknown buyer: clients whose names are near. */
    candidates: z.array(OrganizationReference),
    /** The kinds of decision that would move it on. */
    decisions: z.array(z.enum(['inside', 'rise', 'conflict', 'missing', 'client'])),
    /** With a conflict: which of the answers it takes. */
    choices: z.array(z.enum(['keep', 'take', 'replaces'])),
  })
  .meta({ id: 'ImportRow' });
export type ImportRow = z.output<typeof ImportRow>;
