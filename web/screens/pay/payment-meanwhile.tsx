import type { PaymentDetails } from '../../../contracts/payment-details';
import { useLookedAt } from '../../api/use-looked-at';
import { GoOnFromHere, KeepOrLetGo, MeanwhileNote } from '../../pieces/meanwhile-note';
import { useWords } from '../../words/business';
import { changedByWords, paymentChanges } from './changed-payment';

/**
 * The payment that a question was opened on, and what became of it since; null for a new payment.
 * `isOwn` while a change of the person's own is under way or done: what is read then is no news.
 */
export function usePaymentLookedAt<Given extends PaymentDetails | null>(
  payment: Given,
  isOwn: boolean,
) {
  const words = useWords();
  const { looked, changes, lookAgain } = useLookedAt<Given>(payment, (before, now) =>
    before === null || now === null ? [] : paymentChanges(before, now, words),
  );
  const hasChanged = changes.length > 0 && !isOwn;
  const headline =
    !hasChanged || looked === null || payment === null
      ? null
      : changedByWords(looked, payment, words);
  return { looked, changes, hasChanged, headline, lookAgain };
}

type PaymentLookedAt = ReturnType<typeof usePaymentLookedAt>;

type PaymentMeanwhileProps = Readonly<{
  meanwhile: PaymentLookedAt;
  onLook: () => void;
}>;

/** Says what was changed meanwhile; nothing is sent before it was looked at. */
export function PaymentMeanwhile({ meanwhile, onLook }: PaymentMeanwhileProps) {
  if (meanwhile.headline === null) return null;
  return (
    <MeanwhileNote
      headline={meanwhile.headline}
      changes={meanwhile.changes}
      truth="Look at it as it is now, then decide."
      choices={<GoOnFromHere onClick={onLook} />}
    />
  );
}

type ChangeMeanwhileProps = Readonly<{
  meanwhile: PaymentLookedAt;
  onKeep: () => void;
  onLetGo: () => void;
}>;

/** The same over a change that is being typed: what was typed can stay. */
export function ChangeMeanwhile({ meanwhile, onKeep, onLetGo }: ChangeMeanwhileProps) {
  if (meanwhile.headline === null) return null;
  return (
    <MeanwhileNote
      headline={meanwhile.headline}
      changes={meanwhile.changes}
      truth="What you typed stays, over the payment as it is now, or goes."
      choices={<KeepOrLetGo onKeep={onKeep} onLetGo={onLetGo} />}
    />
  );
}
