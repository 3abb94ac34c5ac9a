/**
 * A gateway in memory that keeps every promise of the `PaymentGateway` port and fails at the worst
 * moment when told to: after the money has moved, or long after the caller has given up.
 *
 * What happens to a charge is decided by its method token; the names are those of the sandbox, so a
 * test can be moved from one to the other. The suite in `conformance.ts` runs against both.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type {
  Charge,
  ChargeOutcome,
  GatewayCapabilities,
  GatewayReport,
  MethodReading,
  PaymentGateway,
} from '../../domain/ports';

type Refund = Readonly<{ refundKey: string; amountMinor: number }>;
type RefundAnswer = Awaited<ReturnType<PaymentGateway['refund']>>;
type Submission = { charge: Charge; first: ChargeOutcome; now: ChargeOutcome; takenAt: number };
type KnownKey = { body: string; submission: Submission; at: number };
type Silence = 'answerLost' | 'requestLost' | 'late';

const HOUR_MS = 60 * 60 * 1000;
const REPORT_SECRET = 'the secret of the fake';
/** As the sandbox: a report signed longer ago than this is not believed. */
const REPORT_TOLERANCE_MS = 300_000;

const DECLINES: Readonly<
  Record<
    string,
    Readonly<{
      reason: 'declined' | 'insufficientFunds' | 'expired' | 'methodRemoved' | 'accountClosed';
      isHard: boolean;
    }>
  >
> = {
  card_declined: { reason: 'declined', isHard: false },
  card_stolen: { reason: 'declined', isHard: true },
  card_insufficient_funds: { reason: 'insufficientFunds', isHard: false },
  card_expired: { reason: 'expired', isHard: true },
  card_removed: { reason: 'methodRemoved', isHard: true },
  bank_refused: { reason: 'accountClosed', isHard: true },
};

export class FakeGateway implements PaymentGateway {
  readonly name = 'fake';
  readonly capabilities: GatewayCapabilities;
  /** Every time money was taken, in order. Two entries with one key are the bug all this is about. */
  readonly taken: Charge[] = [];
  readonly refunds: (Refund & { chargeKey: string })[] = [];
  /** How often each operation was called, for tests that count. */
  readonly calls = { prepare: 0, submit: 0, query: 0, fence: 0, refund: 0, readMethod: 0 };

  private readonly now: () => Date;
  private readonly known = new Map<string, KnownKey>();
  private readonly submissions: Submission[] = [];
  private readonly handles = new Map<string, { key: string; charge: Charge; isFenced: boolean }>();
  private readonly handleOfKey = new Map<string, { handle: string; at: number }>();
  private readonly fencedKeys = new Set<string>();
  private readonly refundAnswers = new Map<string, { body: string; answer: RefundAnswer }>();
  private readonly readings = new Map<string, MethodReading>();
  private readonly underway: Charge[] = [];
  private readonly silences: Silence[] = [];
  private readonly lostAlready = new Set<string>();
  private isOut = false;
  private advancedMs = 0;
  private lastNumber = 0;

  /** `now` is the real time of the test; it ages keys and stamps settlements. */
  constructor(
    options: Readonly<{ capabilities?: Partial<GatewayCapabilities>; now?: () => Date }> = {},
  ) {
    this.now = options.now ?? (() => new Date('2026-11-02T15:00:00.000Z'));
    this.capabilities = {
      fence: 'key',
      keyLifetimeHours: 24,
      duplicateWindowSeconds: null,
      returnsUntilDays: 60,
      minimumMinor: 50,
      maximumMinor: 99_999_999,
      ...options.capabilities,
    };
  }

  /** The next submits take the money and then say nothing. */
  loseNextAnswers(count: number): void {
    for (let index = 0; index < count; index += 1) this.silences.push('answerLost');
  }

  /** The next submits never reach the gateway, and the caller is not told which of the two it was. */
  loseNextRequests(count: number): void {
    for (let index = 0; index < count; index += 1) this.silences.push('requestLost');
  }

