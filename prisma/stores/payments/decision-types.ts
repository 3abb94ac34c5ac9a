/** What a decision about a placed payment answers, in the words of the database room. */
import type { Result } from '../../../domain/result';
import type { PlacedPayment, PlacementRefusal } from './placement-types';

export type DecisionRefusal =
  | Exclude<PlacementRefusal, { code: 'PAYMENT_ID_USED' }>
  | Readonly<{ code: 'NOT_FOUND' }>
  | Readonly<{ code: 'VERSION_CONFLICT' }>
  /** `reason` in plain words. */
  | Readonly<{ code: 'PAYMENT_NOT_CHANGEABLE'; reason: string }>;

export type DecisionResult = Result<PlacedPayment, DecisionRefusal>;
