import { Button } from '@mantine/core';
import { type FormEvent, type ReactNode, useEffect, useId } from 'react';
import type { PaymentDetails } from '../../../contracts/payment-details';
import type { PaymentMethod } from '../../../contracts/payment-methods';
import type { PossiblePreview, Refusal } from '../../../contracts/payment-preview';
import { Dialog } from '../../pieces/dialog';
import { Stepper } from '../../pieces/stepper';
import { useWords } from '../../words/business';
import { ConfirmStep } from './confirm-step';
import { DetailsStep } from './details-step';
import { type PayCase, type PayDraft, totalOf } from './draft';
import { NotWorkedOut } from './not-worked-out';
import { Outcome } from './outcome';
import styles from './pay.module.css';
import { footOf, OutcomeActs } from './pay-foot';
import { PlacedTotal } from './placed-total';
import type { PlacingTrouble } from './placing-trouble';
import { RunningTotal } from './running-total';
import { amountsOf } from './split/split-draft';
import { splitFootOf } from './split/split-foot';
import { firstPossible, SplitStep, splitTotal } from './split/split-step';
import type { Split } from './split/use-split';
import { SummaryStep } from './summary-step';
import { withAddressAdded } from './typed-address';
import { useGoingOn } from './use-going-on';
import type { Previewed } from './use-preview';

export type PayStep = 'details' | 'summary' | 'confirm' | 'outcome';
const STEPS: readonly PayStep[] = ['details', 'summary', 'confirm', 'outcome'];

export type PayDialogProps = Readonly<{
  payCase: PayCase;
  methods: readonly PaymentMethod[];
  draft: PayDraft;
  onDraft: (change: Partial<PayDraft>) => void;
  step: PayStep;
  previewed: Previewed;
  /** What was looked at before Confirm. */
  seen: PossiblePreview | null;
  /** The same, when somebody has changed the plan since. */
  comparesWith: PossiblePreview | null;
  /** Somebody changed the plan since Confirm was opened. */
  hasPlanChanged: boolean;
  changedBy: string | null;
  placed: PaymentDetails | null;
  /** It is there by an earlier sending, and what was changed afterwards is not placed. */
  isEarlier: boolean;
  trouble: PlacingTrouble | null;
  isPlacing: boolean;
  onStep: (step: PayStep, looked: PossiblePreview | null) => void;
  onConfirm: () => void;
  onAdd: (what: 'method' | 'contact') => void;
  split: Split | null;
  /** Why the method is not the payment’s own; null when it is. */
  methodInstead: string | null;
  /** Somebody changed the placed payment: to be decided about before anything is sent; else null. */
  meanwhile: ReactNode;
  onOtherMethod: () => void;
  onLater: () => void;
  onClose: () => void;
}>;

/** The dialog around the steps: head, running total, and the one button that leads on. */
export function PayDialog(props: PayDialogProps) {
  const { payCase, methods, draft, step, previewed, placed, split, onClose } = props;
  const words = useWords();
  const form = useId();
  useEffect(() => {
    if (step === 'details') focusAmount(form);
  }, [step, form]);
  const possible = previewed.preview?.kind === 'possible' ? previewed.preview : null;
  const refusals = previewed.preview?.kind === 'refused' ? previewed.preview.refusals : [];
  const over = new Set(refusals.flatMap(({ invoice }) => (invoice === null ? [] : [invoice.id])));
  const foot =
    split === null ? footOf(props, possible, over, words) : splitFootOf({ ...props, split }, words);
  const agreedTo = split === null ? (possible?.fingerprint ?? null) : fingerprintsOf(split);
  const going = useGoingOn({
    ...foot,
    looked: step === 'summary' ? agreedTo : null,
    onStay: () => focusAmount(form),
  });
  const shown =
    split === null ? draft : { ...draft, amounts: amountsOf(split.parts.map(({ part }) => part)) };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (step === 'summary' && draft.addressText !== '') props.onDraft(withAddressAdded(draft));
    going.goOn();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={titleOf(payCase, draft, split)}
      subtitle={payCase.organization.name}
      steps={<Stepper steps={['Details', 'Summary', 'Confirm']} current={STEPS.indexOf(step)} />}
      aside={
        placed === null ? (
          <RunningTotal
            payCase={payCase}
            draft={shown}
            method={methods.find(({ id }) => id === draft.methodId) ?? null}
            preview={step === 'details' || step === 'summary' ? possible : props.seen}
            over={over}
            {...(split !== null && splitTotal(split, words))}
          />
        ) : (
          <PlacedTotal payment={placed} />
        )
      }
      foot={{
        ...(foot.back && { back: foot.back }),
        sentence: foot.sentence,
        ...(foot.isBad && { sentenceTone: 'bad' as const }),
        acts:
          foot.label === null ? (
            <OutcomeActs {...props} />
          ) : (
            <Button
              variant="filled"
              type="submit"
              form={form}
              disabled={!foot.isReady && !foot.isBehind}
              loading={props.isPlacing || going.isWaiting}
            >
              {foot.label}
            </Button>
          ),
        total: {
          label: 'Total',
          value: words.money(
            placed?.amount.amountMinor ?? totalOf(shown, payCase),
            payCase.currency,
          ),
        },
      }}
    >
      <form id={form} className={styles['body']} onSubmit={submit} noValidate>
        {props.meanwhile}
        <StepBody
          {...props}
          possible={possible}
          refusals={refusals}
          onDraft={(change) => {
            going.stay();
            props.onDraft(change);
          }}
        />
      </form>
    </Dialog>
  );
}

