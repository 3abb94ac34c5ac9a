import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { PaymentDetails } from '../../../contracts/payment-details';
import type { PossiblePreview } from '../../../contracts/payment-preview';
import type { Words } from '../../words/business';
import { canBe } from '../payment/can-be';
import { buttonWords } from './confirm-step';
import { actWords } from './act-words';
import { isUnchanged, linesOf, type PayCase, type PayDraft, totalOf } from './draft';
import { isNotCharged, waitsForPerson } from './outcome';
import type { PayDialogProps } from './pay-dialog';
import { addressFlaw, type TypedAddress, withAddressAdded } from './typed-address';
import { useDecide } from './what-next';

const MEANWHILE = 'Decide first about what was changed meanwhile';

/** What leads on and back, and why it does not. */
export type Foot = Readonly<{
  back?: ReactNode;
  sentence: string | null;
  isBad: boolean;
  /** Pressing leads on. */
  isReady: boolean;
  /** The answer that decides it is under way. */
  isBehind: boolean;
  onNext: () => void;
  /** What the button that leads on says; null where nothing leads on. */
  label: string | null;
}>;

/** The foot of each step. */
export function footOf(
  props: PayDialogProps,
  possible: PossiblePreview | null,
  over: ReadonlySet<string>,
  words: Words,
): Foot {
  const { step, payCase, draft, previewed, seen, trouble, isPlacing, onStep, onClose } = props;
  const isHeld = props.meanwhile !== null;
  const isFresh = possible !== null && !previewed.isBehind && !isHeld;
  const act = actWords(payCase, draft);
  const quiet = (label: string, onClick: () => void) => (
    <Button variant="quiet" onClick={onClick}>
      {label}
    </Button>
  );
  if (step === 'details') {
    const obstacle = obstacleOf(payCase, draft, over);
    return {
      back: quiet('Cancel', onClose),
      sentence: isHeld ? MEANWHILE : (obstacle ?? act.notYet),
      isBad: over.size > 0,
      isReady: isFresh,
      isBehind: previewed.isBehind && !isHeld,
      onNext: () => onStep('summary', null),
      label: act.review,
    };
  }
  if (step === 'summary') {
    const sum = words.amount(totalOf(draft, payCase), payCase.currency);
    // Addresses are typed here: only now is it known whether there is anything to change.
    const isSame = isUnchanged({ ...draft, ...withAddressAdded(draft) }, payCase);
    const isReady = isFresh && !isSame;
    const foot = {
      back: quiet('Back', () => onStep('details', null)),
      sentence: isHeld
        ? MEANWHILE
        : isSame
          ? 'Nothing differs from what is placed'
          : props.comparesWith
            ? act.notDone
            : act.notYet,
      isBad: false,
      isReady,
      isBehind: previewed.isBehind && !isSame && !isHeld,
      onNext: () => onStep('confirm', possible),
      label: props.comparesWith ? `Go on with ${sum}` : 'Continue to confirm',
    };
    return footWithAddress(foot, draft);
  }
  if (step === 'confirm') {
    const label =
      seen === null ? '' : trouble?.isUnknown ? 'Send it again' : buttonWords(seen, payCase, words);
    return {
      back: isPlacing ? undefined : quiet('Back', () => onStep('summary', null)),
      sentence: isHeld ? MEANWHILE : isPlacing ? act.underWay : null,
      isBad: false,
      isReady: !isPlacing && !isHeld,
      isBehind: false,
      onNext: props.onConfirm,
      label,
    };
  }
  return {
    sentence: goesOnWords(props.placed),
    isBad: false,
    isReady: false,
    isBehind: false,
    onNext: onClose,
    label: null,
  };
}

/** The foot of a summary: its button first adds what is typed, and is off while that cannot be added. */
export function footWithAddress(foot: Foot, draft: TypedAddress): Foot {
  const isPossible = foot.isReady || foot.isBehind;
  if (draft.addressText.trim() === '' || !isPossible) return foot;
  if (addressFlaw(draft) === null) return { ...foot, isReady: false, isBehind: true };
  const sentence = 'The typed address cannot be added yet';
  return { ...foot, sentence, isReady: false, isBehind: false };
}

/** Null where it does not go on. */
export function goesOnWords(placed: PaymentDetails | null): string | null {
  const isOver = placed !== null && isNotCharged(placed);
  return isOver ? null : 'You can close this. It goes on without you.';
}

type OutcomeActsProps = Pick<PayDialogProps, 'placed' | 'split' | 'onClose' | 'onOtherMethod'>;

export function OutcomeActs({ placed, split, onClose, onOtherMethod }: OutcomeActsProps) {
  const navigate = useNavigate();
  const done = (
    <Button variant="filled" onClick={onClose}>
      Done
    </Button>
  );
  if (split !== null) return done;
  if (placed === null) return <Button onClick={onClose}>Close</Button>;
  const open = () => void navigate({ to: '/payments/$id', params: { id: placed.id } });
  if (isNotCharged(placed)) {
    return (
      <>
        <Button variant="quiet" onClick={open}>
          Open {placed.number}
        </Button>
        <Button onClick={onClose}>Close</Button>
        {waitsForPerson(placed) ? (
          <ChangeIt payment={placed} />
        ) : (
          <Button variant="filled" onClick={onOtherMethod}>
            Choose another method
          </Button>
        )}
      </>
    );
  }
  return (
    <>
      <Button onClick={open}>Open {placed.number}</Button>
      {done}
    </>
  );
}

function ChangeIt({ payment }: Readonly<{ payment: PaymentDetails }>) {
  const decide = useDecide(payment);
  return canBe(payment, 'change') ? (
    <Button variant="filled" onClick={() => decide('change')}>
      Change {payment.number}
    </Button>
  ) : null;
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
