/**
 * Starts workflows after the commit, a bounded number at a time, and never in the way of an answer.
 *
 * Nothing depends on it: the row is the outbox, and the sweep starts what is lost here in a crash or
 * while Temporal is away. So an error is a line in the log, and a full queue drops the newest.
 */
import type { Logger } from 'pino';
import type { AutopayRuleStart, InvoicePaymentStart } from '../../workflows/messages';
import type { RulesOf } from '../stores/autopay-runs';
import type { PaymentNews, RuleNews, WorkflowStarter } from './workflow-starter';
import { YieldingQueue } from './yielding-queue';

/** Past 10 to 20 in flight a Temporal server's throughput only falls. */
const IN_FLIGHT_MAX = 10;
/** A burst that is longer than this is the sweep's. */
const WAITING_MAX = 10_000;

export type Soon = Readonly<{
  /** Starts give way while `answer` is worked out: each costs the machine as much as the answer does. */
  givingWay<Answer>(answer: () => Promise<Answer>): Promise<Answer>;
  startPayment(paymentId: string): void;
  tellPayment(paymentId: string, news: PaymentNews): void;
  /** Also of a rule that was made just now: its workflow is started. */
  tellRule(ruleId: string, news: RuleNews): void;
  /** Those for which a change that was just committed is news; often none. */
  tellRulesOf(of: RulesOf): void;
  startDocument(invoiceId: string): void;
  startImport(importId: string): void;
  /** Of a mail without a payment; one that was sent already is left alone. */
  startMessage(messageId: string): void;
  /** Resolves once nothing is waiting or on its way. */
  idle(): Promise<void>;
  /** How many wait, for the metrics. */
  waiting(): number;
}>;

export function createSoon(
  dependencies: Readonly<{
    starter: WorkflowStarter;
    /** Null when the payment was never placed. */
    readStart(paymentId: string): Promise<InvoicePaymentStart | null>;
    /** Null when there never was such a rule. */
    readRuleStart(ruleId: string): Promise<AutopayRuleStart | null>;
    readRuleNews(of: RulesOf): Promise<readonly AutopayRuleStart[]>;
    log: Logger;
  }>,
): Soon {
  const { starter, readStart, readRuleStart, readRuleNews, log } = dependencies;
  const queue = new YieldingQueue(IN_FLIGHT_MAX, WAITING_MAX);
  const run = (what: Readonly<Record<string, string>>, action: () => Promise<void>) => {
    const isTaken = queue.add(() =>
      action().catch((error: unknown) =>
        log.warn({ err: error, ...what }, 'a workflow was not started'),
      ),
    );
    if (!isTaken) log.warn(what, 'too many starts are waiting; the sweep will start it');
  };
  const withStart = async (
    paymentId: string,
    act: (start: InvoicePaymentStart) => Promise<void>,
  ): Promise<void> => {
    const start = await readStart(paymentId);
    if (start !== null) await act(start);
  };

  return {
    givingWay: (answer) => queue.givingWay(answer),
    startPayment: (paymentId) =>
      run({ paymentId }, () => withStart(paymentId, (start) => starter.startPayment(start))),
    tellPayment: (paymentId, news) =>
      run({ paymentId, news }, () =>
        withStart(paymentId, (start) => starter.tellPayment(start, news)),
      ),
    tellRule: (ruleId, news) =>
      run({ ruleId, news }, async () => {
        const start = await readRuleStart(ruleId);
        if (start !== null) await starter.tellRule(start, news);
      }),
    tellRulesOf: (of) =>
      run({ rulesOf: of.kind, ...('id' in of && { id: of.id }) }, async () => {
        for (const start of await readRuleNews(of)) await starter.tellRule(start, 'changed');
      }),
    startDocument: (invoiceId) => run({ invoiceId }, () => starter.startDocument(invoiceId)),
    startImport: (importId) => run({ importId }, () => starter.startImport(importId)),
    startMessage: (messageId) => run({ messageId }, () => starter.startMessage(messageId)),
    idle: () => queue.idle(),
    waiting: () => queue.waiting,
  };
}
