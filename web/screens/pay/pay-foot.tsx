import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { PossiblePreview } from '../../../contracts/payment-preview';
import type { Words } from '../../words/business';
import { buttonWords } from './confirm-step';
import { actWords } from './act-words';
import { isUnchanged, linesOf, type PayCase, type PayDraft, totalOf } from './draft';
import { isNotCharged } from './outcome';
import type { PayDialogProps } from './pay-dialog';

/** What leads on and back, and why it does not. */
export function footOf(
  props: PayDialogProps,
  possible: PossiblePreview | null,
  over: ReadonlySet<string>,
  form: string,
  words: Words,
) {
  const { step, payCase, draft, previewed, seen, trouble, isPlacing, onStep, onClose } = props;
  const isFresh = possible !== null && !previewed.isBehind;
  const act = actWords(payCase, draft);
  const quiet = (label: string, onClick: () => void) => (
    <Button variant="quiet" onClick={onClick}>
      {label}
    </Button>
  );
  const next = (label: string, isReady: boolean, isLoading = false) => (
    <Button variant="filled" type="submit" form={form} disabled={!isReady} loading={isLoading}>
      {label}
    </Button>
  );
  if (step === 'details') {
    const obstacle = obstacleOf(payCase, draft, over);
    return {
      back: quiet('Cancel', onClose),
      sentence: obstacle ?? act.notYet,
      isBad: over.size > 0,
      isReady: isFresh,
      onNext: () => onStep('summary', null),
      act: next(act.review, isFresh),
    };
  }
  if (step === 'summary') {
    const sum = words.amount(totalOf(draft, payCase), payCase.currency);
    // Addresses are typed here: only now is it known whether there is anything to change.
    const isSame = isUnchanged(draft, payCase);
    const isReady = isFresh && !isSame;
    return {
      back: quiet('Back', () => onStep('details', null)),
      sentence: isSame
        ? 'Nothing differs from what is placed'
        : props.comparesWith
          ? act.notDone
          : act.notYet,
      isBad: false,
      isReady,
      onNext: () => onStep('confirm', possible),
      act: next(props.comparesWith ? `Go on with ${sum}` : 'Continue to confirm', isReady),
    };
  }
  if (step === 'confirm') {
    const label =
      seen === null ? '' : trouble?.isUnknown ? 'Send it again' : buttonWords(seen, payCase, words);
    return {
      back: isPlacing ? undefined : quiet('Back', () => onStep('summary', null)),
      sentence: isPlacing ? act.underWay : null,
      isBad: false,
      isReady: !isPlacing,
      onNext: props.onConfirm,
      act: next(label, true, isPlacing),
    };
  }
  return {
    sentence:
      props.placed !== null && isNotCharged(props.placed)
        ? null
        : 'You can close this. It goes on without you.',
    isBad: false,
    isReady: false,
    onNext: onClose,
    act: null,
  };
}

export function OutcomeActs({ placed, onClose, onOtherMethod }: PayDialogProps) {
  const navigate = useNavigate();
  if (placed === null) return <Button onClick={onClose}>Close</Button>;
  const open = () => void navigate({ to: '/payments/$id', params: { id: placed.id } });
  if (isNotCharged(placed)) {
    return (
      <>
        <Button onClick={onClose}>Close</Button>
        <Button variant="filled" onClick={onOtherMethod}>
          Choose another method
        </Button>
      </>
    );
  }
  return (
    <>
      <Button onClick={open}>Open {placed.number}</Button>
      <Button variant="filled" onClick={onClose}>
        Done
      </Button>
    </>
  );
}

function obstacleOf(payCase: PayCase, draft: PayDraft, over: ReadonlySet<string>): string | null {
  const numberOf = (id: string) => payCase.invoices.find((each) => each.id === id)?.number ?? id;
  const [first, ...more] = over;
  if (first !== undefined) {
    return more.length === 0
      ? `${numberOf(first)} is over its limit`
      : `${over.size} invoices are over their limits`;
  }
  if (Object.keys(draft.unread).length > 0) return 'An amount cannot be read';
  if (linesOf(draft, payCase).length === 0) return 'No invoice has an amount';
  if (draft.methodId === null) return 'No method is chosen';
  if (draft.isScheduled && draft.runOn === null) return 'No date is chosen';
  return null;
}