type StepBodyProps = PayDialogProps &
  Readonly<{
    possible: PossiblePreview | null;
    refusals: readonly Refusal[];
  }>;

function StepBody(props: StepBodyProps) {
  const { step, payCase, draft, onDraft, methods, possible, refusals, seen, split } = props;
  const asked = split === null ? props.previewed : splitAsked(split);
  if (split !== null && step !== 'details') {
    return <SplitStep {...props} step={step} split={split} />;
  }
  switch (step) {
    case 'details':
      return (
        <>
          <NotWorkedOut {...asked} />
          <DetailsStep
            payCase={payCase}
            draft={draft}
            onDraft={onDraft}
            methods={methods}
            preview={split === null ? possible : firstPossible(split)}
            refusals={refusals}
            split={split}
            methodInstead={props.methodInstead}
            onAddMethod={() => props.onAdd('method')}
          />
        </>
      );
    case 'summary':
      if (possible === null && asked.error !== null) return <NotWorkedOut {...asked} />;
      if (possible === null) {
        return (
          <p className={styles['lead']}>
            It no longer fits as it is. Go back to the details: what is over its limit is said
            there.
          </p>
        );
      }
      return (
        <SummaryStep
          payCase={payCase}
          preview={possible}
          draft={draft}
          onDraft={onDraft}
          seen={props.comparesWith}
          changedBy={props.changedBy}
          onAddContact={() => props.onAdd('contact')}
        />
      );
    case 'confirm':
      return seen === null ? null : (
        <ConfirmStep payCase={payCase} draft={draft} seen={seen} trouble={props.trouble} />
      );
    case 'outcome':
      return props.placed === null ? (
        <p role="status">The payment is placed. What comes of it is being read.</p>
      ) : (
        <Outcome
          payment={props.placed}
          isEarlier={props.isEarlier}
          onOtherMethod={props.onOtherMethod}
          onLater={props.onLater}
        />
      );
  }
}

function titleOf(
  { changes, restoredFrom }: PayCase,
  { isScheduled }: PayDraft,
  split: PayDialogProps['split'],
): string {
  if (changes !== null) return `Change ${changes.number}`;
  if (restoredFrom !== null) return `Restore ${restoredFrom.number}`;
  if (split !== null) return `Schedule ${split.all.length} payments`;
  return isScheduled ? 'Schedule payment' : 'Pay now';
}

/** Of every part that waits, as it stands on the screen. */
const fingerprintsOf = ({ waiting }: Split): string =>
  waiting.map(({ preview }) => (preview?.kind === 'possible' ? preview.fingerprint : '')).join(' ');

const splitAsked = ({ previewError, refetch }: Split) => ({ error: previewError, refetch });

/** The first amount that is refused, or the first of all; no step but the details has one. */
function focusAmount(form: string) {
  const amount = 'input[inputmode="decimal"]';
  const find = (which: string) =>
    document.getElementById(form)?.querySelector<HTMLInputElement>(which);
  (find(`${amount}[aria-invalid="true"]`) ?? find(amount))?.focus({ preventScroll: true });
}
