/** The live list of a placed payment, made only of what the server has said. */
import type { PaymentDetails } from '../../../contracts/payment-details';
import { tellsOfState } from '../../../domain/outcome-mails';
import type { LiveStep } from '../../pieces/live-list';
import type { Words } from '../../words/business';
import { declineWords } from '../../words/declines';
import { messageName } from '../../words/messages';
import { methodWords } from '../../words/methods';
import { paymentStateWords } from '../../words/payment-states';
import { plural } from '../../words/plural';

export function outcomeSteps(payment: PaymentDetails, words: Words): readonly LiveStep[] {
  return [
    placed(payment, words),
    ...charged(payment, words),
    ...posted(payment, words),
    ...told(payment),
  ];
}

function placed({ caused, progress, amount }: PaymentDetails, words: Words): LiveStep {
  const lowered = new Set(caused.map(({ other }) => other?.payment.id)).size;
  const held = caused
    .filter(({ state }) => state === 'held')
    .reduce((sum, { before, after }) => sum + before.amountMinor - after.amountMinor, 0);
  const holds =
    held === 0 ? '' : `, ${words.amount(held, amount.currency)} held until this settles`;
  return {
    key: 'placed',
    state: 'done',
    title: 'Placed',
    sentence:
      lowered === 0
        ? 'No planned payment was lowered'
        : `${plural(lowered, 'planned payment')} lowered${holds}`,
    time: words.timeWithSeconds(progress.placedAt),
  };
}

function charged(payment: PaymentDetails, words: Words): LiveStep[] {
  const { state, progress, charge, method, review } = payment;
  const time = (at: string | null) => (at === null ? {} : { time: words.timeWithSeconds(at) });
  if (state === 'failed') {
    const { title, sentence } = declineWords(payment, words);
    const ended = time(progress.endedAt);
    return [
      { key: 'declined', state: 'failed', title, sentence, ...ended },
      ...putBack(payment).map((step) => ({ ...step, ...ended })),
    ];
  }
  if (state === 'inReview') {
    const sentence = review?.words ?? paymentStateWords(payment).sentence;
    return [
      { key: 'review', state: 'failed', title: 'Not charged', sentence },
      ...putBack(payment),
    ];
  }
  if (progress.settledAt !== null || progress.chargedAt !== null) {
    const reference = charge?.reference ? `, reference ${charge.reference}` : '';
    const isSettled = progress.settledAt !== null;
    return [
      {
        key: 'charged',
        state: 'done',
        title: isSettled ? 'Charged' : 'Accepted by the bank',
        sentence: `${methodWords(method)}: ${isSettled ? 'approved' : 'not settled yet'}${reference}`,
        ...time(progress.settledAt ?? progress.chargedAt),
      },
    ];
  }
  if (state === 'scheduled' || progress.endedAt !== null) return [];
  return [
    {
      key: 'charging',
      state: 'now',
      // That it is placed was said by the line before.
      title: state === 'reserved' ? 'Being charged' : paymentStateWords(payment).words,
      sentence: paymentStateWords(payment).sentence,
    },
  ];
}

function putBack({ caused }: PaymentDetails): LiveStep[] {
  const back = new Set(
    caused.filter(({ state }) => state === 'released').map(({ other }) => other?.payment.id),
  ).size;
  if (back === 0) return [];
  return [
    {
      key: 'back',
      state: 'done',
      title: 'Put back',
      sentence: `${plural(back, 'planned payment')} ${back === 1 ? 'has its amount' : 'have their amounts'} again`,
    },
  ];
}

function posted({ progress, isPosted }: PaymentDetails, words: Words): LiveStep[] {
  if (progress.postedAt === null) return [];
  return [
    {
      key: 'posted',
      state: 'done',
      title: isPosted ? 'Posted' : 'On the list to enter',
      sentence: isPosted ? 'The books show it' : 'It is entered in the books by hand',
      time: words.timeWithSeconds(progress.postedAt),
    },
  ];
}

/** Who was mailed what of the state it is in: a receipt only where something was paid. */
function told({ progress, messages, state }: PaymentDetails): LiveStep[] {
  const { total, sent, failed } = progress.receipts;
  if (total === 0) return [];
  const isDone = sent === total;
  const mails = messages.filter(
    ({ kind, status }) => status !== 'dropped' && tellsOfState(kind, state),
  );
  const mail = messageName(mails[0]?.kind ?? '');
  const waiting = new Set(
    mails.filter(({ status }) => status === 'waiting').map(({ address }) => address),
  );
  const sentence = isDone
    ? `Sent to ${plural(sent, 'address', 'addresses')}`
    : failed > 0
      ? `${plural(failed, 'mail')} could not be delivered; it can be sent again from the payment`
      : `Sending to ${[...waiting].join(', ')}`;
  return [
    {
      key: 'told',
      state: isDone ? 'done' : failed > 0 ? 'failed' : 'now',
      title: isDone ? `${mail} sent` : mail,
      sentence,
      time: `${sent} of ${total}`,
    },
  ];
}
