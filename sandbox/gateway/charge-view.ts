/** A charge as the gateway shows it to a merchant: in answers, look-ups and reports alike. */
import { type Charge, disputeOf, refundedSum } from './charge';

export type ChargeView = Readonly<
  Pick<
    Charge,
    | 'id'
    | 'reference'
    | 'intent'
    | 'amount'
    | 'currency'
    | 'method'
    | 'methodKind'
    | 'state'
    | 'code'
    | 'reason'
    | 'isHard'
    | 'createdAt'
    | 'settledAt'
  > & { refunded: number; dispute: ReturnType<typeof disputeOf> }
>;

export function viewOf(charge: Charge): ChargeView {
  return {
    id: charge.id,
    reference: charge.reference,
    intent: charge.intent,
    amount: charge.amount,
    currency: charge.currency,
    method: charge.method,
    methodKind: charge.methodKind,
    state: charge.state,
    code: charge.code,
    reason: charge.reason,
    isHard: charge.isHard,
    createdAt: charge.createdAt,
    settledAt: charge.settledAt,
    refunded: refundedSum(charge),
    dispute: disputeOf(charge),
  };
}
