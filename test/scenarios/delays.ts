/** Slows down what a race is about: a pause before each statement and each request. */
import type { Pool, PoolClient } from 'pg';
import type { PaymentGateway } from '../../domain/ports';

export type Delay = () => Promise<void>;

type Query = (...given: unknown[]) => Promise<unknown>;

/** The same pool; whoever queries through it waits first. */
export function slowedPool(pool: Pool, delay: Delay): Pool {
  return new Proxy(pool, {
    get(target, name) {
      if (name === 'connect') return async () => slowedClient(await target.connect(), delay);
      return name === 'query' ? slowed(target, delay) : bound(target, name);
    },
  });
}

function slowedClient(client: PoolClient, delay: Delay): PoolClient {
  return new Proxy(client, {
    get: (target, name) => (name === 'query' ? slowed(target, delay) : bound(target, name)),
  });
}

function slowed(target: Readonly<{ query: unknown }>, delay: Delay): Query {
  return async (...given) => {
    await delay();
    return (target.query as Query).apply(target, given);
  };
}

export function slowedGateway(gateway: PaymentGateway, delay: Delay): PaymentGateway {
  return new Proxy(gateway, {
    get(target, name) {
      const value = bound(target, name);
      if (typeof value !== 'function') return value;
      return async (...given: unknown[]) => {
        await delay();
        return (value as Query)(...given);
      };
    },
  });
}

function bound(target: object, name: string | symbol): unknown {
  const value: unknown = Reflect.get(target, name);
  return typeof value === 'function' ? value.bind(target) : value;
}
