/** From refusals of the stores to problems. The codes are the same words; here they meet the table. */
import type { Problem as ProblemBody } from '../../contracts/problem';
import type { Refusal } from '../../contracts/payment-preview';
import type { Result } from '../../domain/result';
import { Problem } from '../problem';
import type { NotFound, VersionConflict } from '../stores/actor';
import type { ChangeRefusal, PlacementRefusal } from '../stores/payments';

/** What was found. @throws Problem `NOT_FOUND` for null. */
export function found<T>(value: T | null): T {
  if (value === null) throw new Problem('NOT_FOUND');
  return value;
}

type Simple =
  | NotFound
  | Readonly<{
      code:
        | 'NAME_TAKEN'
        | 'METHOD_NOT_OF_ORGANIZATION'
        | 'INVOICE_NOT_OF_ORGANIZATION'
        | 'TOO_MANY_RULES'
        | 'METHOD_ALREADY_SAVED'
        | 'METHOD_UNUSABLE'
        | 'PAYMENT_NOT_CHANGEABLE'
        | 'TASK_ALREADY_RESOLVED'
        | 'DECISION_NOT_POSSIBLE'
        | 'AS_OF_NOT_ALLOWED'
        | 'PLAN_CHANGED'
        | 'MERGE_NOT_POSSIBLE'
        | 'NOTHING_TO_EXPORT'
        | 'ENTERED_AT_NOT_ALLOWED'
        | 'IMPORT_NOT_OPEN'
        | 'IMPORT_FILE_DIFFERENT'
        | 'IMPORT_EMPTY'
        | 'DOCUMENT_NOT_AVAILABLE'
        | 'CONTACT_NOT_REACHABLE';
      reason?: string;
    }>
  | VersionConflict<unknown>;

/** The value of a decision. @throws Problem for a refusal whose code says it all. */
export function accepted<T>(result: Result<T, Simple>): T {
  if (result.ok) return result.value;
  throw simpleProblem(result.refusal);
}

export function simpleProblem(refusal: Simple): Problem {
  if (refusal.code === 'VERSION_CONFLICT') {
    return new Problem('VERSION_CONFLICT', {
      present: refusal.present as NonNullable<ProblemBody['present']>,
    });
  }
  if ('reason' in refusal && refusal.reason !== undefined) {
    return new Problem(refusal.code, { reason: refusal.reason });
  }
  return new Problem(refusal.code);
}

/** A placement that was refused: `code` is that of the first reason. */
export function placementProblem(refusal: PlacementRefusal): Problem {
  if (refusal.code === 'PLAN_CHANGED') {
    return new Problem('PLAN_CHANGED', { preview: refusal.preview });
  }
  return refusedProblem(refusal.refusals);
}

/** Every reason, under the code of the first. */
export function refusedProblem(refusals: readonly Refusal[]): Problem {
  const [first] = refusals;
  if (first === undefined) throw new RangeError('a refusal without a reason');
  return new Problem(first.code, { refusals: [...refusals] });
}

/** The value of a change. @throws Problem for every refusal. */
export function changed<T>(result: Result<T, ChangeRefusal>): T {
  if (result.ok) return result.value;
  const { refusal } = result;
  switch (refusal.code) {
    case 'REFUSED':
    case 'PLAN_CHANGED':
      throw placementProblem(refusal);
    case 'PAYMENT_NOT_CHANGEABLE':
      throw new Problem(refusal.code, { reason: refusal.reason });
    case 'NOT_FOUND':
    case 'VERSION_CONFLICT':
      throw simpleProblem(refusal);
  }
}
