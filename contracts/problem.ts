/** An answer that says no: `application/problem+json` with a code of the closed table. */
import { RuleReference } from './autopay-rule';
import { z } from 'zod';
import { PROBLEMS, type ProblemCode } from './problem-codes';
import { PaymentReference } from './fields';
import { PossibleExternalPreview } from './external-payments';
import { PossiblePreview, Refusal } from './payment-preview';
import { PlacedPayment } from './payments';

const CODES = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]];

export const Problem = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.enum(CODES),
    /** The id of the request, to be found in the log. */
    instance: z.string(),
    /** With `REQUEST_INVALID`: the fields that do not fit, as JSON pointers. */
    errors: z.array(z.strictObject({ pointer: z.string(), detail: z.string() })).optional(),
    /** With a refused placement: every reason; `code` is the first. */
    refusals: z.array(Refusal).optional(),
    /** With `PLAN_CHANGED`: what it would do now, and who changed it since. */
    preview: PossiblePreview.optional(),
    /** With `PLAN_CHANGED` of money from outside. */
    externalPreview: PossibleExternalPreview.optional(),
    /** With `PAYMENT_ID_USED` of a payment: what was placed under the id. */
    payment: PlacedPayment.optional(),
    /** With `VERSION_CONFLICT`: the thing as it is now, as its own operation answers it. */
    present: z.record(z.string(), z.json()).optional(),
    /** With `METHOD_HAS_PLANS`. */
    payments: z.array(PaymentReference).optional(),
    rules: z.array(RuleReference).optional(),
    /** With `DOCUMENT_NOT_AVAILABLE`, `MERGE_NOT_POSSIBLE` and `PAYMENT_NOT_CHANGEABLE`: why, plain words. */
    reason: z.string().optional(),
    /** With `TOO_MANY_REQUESTS` and `UNAVAILABLE`. */
    retryAfterSeconds: z.int().optional(),
    /** With `CREDENTIALS_WRONG`: before a pause of so many minutes. */
    triesLeft: z.int().min(0).optional(),
    pauseMinutes: z.int().min(1).optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.output<typeof Problem>;
