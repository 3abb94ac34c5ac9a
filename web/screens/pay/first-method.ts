import type { PaymentDetails } from '../../../contracts/payment-details';
import type { PaymentMethod } from '../../../contracts/payment-methods';
import { methodWords } from '../../words/methods';

type FirstMethod = Readonly<{
  methodId: string | null;
  /** Why it is not the payment's own; null when it is, or when there is none. */
  instead: string | null;
}>;

/** The payment's own method while it can be charged, else the client's default. */
export function firstMethod(
  methods: readonly PaymentMethod[],
  payment: PaymentDetails | null,
): FirstMethod {
  const usable = methods.filter(({ status }) => status === 'usable');
  const usual = usable.find(({ isDefault }) => isDefault) ?? null;
  if (payment === null) return { methodId: usual?.id ?? null, instead: null };
  const { method, number } = payment;
  if (usable.some(({ id }) => id === method.id)) return { methodId: method.id, instead: null };
  const next = usual === null ? 'Choose another one.' : `${methodWords(usual)} is chosen.`;
  return {
    methodId: usual?.id ?? null,
    instead: `${methodWords(method)} of ${number} can no longer be charged: ${whyNot(methods, method.id)}. ${next}`,
  };
}

function whyNot(methods: readonly PaymentMethod[], wanted: string): string {
  const status = methods.find(({ id }) => id === wanted)?.status;
  return status === undefined || status === 'usable' ? 'it was removed' : WHY[status];
}

const WHY: Readonly<Record<Exclude<PaymentMethod['status'], 'usable'>, string>> = {
  expired: 'it has expired',
  removed: 'it was removed at the gateway',
  switchedOff: 'it is switched off',
};
