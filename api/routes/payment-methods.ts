import {
  addPaymentMethod,
  changePaymentMethod,
  listPaymentMethods,
  removePaymentMethod,
} from '../../contracts/payment-methods';
import type { MethodReading, PaymentGateway } from '../../domain/ports';
import { answer, type Mounting, mount } from '../mount';
import { Problem } from '../problem';
import type { RouteDependencies } from './dependencies';
import { accepted, found, simpleProblem } from './refusals';

/** Saved methods. What a token stands for is what the gateway says, never what the caller says. */
export function paymentMethodRoutes(mounting: Mounting, dependencies: RouteDependencies): void {
  const { stores, gateway, soon, log } = dependencies;
  const { methods } = stores;

  mount(mounting, listPaymentMethods, async ({ params }) =>
    answer(200, { items: [...found(await methods.list(params.id))] }),
  );

  mount(mounting, addPaymentMethod, async ({ params, body, actor }) => {
    const reading = await readMethod(gateway, body.token).catch((error: unknown) => {
      log.warn({ err: error }, 'the gateway did not say what a token stands for');
      throw new Problem('UNAVAILABLE', { retryAfterSeconds: 10 }, { 'Retry-After': '10' });
    });
    if (reading.status !== 'usable') throw new Problem('METHOD_UNUSABLE');
    const { token, friendlyName, isDefault } = body;
    const method = { gateway: gateway.name, token, reading, friendlyName, isDefault };
    const added = accepted(await methods.add(params.id, method, actor));
    soon.tellRulesOf({ kind: 'organization', id: params.id });
    return answer(201, added);
  });

  mount(mounting, changePaymentMethod, async ({ params, body, actor }) => {
    const changed = accepted(await methods.change(params.id, body, actor));
    soon.tellRulesOf({ kind: 'method', id: params.id });
    return answer(200, changed);
  });

  mount(mounting, removePaymentMethod, async ({ params, query, actor }) => {
    const request = { version: query.version, isConfirmed: query.confirmed === 'true' };
    const result = await methods.remove(params.id, request, actor);
    if (result.ok) {
      for (const paymentId of result.value.touchedPaymentIds)
        soon.tellPayment(paymentId, 'changed');
      soon.tellRulesOf({ kind: 'method', id: params.id });
      return answer(204, null);
    }
    if (result.refusal.code === 'METHOD_HAS_PLANS') {
      const { payments, rules } = result.refusal;
      throw new Problem('METHOD_HAS_PLANS', { payments: [...payments], rules: [...rules] });
    }
    throw simpleProblem(result.refusal);
  });
}

function readMethod(gateway: PaymentGateway, token: string): Promise<MethodReading> {
  return gateway.readMethod(token);
}
