import { log } from '@temporalio/activity';
import type { Frozen, PaymentStep } from '../domain/payment-step';
import type { Charge, ChargeOutcome, Clock, MethodReading, PaymentGateway } from '../domain/ports';
import type { PaymentActivities } from './payment-activities';

type Dependencies = {
  gateway: Pick<PaymentGateway, 'capabilities' | 'prepare' | 'submit' | 'readMethod'>;
  clock: Pick<Clock, 'realNow'>;
  payments: {
    /** Last look and freeze in one transaction: `submitting` with its charge row, or what it is instead. */
    freeze(paymentId: string, reading: MethodReading | null): Promise<Frozen>;
    /** Kept between freeze and submit, so that the charge can be fenced whatever happens next. */
    keepHandle(paymentId: string, handle: string): Promise<void>;
    /** The one way an outcome reaches the books. */
    apply(paymentId: string, outcome: ChargeOutcome | 'silence'): Promise<PaymentStep>;
  };
};

/**
 * Charges through the gateway, at most once per payment however often Temporal retries.
 *
 * Freeze, prepare, submit, apply: a crash between two of them is a step that has not happened yet.
 * The next try finds `submitting` and asks again under the same key, or, past the charge's resend
 * deadline, calls it silence: a gateway that has forgotten the key would charge twice (rules.md 12).
 */
export function createChargePayment({
  gateway,
  clock,
  payments,
}: Dependencies): PaymentActivities['chargePayment'] {
  return async function chargePayment({ paymentId }) {
    let frozen = await payments.freeze(paymentId, null);
    if (frozen.kind === 'methodUnread') {
      const reading = await gateway.readMethod(frozen.methodToken);
      frozen = await payments.freeze(paymentId, reading);
    }
    if (frozen.kind === 'otherwise') return frozen.step;
    if (frozen.kind === 'methodUnread') throw new Error('the method was read and is still unread');

    const charge = await prepared(frozen.charge);
    // Read as late as can be: this worker may have slept for days since the freeze.
    if (clock.realNow().getTime() >= Date.parse(frozen.resendDeadline)) {
      return payments.apply(paymentId, 'silence');
    }
    const outcome = await gateway.submit(charge).catch((error: unknown) => {
      log.warn('no answer from the gateway', { paymentId, error });
      return 'silence' as const;
    });
    return payments.apply(paymentId, outcome);

    async function prepared(unprepared: Charge): Promise<Charge> {
      if (gateway.capabilities.fence !== 'handle' || unprepared.handle !== null) return unprepared;
      const handle = await gateway.prepare(unprepared);
      if (handle === null) return unprepared;
      await payments.keepHandle(paymentId, handle);
      return { ...unprepared, handle };
    }
  };
}
