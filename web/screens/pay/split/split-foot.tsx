import { Button } from '@mantine/core';
import type { Words } from '../../../words/business';
import type { PayDialogProps } from '../pay-dialog';
import { type Foot, footWithAddress } from '../pay-foot';
import { placeWords, splitObstacle } from './split-words';
import type { Split } from './use-split';

type SplitFootProps = Omit<PayDialogProps, 'split'> & Readonly<{ split: Split }>;

/** What leads on and back, and why it does not, of a schedule that is split. */
export function splitFootOf(props: SplitFootProps, words: Words): Foot {
  const { step, payCase, draft, split, trouble, onStep, onClose } = props;
  const { isReady, isBehind, isPlacing, parts, waiting } = split;
  const isBegun = parts.length > waiting.length;
  const quiet = (label: string, onClick: () => void) => (
    <Button variant="quiet" onClick={onClick}>
      {label}
    </Button>
  );
  const sum = words.amount(
    waiting.reduce((total, { totalMinor }) => total + totalMinor, 0),
    payCase.currency,
  );
  const nothing = isBegun ? 'The rest is not placed yet' : 'Nothing is placed yet';
  switch (step) {
    case 'details': {
      const obstacle = splitObstacle(split, draft.methodId);
      return {
        back: quiet('Cancel', onClose),
        sentence: obstacle ?? nothing,
        isBad: waiting.some(({ preview }) => preview?.kind === 'refused'),
        isReady,
        isBehind,
        onNext: () => onStep('summary', null),
        label: 'Review schedule',
      };
    }
    case 'summary': {
      const foot = {
        back: quiet('Back', () => onStep('details', null)),
        sentence: nothing,
        isBad: false,
        isReady,
        isBehind,
        onNext: () => onStep('confirm', null),
        label: props.hasPlanChanged ? `Go on with ${sum}` : 'Continue to confirm',
      };
      return footWithAddress(foot, draft);
    }
    case 'confirm': {
      const isUnknown = trouble?.isUnknown === true;
      const label = isUnknown ? 'Send it again' : placeWords(split, payCase.currency, words);
      return {
        // Until it is known whether a part is placed, it is the same part or none.
        back: isPlacing || isUnknown ? undefined : quiet('Back', () => onStep('summary', null)),
        sentence: isPlacing ? 'Being placed' : isBegun && !isUnknown ? nothing : null,
        isBad: false,
        isReady: !isPlacing,
        isBehind: false,
        onNext: props.onConfirm,
        label,
      };
    }
    case 'outcome':
      return {
        sentence: 'You can close this. They run without you.',
        isBad: false,
        isReady: false,
        isBehind: false,
        onNext: onClose,
        label: null,
      };
  }
}
