/** What became of a placed payment while a person looked at it, in words; and their own draft over it. */
import type { PaymentDetails } from '../../../contracts/payment-details';
import type { Words } from '../../words/business';
import { methodWords } from '../../words/methods';
import type { PayDraft } from './draft';

/** What is different in a payment since it was looked at, a sentence each. */
export function paymentChanges(
  looked: PaymentDetails,
  present: PaymentDetails,
  words: Words,
): readonly string[] {
  const dayWords =
    present.runOn === null
      ? 'It has no day any more.'
      : `It runs on ${words.dateWithWeekday(present.runOn)} now.`;
  return [
    ...(present.state !== looked.state && present.state === 'inReview'
      ? ['It waits for a person now.']
      : []),
    ...(present.runOn === looked.runOn ? [] : [dayWords]),
    ...(present.method.id === looked.method.id
      ? []
      : [`It is charged to ${methodWords(present.method)} now.`]),
    ...lineChanges(looked, present, words),
    ...(present.extraRecipients.join() === looked.extraRecipients.join()
      ? []
      : ['Its receipt goes to other addresses now.']),
  ];
}

function lineChanges(looked: PaymentDetails, present: PaymentDetails, words: Words): string[] {
  const before = new Map(looked.lines.map((line) => [line.invoice.id, line] as const));
  const now = new Set(present.lines.map(({ invoice }) => invoice.id));
  const sum = ({ amountMinor, currency }: PaymentDetails['amount']) =>
    words.amount(amountMinor, currency);
  return [
    ...present.lines.flatMap(({ invoice, amount }) => {
      const known = before.get(invoice.id)?.amount;
      if (known?.amountMinor === amount.amountMinor) return [];
      return known === undefined
        ? [`${invoice.number} is paid by it too now, with ${sum(amount)}.`]
        : [`${invoice.number}: ${sum(amount)} now, ${sum(known)} before.`];
    }),
    ...looked.lines.flatMap(({ invoice }) =>
      now.has(invoice.id) ? [] : [`${invoice.number} is not paid by it any more.`],
    ),
  ];
}

/** Who changed it, from its history: `Marcus Oyelaran changed P-10423 at 10:31, while you looked at it.` */
export function changedByWords(
  looked: PaymentDetails,
  { number, timeline }: PaymentDetails,
  words: Words,
): string {
  const known = new Set(looked.timeline.map(({ id }) => id));
  const latest = timeline.find(({ id, by }) => !known.has(id) && by.kind === 'user');
  const who = latest?.by.name;
  return latest === undefined || !who
    ? `${number} was changed while you looked at it.`
    : `${who} changed ${number} at ${words.time(latest.at)}, while you looked at it.`;
}

/**
 * The person's own changes over the payment as it is now. `before` is the draft that the payment they
 * looked at gave, `present` that of the payment now.
 */
export function carriedOver(draft: PayDraft, before: PayDraft, present: PayDraft): PayDraft {
  const ids = new Set([...Object.keys(draft.amounts), ...Object.keys(present.amounts)]);
  const amounts = [...ids].map((id) => {
    const isMine = (draft.amounts[id] ?? null) !== (before.amounts[id] ?? null);
    const isUnread = draft.unread[id] !== undefined;
    return [id, (isMine || isUnread ? draft.amounts[id] : present.amounts[id]) ?? null] as const;
  });
  const hasMyDay = draft.runOn !== before.runOn || draft.isScheduled !== before.isScheduled;
  const isSameList = draft.extraRecipients.join() === before.extraRecipients.join();
  return {
    ...draft,
    amounts: Object.fromEntries(amounts),
    ...(draft.methodId === before.methodId && { methodId: present.methodId }),
    ...(!hasMyDay && { isScheduled: present.isScheduled, runOn: present.runOn }),
    ...(isSameList && { extraRecipients: present.extraRecipients }),
  };
}
