import type { PaymentDetails } from '../../../contracts/payment-details';

type Action = PaymentDetails['actions'][number]['action'];

/** Whether a person may do this with the payment now, as the server said. */
export function canBe({ actions }: Pick<PaymentDetails, 'actions'>, wanted: Action): boolean {
  return actions.some(({ action, isPossible }) => action === wanted && isPossible);
}
