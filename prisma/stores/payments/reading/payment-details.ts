/** One payment in full, for its page and for the live list after confirming. */
import type { PaymentDetails } from '../../../../contracts/payment-details';
import { followingBankingDay } from '../../../../domain/banking-days';
import { civilDateAt } from '../../../../domain/instants';
import { finalityOf } from '../../../../domain/next-step';
import { tellsOfState } from '../../../../domain/outcome-mails';
import { isTerminal, PaymentState } from '../../../../domain/payment';
import type { GatewayCapabilities } from '../../../../domain/ports';
import { receiptAudience } from '../../../../domain/receipt-audience';
import { timelineOf } from '../../timeline/timeline';
import { actionsOf } from './payment-actions';
import { declineOf, historyOf } from './outcome-words';
import type { AdjustmentRecord, DetailsRecord } from './payment-details-statement';
import { paymentRowOf } from './payment-row';

export type Details = Omit<PaymentDetails, 'workflow'>;

export function paymentDetailsOf(
  record: DetailsRecord,
  { fence }: Pick<GatewayCapabilities, 'fence'>,
): Details {
  const row = paymentRowOf(record.row);
  const { state } = row;
  const { currency } = row.amount;
  const amount = (amountMinor: number) => ({ amountMinor, currency });
  return {
    ...row,
    autopay: record.autopay,
    timing: timingOf(record),
    reachesBankOn: bankDayOf(record),
    strategy: record.strategy,
    note: record.note,
    lines: record.lines.map(({ invoice, amountMinor, enteredMinor, balanceMinor, ...line }) => ({
      invoice,
      amount: amount(amountMinor),
      setAmount: amount(enteredMinor),
      balanceNow: amount(balanceMinor),
      ...line,
    })),
    caused: record.caused.map((adjustment) => adjustmentOf(adjustment, currency)),
    suffered: record.suffered.map((adjustment) => adjustmentOf(adjustment, currency)),
    charge: chargeOf(record),
    decline: declineOf({ ...record, state }),
    review: reviewOf(record),
    audience: audienceOf(record),
    extraRecipients: [...record.extraRecipients],
    messages: record.messages,
    progress: progressOf(record),
    finalAt: finalAtOf(record),
    retryOf: record.retryOf,
    retriedBy: record.retriedBy,
    restoredFrom: record.restoredFrom,
    restoredBy: record.restoredBy,
    cancelledBy: record.cancelledBy,
    isBeingStopped: isBeingStopped(record),
    actions: actionsOf({
      state,
      hasOutcomeMail: record.messages.some(({ kind }) => kind !== 'paymentChanged'),
      isRetried: record.retriedBy !== null,
      isRestored: record.restoredBy !== null,
      mayBeStopped: fence !== 'none',
      isBeingStopped: isBeingStopped(record),
    }),
    timeline: timelineOf(record.timeline),
  };
}

function timingOf({ row, methodKind, requestBody, runAt, runTime, zone }: DetailsRecord) {
  const { runOn } = row;
  if (runOn === null || runAt === null || runTime === null || zone === null) return null;
  const asked = requestedDay(requestBody);
  // The date placed with, while the run is only its banking day; later a person chose another.
  const isItsBankingDay =
    asked !== null && methodKind === 'bankDebit' && followingBankingDay(asked) === runOn;
  return { requestedOn: isItsBankingDay ? asked : runOn, runOn, runAt, runTime, zone };
}

/** The fifth of what `sameBodyText` writes down. */
function requestedDay(requestBody: string): string | null {
  const day = (JSON.parse(requestBody) as readonly unknown[])[4];
  return typeof day === 'string' ? day : null;
}

/** A bank debit reaches the bank on the banking day of its run, or of when it was placed. */
function bankDayOf({ row, methodKind, businessZone }: DetailsRecord): string | null {
  if (methodKind !== 'bankDebit') return null;
  return row.runOn ?? followingBankingDay(civilDateAt(row.placedAt, businessZone));
}

function adjustmentOf(record: AdjustmentRecord, currency: string): Details['caused'][number] {
  const { beforeMinor, afterMinor, ...adjustment } = record;
  return {
    ...adjustment,
    before: { amountMinor: beforeMinor, currency },
    after: { amountMinor: afterMinor, currency },
  };
}

const isBeingStopped = ({ row, charge }: DetailsRecord) =>
  row.state === PaymentState.actionRequired && charge?.isStopAsked === true;

function chargeOf({ charge }: DetailsRecord): Details['charge'] {
  if (charge === null) return null;
  const { answers, isStopAsked: _, ...kept } = charge;
  return { ...kept, history: historyOf(answers) };
}

function reviewOf({ row, reviewReason, stateReason, proposedRunOn }: DetailsRecord) {
  if (row.state !== PaymentState.inReview) return null;
  const words = stateReason ?? 'A person has to look first.';
  return { code: reviewReason ?? 'REVIEW', words, proposedRunOn };
}

/** Who was shown before confirm, as far as they can still be told; and today's reasons against others. */
function audienceOf({
  row,
  contacts,
  shownRecipients,
  extraRecipients,
}: DetailsRecord): Details['audience'] {
  const { amountMinor, currency } = row;
  const { excluded } = receiptAudience({ contacts, extraRecipients, amountMinor, currency });
  const recipients = shownRecipients.flatMap((shown) => {
    if (shown.reason === 'typedForThisPayment') return [shown];
    const contact = contacts.find(({ contactId }) => contactId === shown.contactId);
    if (contact === undefined || contact.address === null || contact.isBounced) return [];
    return [{ ...shown, name: contact.name, address: contact.address }];
  });
  const told = new Set(recipients.map(({ address }) => address.toLowerCase()));
  return {
    recipients,
    excluded: excluded.filter(({ address }) => !told.has(address.toLowerCase())),
  };
}

function progressOf(record: DetailsRecord): Details['progress'] {
  const { row, acceptedAt, closedAt } = record;
  const isSettled = row.state === PaymentState.settled;
  return {
    placedAt: row.placedAt,
    chargedAt: acceptedAt ?? row.settledAt,
    settledAt: row.settledAt,
    // For files a settled line is the entry on the list *Payments to enter*: it is there at once.
    postedAt: row.settledAt,
    endedAt: closedAt ?? (isSettled || isTerminal(row.state) ? row.settledAt : null),
    receipts: receiptsOf(record),
  };
}

/** By address, each with what became of its latest mail: one that is sent again is still one address. */
function receiptsOf({ row, messages }: DetailsRecord): Details['progress']['receipts'] {
  const latest = new Map(
    messages
      .filter(({ kind, status }) => status !== 'dropped' && tellsOfState(kind, row.state))
      .map(({ address, status }) => [address.toLowerCase(), status] as const),
  );
  const statuses = [...latest.values()];
  return {
    total: statuses.length,
    sent: statuses.filter((status) => status === 'sent').length,
    failed: statuses.filter((status) => status === 'failed').length,
  };
}

/** While adjustments of a settled bank debit are still held. */
function finalAtOf({
  row,
  methodKind,
  caused,
  zone,
  runTime,
  businessZone,
  businessRunTime,
}: DetailsRecord): string | null {
  const holds = caused.some(({ state }) => state === 'held');
  if (row.state !== PaymentState.settled || !holds || row.settledAt === null) return null;
  const place = { zone: zone ?? businessZone, runTime: runTime ?? businessRunTime };
  return finalityOf(row.settledAt, methodKind, place);
}
