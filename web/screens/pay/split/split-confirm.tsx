import { Note } from '../../../pieces/note';
import { useWords } from '../../../words/business';
import { methodWords } from '../../../words/methods';
import { plural } from '../../../words/plural';
import { PaymentLink } from '../../payment/payment-link';
import type { PayCase } from '../draft';
import payStyles from '../pay.module.css';
import type { PlacingTrouble } from '../placing-trouble';
import { StepHeadline } from '../step-headline';
import { PartsTable } from './parts-table';
import type { Split, SplitPart } from './use-split';

type SplitConfirmProps = Readonly<{
  payCase: PayCase;
  split: Split;
  trouble: PlacingTrouble | null;
}>;

/** Every payment with what became of it so far, before the one button that places the rest. */
export function SplitConfirm({ payCase, split, trouble }: SplitConfirmProps) {
  const words = useWords();
  const { parts, waiting } = split;
  const method = waiting[0]?.seen?.method ?? null;
  const sum = waiting.reduce((total, { totalMinor }) => total + totalMinor, 0);
  const isBegun = parts.length > waiting.length;
  return (
    <>
      {trouble !== null && (
        <Note tone={trouble.isUnknown ? 'warn' : 'bad'} headline={trouble.headline} isAlert>
          {trouble.sentence}
        </Note>
      )}
      <StepHeadline>
        Schedule {plural(waiting.length, isBegun ? 'more payment' : 'payment')},{' '}
        {words.money(sum, payCase.currency)} in all
        {method !== null && ` from ${methodWords(method)}`}
      </StepHeadline>
      <p className={payStyles['lead']}>{payCase.organization.name}.</p>
      <div aria-live="polite">
        <PartsTable
          parts={parts}
          currency={payCase.currency}
          last={{
            title: 'State',
            cell: (each) => (
              <State each={each} split={split} isUnknown={trouble?.isUnknown === true} />
            ),
          }}
        />
      </div>
    </>
  );
}

type StateProps = Readonly<{ each: SplitPart; split: Split; isUnknown: boolean }>;

/** Only what the server has said. */
function State({ each, split, isUnknown }: StateProps) {
  const { placed, part } = each;
  if (placed !== null) {
    return (
      <>
        <PaymentLink id={placed.id} number={placed.number} /> placed
      </>
    );
  }
  const isAt = part.id === split.underWayId;
  if (split.isPlacing) return isAt ? 'Being placed' : 'Not placed yet';
  return isAt && isUnknown ? 'Not known' : 'Not placed yet';
}
