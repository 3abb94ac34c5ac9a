import type { SearchAttributeUpdatePair } from '@temporalio/common';
import {
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  patched,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { PaymentActivities } from '../activities/payment-activities';
import type { PaymentStep } from '../domain/payment-step';
import {
  AMOUNT,
  adjustedSignal,
  autopayRuleWorkflowId,
  DOCUMENTS_QUEUE,
  GATEWAY_QUEUE,
  type InvoicePaymentInput,
  type InvoicePaymentResult,
  invoicePaymentWorkflowId,
  PAYMENT_SIGNALS,
  PAYMENT_STATE,
  RUN_AT,
} from './messages';
import { amountForOperators, invoicesForOperators } from './operator-words';
import { detailsOf, explanationOf, waitSummaryOf } from './payment-words';

// Short work of the database: as local activities they cost one event each, not three.
const { readPayment, finishPayment } = proxyLocalActivities<PaymentActivities>({
  startToCloseTimeout: '10 seconds',
  // Longer than a restart of the database takes; then the workflow task is tried again as a whole.
  localRetryThreshold: '30 seconds',
  summary: 'Look in the database',
});
// The HTTP client gives up before this does, and this long before the gateway forgets our key.
// Tried for ever: only the row, its deadline and the gateway may end a payment.
const gatewayOptions = {
  taskQueue: GATEWAY_QUEUE,
  startToCloseTimeout: '90 seconds',
  // A worker that died, or never received what it was handed, is noticed by its silence.
  heartbeatTimeout: '15 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
} as const;
const { chargePayment } = proxyActivities<PaymentActivities>({
  ...gatewayOptions,
  summary: 'Last look, freeze, charge',
});
const { askGateway } = proxyActivities<PaymentActivities>({
  ...gatewayOptions,
  summary: 'Ask the gateway for the outcome',
});
// A mail that cannot be sent must not turn a payment into a failure: tried for a day, then shown.
const { sendMessages } = proxyActivities<PaymentActivities>({
  taskQueue: DOCUMENTS_QUEUE,
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: '15 seconds',
  scheduleToCloseTimeout: '24 hours',
  retry: { initialInterval: '2 seconds', maximumInterval: '10 minutes' },
  summary: 'Send receipts and notices',
});

/** A row that waits for news only is looked at daily, in case every signal was lost. */
const NEXT_LOOK_MS = 24 * 60 * 60 * 1000;

/**
 * Takes a placed payment to its end: tells those it touched, waits for its date, charges, learns the
 * outcome, and tells people.
 *
 * The row decides and this only asks it, so a second run, a late run or a lost signal changes
 * nothing but the moment. Nothing is undone here: what gives money back is an outcome, applied in
 * the database.
 */
export async function invoicePayment({
  paymentId,
}: InvoicePaymentInput): Promise<InvoicePaymentResult> {
  let wakeUps = 0;
  for (const signal of PAYMENT_SIGNALS) {
    setHandler(signal, () => {
      wakeUps += 1;
    });
  }
  // Taken before the row is read, never after: a signal between the two would be lost.
  let seen = wakeUps;
  const first = await readPayment({ paymentId });
  if (first === null) return absent;

  let step: PaymentStep = first;
  const deliveries = new Deliveries(paymentId);
  const isThereNews = () =>
    condition(() => wakeUps !== seen, Math.min(step.waitMs ?? NEXT_LOOK_MS, LONGEST_TIMER_MS), {
      summary: waitSummaryOf(step),
    });
  // Mails may be refused for hours, and a person may decide in the meantime.
  const isThereNewsBeforeTheEnd = async () => {
    await condition(() => deliveries.areDone || wakeUps !== seen);
    if (wakeUps !== seen && patched(NEWS_BEFORE_THE_END)) return true;
    await deliveries.finished();
    return false;
  };
  let shown = attributesOf(step);
  await tell(step);
  deliveries.startFor(step);
  while (step.next !== 'none' || (await isThereNewsBeforeTheEnd())) {
    setCurrentDetails(detailsOf(step));
    const isNews = step.next === 'none' || (step.waitMs !== 0 && (await isThereNews()));
    seen = wakeUps;
    if (isNews || step.waitMs === null) {
      const { state } = step;
      step = (await readPayment({ paymentId })) ?? step;
      if (step.state !== state) await tell(step);
      if (deliveries.areDone) deliveries.startFor(step);
    } else {
      step = progressed(step, await takeStep(step));
      await tell(step);
      deliveries.startFor(step);
    }
    shown = show(shown, attributesOf(step));
    if (step.next !== 'none' && workflowInfo().continueAsNewSuggested && deliveries.areDone) {
      return continueAsNew<typeof invoicePayment>({ paymentId });
    }
  }
  setCurrentDetails(detailsOf(step));
  return {
    state: step.state,
    amount: amountForOperators(step.facts),
    invoices: invoicesForOperators(step.facts.invoiceNumbers),
    explanation: explanationOf(step),
  };
}

/** Histories of before ended with their last mail, whatever they were told meanwhile. */
const NEWS_BEFORE_THE_END = 'news-before-the-end';

/** Timers of more than ten years are refused; a schedule waits twelve months at most. */
const LONGEST_TIMER_MS = 400 * 24 * 60 * 60 * 1000;

const absent: InvoicePaymentResult = {
  state: 'absent',
  amount: '',
  invoices: '',
  explanation: 'No such payment was placed.',
};

function takeStep(step: PaymentStep): Promise<PaymentStep> {
  const { paymentId } = step;
  switch (step.next) {
    case 'charge':
      return chargePayment({ paymentId });
    case 'ask':
      return askGateway({ paymentId });
    case 'finish':
      return finishPayment({ paymentId });
    case 'none':
      return Promise.resolve(step);
  }
}

/** A step that left everything as it was is not taken again at once. */
const NO_PROGRESS_MS = 1000;

function progressed(before: PaymentStep, after: PaymentStep): PaymentStep {
  const isSame = before.next === after.next && before.state === after.state && after.waitMs === 0;
  return isSame ? { ...after, waitMs: NO_PROGRESS_MS } : after;
}

type Attributes = Readonly<{ state: string; amount: string; runAt: string | null }>;

const attributesOf = ({ state, facts }: PaymentStep): Attributes => ({
  state,
  amount: amountForOperators(facts, 'currency-first'),
  runAt: facts.runAt,
});

/** Upserts what operators see in the list, in one event, and only when it has changed. */
function show(before: Attributes, after: Attributes): Attributes {
  const pairs: SearchAttributeUpdatePair[] = [];
  if (after.state !== before.state) pairs.push({ key: PAYMENT_STATE, value: after.state });
  if (after.amount !== before.amount) pairs.push({ key: AMOUNT, value: after.amount });
  if (after.runAt !== before.runAt) {
    pairs.push({ key: RUN_AT, value: after.runAt === null ? null : new Date(after.runAt) });
  }
  if (pairs.length > 0) upsertSearchAttributes(pairs);
  return after;
}

/**
 * Signals the payments that were changed, and the rules that will find another amount. What has
 * closed needs no news. A history of before rules existed names none.
 */
async function tell({ touchedPaymentIds, touchedRuleIds = [] }: PaymentStep): Promise<void> {
  const workflowIds = [
    ...touchedPaymentIds.map(invoicePaymentWorkflowId),
    ...touchedRuleIds.map(autopayRuleWorkflowId),
  ];
  await Promise.all(
    workflowIds.map((id) =>
      getExternalWorkflowHandle(id)
        .signal(adjustedSignal)
        .catch(() => undefined),
    ),
  );
}

/**
 * One sending at a time, beside the payment's own steps, so that a slow mail holds up no charge.
 * What is written while one is under way is sent by one more.
 */
class Deliveries {
  private running: Promise<void> | null = null;
  private isAgainWanted = false;

  constructor(private readonly paymentId: string) {}

  get areDone(): boolean {
    return this.running === null;
  }

  startFor({ unsentMessages }: PaymentStep): void {
    if (unsentMessages === 0) return;
    if (this.running === null) this.running = this.run();
    else this.isAgainWanted = true;
  }

  async finished(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    do {
      this.isAgainWanted = false;
      await sendMessages({ paymentId: this.paymentId }).catch(() => undefined);
    } while (this.isAgainWanted);
    this.running = null;
  }
}