  /** The next submits are silent now and arrive with `deliverLate`. */
  delayNextRequests(count: number): void {
    for (let index = 0; index < count; index += 1) this.silences.push('late');
  }

  /** Lets every request that is still under way arrive. */
  deliverLate(): void {
    for (const charge of this.underway.splice(0)) this.take(charge);
  }

  /** While true every call throws and nothing happens. */
  setOutage(isOut: boolean): void {
    this.isOut = isOut;
  }

  forgetKeys(): void {
    this.known.clear();
    this.handleOfKey.clear();
  }

  advance(seconds: number): void {
    this.advancedMs += seconds * 1000;
  }

  setMethod(methodToken: string, reading: MethodReading): void {
    this.readings.set(methodToken, reading);
  }

  /** A pending debit, or an action the payer has completed, becomes settled. */
  settle(key: string): void {
    const submission = this.find(key);
    submission.now = this.settled(this.referenceOf(submission));
  }

  /** Money that had been accepted goes back. */
  return(key: string, code: string, reason = code): void {
    const submission = this.find(key);
    submission.now = { kind: 'returned', reference: this.referenceOf(submission), code, reason };
  }

  dispute(key: string, reason: string): void {
    const submission = this.find(key);
    submission.now = { kind: 'disputed', reference: this.referenceOf(submission), reason };
  }

  winDispute(key: string): void {
    const submission = this.find(key);
    submission.now = { kind: 'disputeWon', reference: this.referenceOf(submission) };
  }

  /** The gateway's own back office voids a charge that has not settled. */
  voidCharge(key: string): void {
    const submission = this.find(key);
    submission.now = { kind: 'voided', reference: this.referenceOf(submission) };
  }

  /** How often money was taken under this key and not handed back at once. */
  takenCount(key: string): number {
    return this.taken.filter((charge) => charge.key === key).length;
  }

  /** What the gateway would send about this charge now, signed. */
  report(
    key: string,
    eventId = `evt_${this.nextNumber()}`,
  ): Readonly<{ headers: Record<string, string>; rawBody: Buffer }> {
    const body = JSON.stringify({ eventId, chargeKey: key, outcome: this.find(key).now });
    const at = String(this.nowMs());
    return {
      headers: { 'fake-time': at, 'fake-signature': sign(at, Buffer.from(body)) },
      rawBody: Buffer.from(body),
    };
  }

  async prepare(charge: Charge): Promise<string | null> {
    this.enter('prepare');
    if (this.capabilities.fence !== 'handle') return null;
    const known = this.handleOfKey.get(charge.key);
    if (known && !this.isForgotten(known.at)) return known.handle;
    const handle = `int_${this.nextNumber()}`;
    this.handles.set(handle, { key: charge.key, charge, isFenced: false });
    this.handleOfKey.set(charge.key, { handle, at: this.nowMs() });
    return handle;
  }

  async submit(charge: Charge): Promise<ChargeOutcome> {
    this.enter('submit');
    if (charge.methodToken === 'card_outage') throw new Error('service unavailable');
    const silence = this.silences.shift() ?? this.silenceOf(charge);
    if (silence === 'requestLost') throw new Error('connection reset');
    if (silence === 'late') {
      this.underway.push(charge);
      throw new Error('timed out');
    }
    const outcome = this.take(charge);
    // The answer is lost after the money has moved: the worst moment is the one worth testing.
    if (silence === 'answerLost') throw new Error('connection reset');
    return outcome;
  }

  async query(charge: Charge): Promise<ChargeOutcome | 'not-found'> {
    this.enter('query');
    return this.present(charge.key)?.now ?? 'not-found';
  }

  async fence(charge: Charge): Promise<ChargeOutcome | 'fenced' | 'cannot'> {
    this.enter('fence');
    if (this.capabilities.fence === 'none') return 'cannot';
    const submission = this.present(charge.key);
    if (submission && submission.now.kind === 'actionRequired') {
      submission.now = { kind: 'voided', reference: submission.now.reference };
    } else if (submission && !this.isFenced(charge)) {
      return submission.now;
    }
    if (this.capabilities.fence === 'key') this.fencedKeys.add(charge.key);
    for (const intent of this.handles.values()) {
      if (intent.key === charge.key) intent.isFenced = true;
    }
    return 'fenced';
  }

