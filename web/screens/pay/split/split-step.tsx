import type { PossiblePreview } from '../../../../contracts/payment-preview';
import type { Words } from '../../../words/business';
import { plural } from '../../../words/plural';
import type { PayDialogProps, PayStep } from '../pay-dialog';
import { runOnOf } from './parts-table';
import { SplitConfirm } from './split-confirm';
import { SplitOutcome } from './split-outcome';
import { SplitSummary } from './split-summary';
import type { Split } from './use-split';

type SplitStepProps = Omit<PayDialogProps, 'split' | 'step'> &
  Readonly<{ split: Split; step: Exclude<PayStep, 'details'> }>;

/** The steps after the details, of a schedule that is split. */
export function SplitStep(props: SplitStepProps) {
  const { step, payCase, split, draft, onDraft, trouble } = props;
  switch (step) {
    case 'summary':
      return (
        <SplitSummary
          payCase={payCase}
          split={split}
          draft={draft}
          onDraft={onDraft}
          hasPlanChanged={props.hasPlanChanged}
          changedBy={props.changedBy}
          onAddContact={() => props.onAdd('contact')}
        />
      );
    case 'confirm':
      return <SplitConfirm payCase={payCase} split={split} trouble={trouble} />;
    case 'outcome':
      return <SplitOutcome payCase={payCase} split={split} />;
  }
}

export function firstPossible({ waiting }: Split): PossiblePreview | null {
  const preview = waiting[0]?.preview ?? null;
  return preview?.kind === 'possible' ? preview : null;
}

/** For the running total: from when to when, and how far it is. */
export function splitTotal(split: Split, words: Words) {
  const { parts, waiting } = split;
  const dates = parts
    .map(runOnOf)
    .filter((date) => date !== '')
    .toSorted();
  const [first, last] = [dates[0], dates.at(-1)];
  const placed = parts.length - waiting.length;
  const when =
    first === undefined || last === undefined
      ? 'No date yet'
      : `${plural(parts.length, 'payment')}, ${words.date(first)} to ${words.date(last)}`;
  if (placed === parts.length && placed > 0) {
    return { decided: { label: 'Scheduled', when } };
  }
  return {
    dates: when,
    ...(placed > 0 && { soFar: `${placed} of ${plural(parts.length, 'payment')} placed` }),
  };
}
