/** What a person has typed and chosen so far. Kept whole while they go back and forth. */
import type { CivilDate } from '../../../domain/calendar';
import { sumMinor } from '../../../domain/money';
import { TrimStrategy } from '../../../domain/trim';
import type { InvoiceRow } from '../../../contracts/invoice-row';
import type { PaymentDetails } from '../../../contracts/payment-details';
import type { PreviewPaymentBody, PutPaymentBody } from '../../../contracts/payment-request';

export type PayDraft = Readonly<{
  /** Minor units by invoice; null where the field is empty or cannot be read. */
  amounts: Readonly<Record<string, number | null>>;
  /** What is wrong with a text that cannot be read, by invoice. */
  unread: Readonly<Record<string, string>>;
  methodId: string | null;
  isScheduled: boolean;
  /** Kept while the switch is off. */
  runOn: CivilDate | null;
  strategy: TrimStrategy;
  reference: string;
  note: string;
  extraRecipients: readonly string[];
  /** In the field for another of them, and not added yet. */
  addressText: string;
  /** The payments that a schedule is split into; null for one payment. Kept while the switch is off. */
  parts: readonly DraftPart[] | null;
}>;

/** One payment of a split, under the id it is placed by, whatever comes in between. */
export type DraftPart = Pick<PayDraft, 'amounts' | 'unread' | 'runOn'> & Readonly<{ id: string }>;

/** What is being paid: invoices of one client and one currency, and what this payment already takes. */
export type PayCase = Readonly<{
  organization: Readonly<{ id: string; name: string }>;
  currency: string;
  invoices: readonly InvoiceRow[];
  /** The placed payment that is changed; null for a new one. */
  changes: PaymentDetails | null;
  /** The failed payment that a new one tries again. */
  retryOf: string | null;
  /** The ended payment that a new one is placed in place of. */
  restoredFrom: Readonly<{ id: string; number: string }> | null;
}>;

/** The most this payment may take of an invoice, at least 0. */
export function limitOf(
  { headroom, residual, id }: InvoiceRow,
  isScheduled: boolean,
  changes: PaymentDetails | null,
): number {
  const own = changes?.lines.find(({ invoice }) => invoice.id === id)?.amount.amountMinor ?? 0;
  // A draft claims nothing; what is scheduled is part of what is planned.
  const planned = changes !== null && changes.runOn !== null ? own : 0;
  return Math.max(0, isScheduled ? residual.amountMinor + planned : headroom.amountMinor);
}

type Start = Readonly<{ methodId: string | null; isScheduled: boolean; runOn: CivilDate | null }>;

/**
 * Everything that can be paid, in full; a change begins with what was placed. Another try begins with
 * what was tried, and a restoring with what a person last set, as far as there is still room for it.
 */
export function firstDraft(
  { invoices, changes, restoredFrom }: PayCase,
  start: Start,
  before: PaymentDetails | null,
): PayDraft {
  const amounts = invoices.map((invoice) => {
    const lineOf = (payment: PaymentDetails | null) =>
      payment?.lines.find((each) => each.invoice.id === invoice.id);
    const most = limitOf(invoice, start.isScheduled, null);
    const line = lineOf(before);
    const wanted = restoredFrom === null ? line?.amount : line?.setAmount;
    const amount =
      lineOf(changes)?.amount.amountMinor ?? Math.min(wanted?.amountMinor ?? most, most);
    return [invoice.id, amount === 0 ? null : amount] as const;
  });
  return {
    ...start,
    amounts: Object.fromEntries(amounts),
    unread: {},
    strategy: changes?.strategy ?? TrimStrategy.nearestFirst,
    reference: (changes ?? before)?.reference ?? '',
    note: (changes ?? before)?.note ?? '',
    extraRecipients: (changes ?? before)?.extraRecipients ?? [],
    addressText: '',
    parts: null,
  };
}

/** Lines with an amount, in the order shown. Empty lines are not paid. */
export function linesOf(draft: Pick<PayDraft, 'amounts'>, { invoices }: PayCase) {
  return invoices.flatMap(({ id }) => {
    const amountMinor = draft.amounts[id] ?? null;
    return amountMinor === null ? [] : [{ invoiceId: id, amountMinor }];
  });
}

export function totalOf(draft: Pick<PayDraft, 'amounts'>, payCase: PayCase): number {
  return sumMinor(linesOf(draft, payCase).map(({ amountMinor }) => amountMinor));
}

/** What the draft asks for; null while it is no request yet. */
export function requestOf(draft: PayDraft, payCase: PayCase) {
  const lines = linesOf(draft, payCase);
  const isUnread = Object.keys(draft.unread).length > 0;
  const hasDate = !draft.isScheduled || draft.runOn !== null;
  if (lines.length === 0 || isUnread || draft.methodId === null || !hasDate) return null;
  return {
    organizationId: payCase.organization.id,
    methodId: draft.methodId,
    currency: payCase.currency,
    lines,
    runOn: draft.isScheduled ? draft.runOn : null,
    strategy: draft.strategy,
    extraRecipients: [...draft.extraRecipients],
  };
}
export type PayRequest = NonNullable<ReturnType<typeof requestOf>>;

export function previewBodyOf(request: PayRequest, { changes }: PayCase): PreviewPaymentBody {
  return { ...request, changes: changes?.id ?? null };
}

/** `fingerprint` is that of the preview the person has looked at. */
export function putBodyOf(
  request: PayRequest,
  draft: PayDraft,
  payCase: PayCase,
  fingerprint: string,
): PutPaymentBody {
  return {
    ...request,
    fingerprint,
    reference: draft.reference.trim() || null,
    note: draft.note.trim() || null,
    retryOf: payCase.retryOf,
    restoredFrom: payCase.restoredFrom?.id ?? null,
  };
}

/** Of a change: it asks for nothing that is not placed already. */
export function isUnchanged(draft: PayDraft, payCase: PayCase): boolean {
  const { changes } = payCase;
  if (changes === null) return false;
  const placed = new Map(changes.lines.map((line) => [line.invoice.id, line.amount.amountMinor]));
  const isSame = payCase.invoices.every(
    ({ id }) => (draft.amounts[id] ?? 0) === (placed.get(id) ?? 0),
  );
  return (
    isSame &&
    Object.keys(draft.unread).length === 0 &&
    draft.methodId === changes.method.id &&
    draft.runOn === changes.runOn &&
    draft.extraRecipients.join() === changes.extraRecipients.join()
  );
}
