/** The states of a payment as chips and as sentences. */
import type { PaymentState } from '../../domain/payment';
import type { ChipKind } from '../pieces/status-chip';

type Stated = Readonly<{
  state: PaymentState;
  isDraft: boolean;
  isPosted: boolean;
  isBeingStopped?: boolean;
}>;

type StateWords = Readonly<{ kind: ChipKind; words: string; sentence: string }>;

const WORDS: Readonly<Record<PaymentState, StateWords>> = {
  scheduled: {
    kind: 'scheduled',
    words: 'Scheduled',
    sentence: 'It runs on its day. Until then it can be changed or cancelled.',
  },
  reserved: {
    kind: 'pending',
    words: 'Placed',
    sentence: 'Its amounts are reserved. It is about to be sent to the gateway.',
  },
  submitting: {
    kind: 'pending',
    words: 'Being sent',
    sentence: 'It is with the gateway, which has not answered yet.',
  },
  actionRequired: {
    kind: 'waits',
    words: 'Waits for the client',
    sentence: 'The bank asks the client to confirm it. Nothing is charged until then.',
  },
  unknown: {
    kind: 'waits',
    words: 'No answer yet',
    sentence:
      'The gateway has not said whether it was charged. The amounts stay reserved, and it is asked again by itself.',
  },
  pending: {
    kind: 'pending',
    words: 'In flight',
    sentence: 'The bank has accepted it and has not settled it yet.',
  },
  settled: { kind: 'done', words: 'Settled', sentence: 'The money has moved.' },
  failed: {
    kind: 'declined',
    words: 'Declined',
    sentence: 'No money moved. What it had taken from other plans was put back.',
  },
  returned: {
    kind: 'declined',
    words: 'Returned',
    sentence: 'The bank sent the money back. Its invoices are open again.',
  },
  disputed: {
    kind: 'conflict',
    words: 'Disputed',
    sentence: 'The client disputes it with the bank. Its amounts are held until that is decided.',
  },
  cancelled: { kind: 'plain', words: 'Cancelled', sentence: 'No money moved.' },
  superseded: {
    kind: 'plain',
    words: 'Superseded',
    sentence: 'Other payments took all it was to pay. No money moved.',
  },
  inReview: {
    kind: 'hold',
    words: 'In review',
    sentence: 'It waits for a person and is not charged until one lets it go on.',
  },
};

const BEING_STOPPED: StateWords = {
  kind: 'waits',
  words: 'Being cancelled',
  sentence:
    'It was given up, and the gateway is asked to stop it. The amounts stay reserved until it says so.',
};

export function paymentStateWords({
  state,
  isDraft,
  isPosted,
  isBeingStopped = false,
}: Stated): StateWords {
  if (state === 'inReview' && isDraft) {
    return {
      kind: 'hold',
      words: 'Draft',
      sentence: 'Not charged: it came back before it was sent. Change it, or drop it.',
    };
  }
  if (state === 'settled' && isPosted) {
    return { kind: 'done', words: 'Posted', sentence: 'Charged, and in the books.' };
  }
  if (state === 'actionRequired' && isBeingStopped) return BEING_STOPPED;
  return WORDS[state];
}
