/**
 * The methods whose numbers decide what happens. The token beside each is always known, without
 * tokenization, so that tests and demonstrations can name it; the number gives a token of its own
 * with the same behaviour.
 */
import { FaultKind } from '../faults';

export const DeclineCode = {
  declined: 'declined',
  stolen: 'stolen',
  insufficientFunds: 'insufficient_funds',
  expired: 'expired',
  methodRemoved: 'method_removed',
  accountClosed: 'account_closed',
} as const;
export type DeclineCode = (typeof DeclineCode)[keyof typeof DeclineCode];

/** A no that will not become a yes: asking again with this method is no use. */
export const HARD_DECLINES: ReadonlySet<DeclineCode> = new Set([
  DeclineCode.stolen,
  DeclineCode.expired,
  DeclineCode.methodRemoved,
  DeclineCode.accountClosed,
]);

/** One step of a bank debit, counted in days of the calendar from the day it was taken. */
export type BankStep = Readonly<{ afterDays: number; code: string | null }>;

export type Behaviour = Readonly<{
  decline?: DeclineCode;
  /** The payer's bank wants to see the payer first. */
  requiresAction?: true;
  /** How the call breaks: every time, or only the first time for each charge key. */
  fault?: Readonly<{ kind: FaultKind; isFirstTimeOnly: boolean }>;
  /** What the card's network says of it now, when that differs from what was typed. */
  renewed?: Readonly<{ lastFour: string; yearsAhead: number }>;
  removed?: true;
  /** Bank debits: when it settles (`code` null) and when it comes back, with which code. */
  bankSteps?: readonly BankStep[];
}>;

export type MagicMethod = Readonly<{
  token: string;
  kind: 'card' | 'bankDebit';
  /** Card number, or account number at the routing number below. */
  number: string;
  title: string;
  behaviour: Behaviour;
}>;

export const MAGIC_ROUTING_NUMBER = '123456780';
export const BANK_NAME = 'First Sandbox Bank';

/** A debit that nobody touches settles on its third day. */
const SETTLES: BankStep = { afterDays: 3, code: null };
const ALWAYS = { isFirstTimeOnly: false } as const;
const FIRST_TIME = { isFirstTimeOnly: true } as const;

const card = (
  token: string,
  number: string,
  title: string,
  behaviour: Behaviour = {},
): MagicMethod => ({ token, kind: 'card', number, title, behaviour });

const bank = (
  token: string,
  number: string,
  title: string,
  behaviour: Behaviour = {},
): MagicMethod => ({
  token,
  kind: 'bankDebit',
  number,
  title,
  behaviour: { bankSteps: [SETTLES], ...behaviour },
});

/** A debit that comes back before it has settled. */
const comesBack = (code: string): Behaviour => ({ bankSteps: [{ afterDays: 2, code }] });

export const MAGIC_METHODS: readonly MagicMethod[] = [
  card('card_success', '4539000000000010', 'Succeeds (Visa)'),
  card('card_success_mastercard', '5454000000000018', 'Succeeds (Mastercard)'),
  card('card_declined', '4539000000000028', 'Declined', { decline: DeclineCode.declined }),
  card('card_insufficient_funds', '4539000000000036', 'Declined: insufficient funds', {
    decline: DeclineCode.insufficientFunds,
  }),
  card('card_expired', '4539000000000044', 'Declined: the card has expired', {
    decline: DeclineCode.expired,
  }),
  card('card_stolen', '4539000000000051', 'Declined for ever: reported stolen', {
    decline: DeclineCode.stolen,
  }),
  card('card_removed', '4539000000000069', 'Usable when added, removed by its network since', {
    removed: true,
  }),
  card(
    'card_renewed',
    '4539000000000077',
    'Renewed by its network: other last four, later expiry',
    {
      renewed: { lastFour: '4009', yearsAhead: 4 },
    },
  ),
  card(
    'card_action_required',
    '4539000000000085',
    'The payer must act first (complete it in the ledger)',
    {
      requiresAction: true,
    },
  ),
  card('card_answer_lost', '4539000000000093', 'Charged, and the answer is lost', {
    fault: { kind: FaultKind.answerLost, ...FIRST_TIME },
  }),
  card('card_late', '4539000000000101', 'Connection lost; the charge arrives later', {
    fault: { kind: FaultKind.late, ...ALWAYS },
  }),
  card('card_slow', '4539000000000119', 'Charged at once, answered slowly', {
    fault: { kind: FaultKind.slow, ...FIRST_TIME },
  }),
  card('card_error_once', '4539000000000127', 'Error 500 once with nothing done, then fine', {
    fault: { kind: FaultKind.serverError, ...FIRST_TIME },
  }),
  card('card_outage', '4539000000000135', 'Out of service, every time', {
    fault: { kind: FaultKind.unavailable, ...ALWAYS },
  }),
  bank('bank_success', '000123456789', 'Settles on the third day, or when told'),
  bank(
    'bank_insufficient_funds',
    '000000000101',
    'Comes back on the second day: R01',
    comesBack('R01'),
  ),
  bank(
    'bank_account_closed',
    '000000000102',
    'Comes back on the second day: R02',
    comesBack('R02'),
  ),
  bank('bank_no_account', '000000000103', 'Comes back on the second day: R03', comesBack('R03')),
  bank('bank_unauthorized', '000000000110', 'Settles, and comes back on the fortieth day: R10', {
    bankSteps: [SETTLES, { afterDays: 40, code: 'R10' }],
  }),
  bank('bank_refused', '000000000199', 'Refused at once: the account is closed', {
    decline: DeclineCode.accountClosed,
  }),
];

/** Why banks send debits back, in the network's own codes. Only those we return are here. */
export const RETURN_REASONS: Readonly<Record<string, string>> = {
  R01: 'Insufficient funds',
  R02: 'Account closed',
  R03: 'No account, or the account could not be found',
  R05: 'Unauthorized debit to a consumer account',
  R07: 'Authorization revoked by the customer',
  R08: 'Payment stopped',
  R09: 'Uncollected funds',
  R10: 'Customer says the debit is unauthorized',
  R11: 'Customer says the entry does not follow the authorization',
  R16: 'Account frozen',
  R29: 'Corporate customer says the debit is unauthorized',
};