  async refund(charge: Charge, refund: Refund): Promise<RefundAnswer> {
    this.enter('refund');
    const body = `${charge.key} ${refund.amountMinor}`;
    const known = this.refundAnswers.get(refund.refundKey);
    if (known && known.body !== body) return { kind: 'refused', reason: 'key_reused' };
    if (known) return known.answer;
    if (this.present(charge.key)?.now.kind !== 'settled') {
      return { kind: 'refused', reason: 'not_settled' };
    }
    const before = this.refunds.filter(({ chargeKey }) => chargeKey === charge.key);
    const sum = before.reduce((total, { amountMinor }) => total + amountMinor, 0);
    if (sum + refund.amountMinor > charge.amountMinor) {
      return { kind: 'refused', reason: 'more_than_taken' };
    }
    this.refunds.push({ ...refund, chargeKey: charge.key });
    const answer = { kind: 'refunded', reference: `re_${this.nextNumber()}` } as const;
    this.refundAnswers.set(refund.refundKey, { body, answer });
    return answer;
  }

  async readMethod(methodToken: string): Promise<MethodReading> {
    this.enter('readMethod');
    const told = this.readings.get(methodToken);
    if (told) return told;
    if (methodToken.startsWith('bank_')) {
      return {
        status: 'usable',
        kind: 'bankDebit',
        brand: 'First Sandbox Bank',
        lastFour: '6789',
        expiresIn: null,
      };
    }
    const status =
      methodToken === 'card_removed'
        ? 'removed'
        : methodToken === 'card_expired'
          ? 'expired'
          : 'usable';
    return { status, kind: 'card', brand: 'Visa', lastFour: '4242', expiresIn: '2031-12' };
  }

  readReport(
    headers: Readonly<Record<string, string | undefined>>,
    rawBody: Uint8Array,
  ): GatewayReport | null {
    const at = headers['fake-time'] ?? '';
    const given = Buffer.from(headers['fake-signature'] ?? '');
    const expected = Buffer.from(sign(at, rawBody));
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
    if (Math.abs(this.nowMs() - Number(at)) > REPORT_TOLERANCE_MS) return null;
    return JSON.parse(Buffer.from(rawBody).toString('utf8')) as GatewayReport;
  }

  /** The gateway's own decision. Everything a caller sees, late or lost, comes from here. */
  private take(charge: Charge): ChargeOutcome {
    const body = bodyOf(charge);
    const known = this.known.get(charge.key);
    if (known && !this.isForgotten(known.at)) {
      if (known.body !== body) return { kind: 'refused', reason: 'key_reused' };
      return known.submission.first;
    }
    const refusal = this.refusalOf(charge);
    if (refusal) return { kind: 'refused', reason: refusal };
    if (this.capabilities.fence === 'handle') {
      const sameHandle = this.submissions.find(
        (submission) => submission.charge.handle === charge.handle,
      );
      if (sameHandle) return sameHandle.now;
    }
    const retryAtMs = this.duplicateUntilMs(charge);
    if (retryAtMs !== null)
      return { kind: 'duplicate', retryAt: new Date(retryAtMs).toISOString() };

    const first = this.decide(charge);
    const submission = { charge, first, now: first, takenAt: this.nowMs() };
    this.submissions.push(submission);
    this.known.set(charge.key, { body, submission, at: this.nowMs() });
    if (first.kind === 'settled' || first.kind === 'pending') this.taken.push(charge);
    return first;
  }

