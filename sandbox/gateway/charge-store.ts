/**
 * Where charges are kept and found again. Every change of a charge's state goes through `keep`, which puts
 * the charge, its report and whatever belongs to the same moment into one commit.
 */
import type { Change, Collection, DurableMemory } from '../durable-memory';
import type { Reports } from '../reports';
import { type Charge, HOLDS_MONEY } from './charge';
import { chargeReport } from './charge-report';

export class ChargeStore {
  private readonly charges: Collection<Charge>;
  private readonly idsByReference = new Map<string, string[]>();
  /** The latest charge that took money, by what makes two charges look alike. */
  private readonly latestAlike = new Map<string, string>();

  constructor(
    private readonly memory: DurableMemory,
    private readonly reports: Reports,
  ) {
    this.charges = memory.collection<Charge>('charges');
    for (const charge of this.charges.values()) this.index(charge);
  }

  keep(charge: Charge, ...together: readonly Change[]): void {
    const isNew = this.charges.get(charge.id) === undefined;
    this.memory.commit(
      this.charges.put(charge.id, charge),
      ...together,
      ...this.reports.changesFor((at) => chargeReport(charge, at)),
    );
    if (isNew) this.index(charge);
    this.reports.wake();
  }

  /** A change that is no change of state: kept, and reported to nobody. */
  keepQuietly(charge: Charge): void {
    this.memory.commit(this.charges.put(charge.id, charge));
  }

  get(id: string): Charge | undefined {
    return this.charges.get(id);
  }

  all(): IterableIterator<Charge> {
    return this.charges.values();
  }

  /** Every charge under the merchant's key, oldest first: more than one where a key was forgotten. */
  byReference(account: string, reference: string): Charge[] {
    const ids = this.idsByReference.get(scoped(account, reference)) ?? [];
    return ids.map((id) => this.charges.get(id) as Charge);
  }

  /** The latest charge of the same method and amount that took money. */
  alike(charge: Pick<Charge, 'account' | 'method' | 'amount' | 'currency'>): Charge | undefined {
    const id = this.latestAlike.get(likeness(charge));
    return id === undefined ? undefined : this.charges.get(id);
  }

  private index(charge: Charge): void {
    const key = scoped(charge.account, charge.reference);
    const ids = this.idsByReference.get(key) ?? [];
    this.idsByReference.set(key, [...ids, charge.id]);
    if (charge.history.some(({ state }) => HOLDS_MONEY.has(state))) {
      this.latestAlike.set(likeness(charge), charge.id);
    }
  }
}

export const scoped = (account: string, key: string): string => `${account} ${key}`;

function likeness({
  account,
  method,
  amount,
  currency,
}: Pick<Charge, 'account' | 'method' | 'amount' | 'currency'>): string {
  return `${account} ${method} ${amount} ${currency}`;
}
