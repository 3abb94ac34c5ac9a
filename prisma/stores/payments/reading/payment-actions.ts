/** What may be done with a payment now, and why not, in the order in which pages offer it. */
import type { PaymentDetails } from '../../../../contracts/payment-details';
import { isTerminal, PaymentState } from '../../../../domain/payment';

type Action = PaymentDetails['actions'][number];
type Reason = Action['reason'];

export type ActionFacts = Readonly<{
  state: PaymentState;
  /** Somebody was told of an outcome, so there is something to send on. */
  hasOutcomeMail: boolean;
  isRetried: boolean;
  isRestored: boolean;
  /** Whether its gateway can stop a charge that waits for the payer. */
  mayBeStopped: boolean;
  isBeingStopped: boolean;
}>;

export function actionsOf(facts: ActionFacts): Action[] {
  const { state } = facts;
  return [
    action('cancel', whyNoCancelling(facts)),
    action('change', WAITS.has(state) ? null : tooLate(state)),
    action('approve', state === PaymentState.inReview ? null : 'notInReview'),
    action('sendReceipt', hasNews(facts) ? null : 'noOutcomeYet'),
    action('retry', whyNoRetry(facts)),
    action('restore', whyNoRestoring(facts)),
  ];
}

const action = (name: Action['action'], reason: Reason): Action => ({
  action: name,
  isPossible: reason === null,
  reason,
});

/** Nothing was sent yet and a person may still decide. */
const WAITS: ReadonlySet<PaymentState> = new Set([PaymentState.scheduled, PaymentState.inReview]);

/** Money that was taken is at an end too: it is given back by other ways than by cancelling. */
const ENDED: ReadonlySet<PaymentState> = new Set([PaymentState.settled, PaymentState.disputed]);

const tooLate = (state: PaymentState): Reason =>
  isTerminal(state) || ENDED.has(state) ? 'alreadyEnded' : 'alreadySubmitted';

/** A state about which a mail can be written even when nobody was to be told at first. */
const TELLABLE: ReadonlySet<PaymentState> = new Set([
  PaymentState.scheduled,
  PaymentState.pending,
  PaymentState.settled,
  PaymentState.returned,
]);

const hasNews = ({ state, hasOutcomeMail }: ActionFacts) => hasOutcomeMail || TELLABLE.has(state);

function whyNoCancelling({ state, mayBeStopped, isBeingStopped }: ActionFacts): Reason {
  if (WAITS.has(state) || state === PaymentState.reserved) return null;
  if (state !== PaymentState.actionRequired) return tooLate(state);
  if (!mayBeStopped) return 'alreadySubmitted';
  return isBeingStopped ? 'isBeingStopped' : null;
}

function whyNoRetry({ state, isRetried }: ActionFacts): Reason {
  if (state !== PaymentState.failed && state !== PaymentState.returned) return 'notFailed';
  return isRetried ? 'alreadyRetried' : null;
}

function whyNoRestoring({ state, isRestored }: ActionFacts): Reason {
  if (!isTerminal(state)) return 'notEnded';
  return isRestored ? 'alreadyRestored' : null;
}