  private refusalOf(charge: Charge): string | null {
    if (charge.amountMinor < this.capabilities.minimumMinor) return 'amount_below_minimum';
    if (charge.amountMinor > this.capabilities.maximumMinor) return 'amount_above_maximum';
    if (this.isFenced(charge)) return 'fenced';
    if (this.capabilities.fence !== 'handle') return null;
    const intent = charge.handle === null ? undefined : this.handles.get(charge.handle);
    if (!intent) return 'intent_required';
    return bodyOf({ ...intent.charge, handle: null }) === bodyOf({ ...charge, handle: null })
      ? null
      : 'intent_differs';
  }

  private isFenced(charge: Charge): boolean {
    if (this.fencedKeys.has(charge.key)) return true;
    return charge.handle !== null && this.handles.get(charge.handle)?.isFenced === true;
  }

  private decide(charge: Charge): ChargeOutcome {
    const reference = `ch_${this.nextNumber()}`;
    const told = this.readings.get(charge.methodToken)?.status ?? 'usable';
    if (told === 'expired') return { kind: 'declined', reference, reason: 'expired', isHard: true };
    if (told !== 'usable') {
      return { kind: 'declined', reference, reason: 'methodRemoved', isHard: true };
    }
    const decline = DECLINES[charge.methodToken];
    if (decline) return { kind: 'declined', reference, ...decline };
    if (charge.methodToken === 'card_action_required') return { kind: 'actionRequired', reference };
    if (charge.methodKind === 'bankDebit') return { kind: 'pending', reference };
    return this.settled(reference);
  }

  private duplicateUntilMs(charge: Charge): number | null {
    const windowSeconds = this.capabilities.duplicateWindowSeconds;
    if (windowSeconds === null) return null;
    const like = this.submissions.findLast(
      ({ charge: other, first }) =>
        (first.kind === 'settled' || first.kind === 'pending') &&
        other.methodToken === charge.methodToken &&
        other.amountMinor === charge.amountMinor &&
        other.currency === charge.currency,
    );
    if (!like) return null;
    const untilMs = like.takenAt + windowSeconds * 1000;
    return this.nowMs() < untilMs ? untilMs : null;
  }

  private silenceOf(charge: Charge): Silence | undefined {
    if (charge.methodToken === 'card_late') return 'late';
    if (charge.methodToken !== 'card_answer_lost' && charge.methodToken !== 'card_error_once') {
      return undefined;
    }
    if (this.lostAlready.has(charge.key)) return undefined;
    this.lostAlready.add(charge.key);
    return charge.methodToken === 'card_error_once' ? 'requestLost' : 'answerLost';
  }

  /** The charge a look-up by our key finds: the one with money in it, if any. */
  private present(key: string): Submission | undefined {
    const found = this.submissions.filter(({ charge }) => charge.key === key);
    return found.find(({ now }) => now.kind !== 'declined') ?? found.at(-1);
  }

  private find(key: string): Submission {
    const submission = this.present(key);
    if (!submission) throw new RangeError(`the fake knows no charge ${key}`);
    return submission;
  }

  private referenceOf({ first }: Submission): string {
    if (!('reference' in first) || first.reference === null) {
      throw new RangeError(`a ${first.kind} charge has no reference`);
    }
    return first.reference;
  }

  private settled(reference: string): ChargeOutcome {
    return { kind: 'settled', reference, settledAt: new Date(this.nowMs()).toISOString() };
  }

  private isForgotten(at: number): boolean {
    return this.nowMs() - at >= this.capabilities.keyLifetimeHours * HOUR_MS;
  }

  private nowMs(): number {
    return this.now().getTime() + this.advancedMs;
  }

  private nextNumber(): number {
    this.lastNumber += 1;
    return this.lastNumber;
  }

  private enter(operation: keyof FakeGateway['calls']): void {
    this.calls[operation] += 1;
    if (this.isOut) throw new Error('connection refused');
  }
}

function bodyOf(charge: Charge): string {
  return JSON.stringify([
    charge.amountMinor,
    charge.currency,
    charge.methodToken,
    charge.methodKind,
    charge.statementText,
    charge.handle,
  ]);
}

function sign(at: string, rawBody: Uint8Array): string {
  return createHmac('sha256', REPORT_SECRET).update(`${at}.`).update(rawBody).digest('hex');
}
