import { LiveList } from '../../../pieces/live-list';
import { useWords } from '../../../words/business';
import { plural } from '../../../words/plural';
import { PaymentLink } from '../../payment/payment-link';
import type { PayCase } from '../draft';
import payStyles from '../pay.module.css';
import { StepHeadline } from '../step-headline';
import { runOnOf } from './parts-table';
import type { Split } from './use-split';

/** Every part is placed: each by its number, with what the server said of it. */
export function SplitOutcome({ payCase, split }: Readonly<{ payCase: PayCase; split: Split }>) {
  const words = useWords();
  const { parts } = split;
  const sum = parts.reduce((total, { totalMinor }) => total + totalMinor, 0);
  return (
    <>
      <StepHeadline>
        {plural(parts.length, 'payment')} {parts.length === 1 ? 'is' : 'are'} scheduled,{' '}
        {words.money(sum, payCase.currency)} in all
      </StepHeadline>
      <p className={payStyles['lead']}>{payCase.organization.name}</p>
      <LiveList
        label="What is placed"
        steps={parts.flatMap((each) =>
          each.placed === null
            ? []
            : [
                {
                  key: each.part.id,
                  state: 'done' as const,
                  title: `Placed for ${words.dateWithWeekday(runOnOf(each))}`,
                  sentence: <PaymentLink id={each.placed.id} number={each.placed.number} />,
                  time: words.amount(each.placed.amount.amountMinor, each.placed.amount.currency),
                },
              ],
        )}
      />
    </>
  );
}
