/**
 * What a task says: who and what in its title, what is true now in its sentence. A kind that this
 * page does not know yet is still told, by its name and by what it is about.
 */
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconCalendarQuestion,
  IconCreditCardOff,
  IconFileAlert,
  IconHourglass,
  IconMailX,
  IconScale,
  type TablerIcon,
} from '@tabler/icons-react';
import { MethodFlag } from '../../../contracts/autopay-rule';
import type { Task } from '../../../contracts/tasks';
import { flagWords } from '../../words/autopay-rules';
import type { Words } from '../../words/business';
import { plural } from '../../words/plural';
import { reviewWords } from './review-words';
import { numberIn, textIn } from './task-facts';

export type TaskWords = Readonly<{
  icon: TablerIcon;
  tone: 'bad' | 'warn' | 'plain';
  title: string;
  sentence: string;
}>;

type Telling = (task: Task, words: Words) => Readonly<{ event: string; sentence: string }>;
type Kind = Readonly<{ icon: TablerIcon; tone: TaskWords['tone']; tell: Telling }>;

export function taskWords(task: Task, words: Words): TaskWords {
  const { icon, tone, tell } = KINDS[task.kind] ?? UNKNOWN;
  const { event, sentence } = tell(task, words);
  const who = task.organization?.name ?? (task.importId === null ? null : 'Import');
  return { icon, tone, title: who === null ? capital(event) : `${who}: ${event}`, sentence };
}

/** `bank debit of 640.00 USD`, or without the amount where none is known. */
function ofAmount(what: string, { amount }: Task, words: Words): string {
  return amount === null ? what : `${what} of ${words.money(amount.amountMinor, amount.currency)}`;
}

