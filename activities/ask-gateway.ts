import { log } from '@temporalio/activity';
import type { AskableCharge, Asked, PaymentStep } from '../domain/payment-step';
import type { Clock, PaymentGateway } from '../domain/ports';
import type { PaymentActivities } from './payment-activities';

type Dependencies = {
  gateway: Pick<PaymentGateway, 'query' | 'submit' | 'fence'>;
  clock: Pick<Clock, 'realNow'>;
  payments: {
    /** Null when there is nothing to ask about. */
    readCharge(paymentId: string): Promise<AskableCharge | null>;
    readStep(paymentId: string): Promise<PaymentStep | null>;
    apply(paymentId: string, asked: Asked): Promise<PaymentStep>;
  };
};

/**
 * Learns what became of a charge.
 *
 * `not-found` proves nothing while our request may still be on its way, so it is never taken for a
 * no: within the resend deadline the same charge is sent again under its key, after it the charge is
 * fenced, and where the gateway knows no fence the claim stays (rules.md 11 and 12).
 */
export function createAskGateway({
  gateway,
  clock,
  payments,
}: Dependencies): PaymentActivities['askGateway'] {
  return async function askGateway({ paymentId }) {
    const askable = await payments.readCharge(paymentId);
    if (askable === null) {
      const step = await payments.readStep(paymentId);
      if (step === null) throw new Error(`no payment ${paymentId}`);
      return step;
    }
    const asked = await ask(askable).catch((error: unknown) => {
      log.warn('the gateway does not answer', { paymentId, error });
      return 'silence' as const;
    });
    return payments.apply(paymentId, asked);
  };

  async function ask({
    charge,
    resendDeadline,
    isOpen,
    isFenceDue,
    isDuplicate,
  }: AskableCharge): Promise<Asked> {
    const known = await gateway.query(charge);
    if (known !== 'not-found' && !(isFenceDue && known.kind === 'actionRequired')) return known;
    if (!isOpen && !isFenceDue) return known;
    const maySubmit = !isDuplicate && clock.realNow().getTime() < Date.parse(resendDeadline);
    if (known === 'not-found' && maySubmit && !isFenceDue) return gateway.submit(charge);
    const fenced = await gateway.fence(charge);
    return fenced === 'cannot' ? known : fenced;
  }
}
