/**
 * What goes wrong on demand. A fault is armed through `/control/faults` or comes with a magic method;
 * it is taken by the next call that fits, and each says at which moment the call breaks.
 *
 * Armed faults live in memory only: they belong to the test that armed them, not to the world.
 */
import { z } from 'zod';

export const FaultKind = {
  /** The call is answered 500 and nothing happened. */
  serverError: 'serverError',
  /** The connection breaks before the call was read. */
  requestLost: 'requestLost',
  /** It is done, then the connection breaks. */
  answerLost: 'answerLost',
  /** It is done, then answered 500. */
  serverErrorAfter: 'serverErrorAfter',
  /** It is done, and answered with something that is not JSON. */
  garbled: 'garbled',
  /** It is done at once and answered after `delayMs`. */
  slow: 'slow',
  /** The connection breaks; the request arrives later all the same. Charges only. */
  late: 'late',
  /** Answered 429 with `retry-after`; nothing happened. */
  rateLimited: 'rateLimited',
  /** Answered 503; nothing happened. */
  unavailable: 'unavailable',
} as const;
export type FaultKind = (typeof FaultKind)[keyof typeof FaultKind];

export const Operation = {
  prepare: 'prepare',
  submit: 'submit',
  query: 'query',
  fence: 'fence',
  refund: 'refund',
  readMethod: 'readMethod',
  mail: 'mail',
} as const;
export type Operation = (typeof Operation)[keyof typeof Operation];

export const ArmedFault = z.strictObject({
  kind: z.enum(FaultKind),
  operation: z.enum(Operation),
  /** How many calls it hits before it is spent. */
  count: z.int().min(1).max(100_000).default(1),
  /** Only calls about this charge key, or mails to this address. */
  about: z.string().min(1).optional(),
  /** For `slow`: how long the answer takes. */
  delayMs: z.int().min(1).max(600_000).default(3_000),
});
export type ArmedFault = z.infer<typeof ArmedFault>;

export type Fault = Readonly<{ kind: FaultKind; delayMs: number }>;

export class Faults {
  private armed: ArmedFault[] = [];
  private outages = new Set<Operation>();

  arm(fault: ArmedFault): void {
    this.armed.push({ ...fault });
  }

  /** An outage answers 503 to every call until it is ended. */
  setOutage(operations: readonly Operation[], isOut: boolean): void {
    for (const operation of operations) {
      if (isOut) this.outages.add(operation);
      else this.outages.delete(operation);
    }
  }

  clear(): void {
    this.armed = [];
    this.outages.clear();
  }

  list(): Readonly<{ armed: readonly ArmedFault[]; outages: readonly Operation[] }> {
    return { armed: this.armed, outages: [...this.outages] };
  }

  /** The fault this call runs into, used up by one. An outage hides what is armed, and keeps it. */
  take(operation: Operation, about: string): Fault | null {
    if (this.outages.has(operation)) return { kind: FaultKind.unavailable, delayMs: 0 };
    const found = this.armed.find(
      (fault) =>
        fault.operation === operation && (fault.about === undefined || fault.about === about),
    );
    if (!found) return null;
    found.count -= 1;
    if (found.count === 0) this.armed = this.armed.filter((fault) => fault !== found);
    return { kind: found.kind, delayMs: found.delayMs };
  }
}