const KINDS: Readonly<Record<string, Kind>> = {
  paymentInReview: {
    icon: IconCalendarQuestion,
    tone: 'plain',
    tell: (task, words) => ({
      event: `${ofAmount('payment', task, words)} waits for you`,
      sentence: reviewWords(task),
    }),
  },
  paymentDeclined: {
    icon: IconCreditCardOff,
    tone: 'bad',
    tell: (task, words) => ({
      event: `${ofAmount('payment', task, words)} was declined`,
      sentence: `${declineWords(textIn(task.facts, 'reason') ?? textIn(task.facts, 'outcome', 'reason'))} No money moved, and what it had taken from other plans was put back.`,
    }),
  },
  paymentReturned: {
    icon: IconArrowBackUp,
    tone: 'plain',
    tell: (task, words) => ({
      event: `${ofAmount('payment', task, words)} was returned`,
      sentence: `${ended(textIn(task.facts, 'outcome', 'reason') ?? 'The bank sent it back')} Its invoices are open again and held from autopay. What it had lowered was not restored.`,
    }),
  },
  paymentDisputed: {
    icon: IconArrowBackUp,
    tone: 'warn',
    tell: (task, words) => ({
      event: `${ofAmount('payment', task, words)} is disputed`,
      sentence: `${ended(textIn(task.facts, 'outcome', 'reason') ?? 'The client asked their bank for it back')} Its invoices are held from autopay until the bank has decided. What it had lowered was not restored.`,
    }),
  },
  paymentUnknown: {
    icon: IconHourglass,
    tone: 'warn',
    tell: (task, words) => ({
      event: `no answer from the gateway for ${task.amount === null ? 'a payment' : words.money(task.amount.amountMinor, task.amount.currency)}`,
      sentence:
        'Unknown is not failed: the amount stays reserved until the gateway says yes or no. It is asked again by itself.',
    }),
  },
  paymentPending: {
    icon: IconHourglass,
    tone: 'warn',
    tell: (task, words) => ({
      event: `${ofAmount('bank debit', task, words)} is still on its way`,
      sentence:
        'The bank took it ten banking days ago or more and has not said what became of it. The amount stays reserved, and the gateway is asked every day.',
    }),
  },
  moneyOnClosedPayment: {
    icon: IconAlertTriangle,
    tone: 'bad',
    tell: (task, words) => ({
      event: `${ofAmount('the gateway took a payment', task, words)} that was closed`,
      sentence:
        'Headroom counted it as ended, and the gateway now says that money moved. Nothing was booked. Compare both, then refund it at the gateway or record it.',
    }),
  },
  holdNotGivenBack: {
    icon: IconScale,
    tone: 'plain',
    tell: (task, words) => {
      const amountMinor = numberIn(task.facts, 'amountMinor');
      const currency = task.amount?.currency;
      const sum =
        amountMinor === null || currency === undefined
          ? 'an amount'
          : words.money(amountMinor, currency);
      return {
        event: `${sum} was not given back to a planned payment`,
        sentence:
          'The payment that had lowered it ended without taking money, but the planned one had already gone on. What was lowered stays uncovered: plan it again if it is still to be paid.',
      };
    },
  },
  invoiceDrifted: {
    icon: IconScale,
    tone: 'warn',
    tell: ({ invoice }) => ({
      event: `the books lost a payment on ${invoice?.number ?? 'an invoice'}`,
      sentence:
        'A reading shows more unpaid than our payment left. Autopay on it is held, and scheduled payments on it wait for a person.',
    }),
  },
  autopayNotApproved: {
    icon: IconCalendarQuestion,
    tone: 'warn',
    tell: ({ invoice }) => ({
      event: `autopay of ${invoice?.number ?? 'an invoice'} was not approved in time`,
      sentence:
        'Nothing was charged. Pay it by hand, or open the invoice to autopay again: then it asks once more.',
    }),
  },
  autopayNotRun: {
    icon: IconCreditCardOff,
    tone: 'warn',
    tell: ({ invoice, facts }) => ({
      event: `autopay of ${invoice?.number ?? 'an invoice'} did not run`,
      sentence: `${textIn(facts, 'reason') ?? 'It could not be charged.'} Nothing was charged. Pay it by hand, or mend the rule and open the invoice to autopay again.`,
    }),
  },
  autopayMethod: {
    icon: IconCreditCardOff,
    tone: 'warn',
    tell: ({ facts }, words) => {
      const name = textIn(facts, 'rule', 'name');
      const flag = MethodFlag.safeParse({ code: facts['code'], runOn: facts['runOn'] });
      const why = flag.success ? flagWords(flag.data, words) : 'Its method cannot pay.';
      return {
        event: `autopay rule ${name === null ? '' : `“${name}” `}needs another method`,
        sentence: `${why} No other method is charged in its place. Give the rule another one: then this closes by itself.`,
      };
    },
  },
  workflowRefused: {
    icon: IconAlertTriangle,
    tone: 'bad',
    tell: (task, words) => ({
      event: `${ofAmount('payment', task, words)} could not be started`,
      sentence:
        'It is placed and nothing was charged, but Temporal refused to run it. Whoever runs Headroom here finds why in its log.',
    }),
  },
  messageFailed: {
    icon: IconMailX,
    tone: 'warn',
    tell: (task) => {
      const about = task.payment?.number ?? task.invoice?.number;
      return {
        event: `a mail${about === undefined ? '' : ` about ${about}`} did not arrive`,
        sentence: `${textIn(task.facts, 'to') ?? 'An address'} did not get it. ${mailWords(task)}`,
      };
    },
  },
  importMissing: {
    icon: IconFileAlert,
    tone: 'plain',
    tell: ({ facts }) => {
      const count = numberIn(facts, 'count');
      return {
        event: `${count === null ? 'invoices are' : `${plural(count, 'open invoice')} ${count === 1 ? 'is' : 'are'}`} missing from a complete list`,
        sentence:
          'Scheduled payments on them stop until you say whether they were paid elsewhere, are void, or still open.',
      };
    },
  },
};

const UNKNOWN: Kind = {
  icon: IconFileAlert,
  tone: 'plain',
  tell: ({ kind, facts, payment, invoice }) => {
    const about = payment?.number ?? invoice?.number;
    const name = kind.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
    return {
      event: about === undefined ? name : `${name}, ${about}`,
      sentence: textIn(facts, 'reason') ?? 'Open it to see what is true now.',
    };
  },
};

const DECLINES: Readonly<Record<string, string>> = {
  declined: 'The bank declined it without saying why.',
  insufficientFunds: 'The account has insufficient funds.',
  expired: 'The card has expired.',
  methodRemoved: 'The method was removed at the gateway.',
  accountClosed: 'The account is closed.',
};

function declineWords(reason: string | null): string {
  if (reason === null) return 'The gateway declined it.';
  return DECLINES[reason] ?? ended(reason);
}

/** What a mail that did not arrive leaves as it is, and how it is sent again. */
function mailWords({ facts, payment }: Task): string {
  if (payment !== null) {
    return 'The payment itself is not touched. Send it to another address from the payment.';
  }
  if (textIn(facts, 'kind') === 'invoice') {
    return 'The invoice itself is not touched. Email it again from the invoice.';
  }
  return 'Nothing else changes by it. Tell the client in another way.';
}

function ended(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
