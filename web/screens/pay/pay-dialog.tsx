import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useEffect, useId, useRef } from 'react';
import type { PaymentDetails } from '../../../contracts/payment-details';
import type { PaymentMethod } from '../../../contracts/payment-methods';
import type { PossiblePreview, Refusal } from '../../../contracts/payment-preview';
import { readingTrouble } from '../../api/trouble';
import { Dialog } from '../../pieces/dialog';
import { ErrorState } from '../../pieces/state-panel';
import { Stepper } from '../../pieces/stepper';
import { useWords } from '../../words/business';
import { buttonWords, ConfirmStep } from './confirm-step';
import { DetailsStep } from './details-step';
import { linesOf, type PayCase, type PayDraft, totalOf } from './draft';
import { isNotCharged, Outcome } from './outcome';
import styles from './pay.module.css';
import type { PlacingTrouble } from './placing-trouble';
import { RunningTotal } from './running-total';
import { SummaryStep } from './summary-step';
import type { Previewed } from './use-preview';

export type PayStep = 'details' | 'summary' | 'confirm' | 'outcome';
const STEPS: readonly PayStep[] = ['details', 'summary', 'confirm', 'outcome'];

type PayDialogProps = Readonly<{
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
  changedBy: string | null;
  placed: PaymentDetails | null;
  trouble: PlacingTrouble | null;
  isPlacing: boolean;
  onStep: (step: PayStep, looked: PossiblePreview | null) => void;
  onConfirm: () => void;
  onAdd: (what: 'method' | 'contact') => void;
  onOtherMethod: () => void;
  onLater: () => void;
  onClose: () => void;
}>;

/** The dialog around the steps: head, running total, and the one button that leads on. */
export function PayDialog(props: PayDialogProps) {
  const { payCase, methods, draft, step, previewed, placed, onClose } = props;
  const words = useWords();
  const form = useId();
  const body = useStepFocus(step, form);
  const possible = previewed.preview?.kind === 'possible' ? previewed.preview : null;
  const refusals = previewed.preview?.kind === 'refused' ? previewed.preview.refusals : [];
  const over = new Set(refusals.flatMap(({ invoice }) => (invoice === null ? [] : [invoice.id])));
  const foot = footOf(props, possible, over, form, words);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (foot.isReady) foot.onNext();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={titleOf(payCase, draft)}
      subtitle={payCase.organization.name}
      steps={<Stepper steps={['Details', 'Summary', 'Confirm']} current={STEPS.indexOf(step)} />}
      aside={
        <RunningTotal
          payCase={payCase}
          draft={draft}
          method={methods.find(({ id }) => id === draft.methodId) ?? null}
          preview={step === 'details' || step === 'summary' ? possible : props.seen}
          over={over}
          {...(placed !== null && { outcome: outcomeOf(placed, words) })}
        />
      }
      foot={{
        ...(foot.back && { back: foot.back }),
        sentence: foot.sentence,
        ...(foot.isBad && { sentenceTone: 'bad' as const }),
        acts: step === 'outcome' ? <OutcomeActs {...props} /> : foot.act,
        total: {
          label: 'Total',
          value: words.money(totalOf(draft, payCase), payCase.currency),
        },
      }}
    >
      <form id={form} ref={body} className={styles['body']} onSubmit={submit} noValidate>
        <StepBody {...props} possible={possible} refusals={refusals} />
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
  const { step, payCase, draft, onDraft, methods, possible, refusals, previewed, seen } = props;
  switch (step) {
    case 'details':
      return (
        <>
          {previewed.error !== null && (
            <ErrorState
              title="What it would do could not be worked out"
              onRetry={previewed.refetch}
              {...readingTrouble(previewed.error)}
            />
          )}
          <DetailsStep
            payCase={payCase}
            draft={draft}
            onDraft={onDraft}
            methods={methods}
            preview={possible}
            refusals={refusals}
            onAddMethod={() => props.onAdd('method')}
          />
        </>
      );
    case 'summary':
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
          preview={possible}
          draft={draft}
          onDraft={onDraft}
          seen={props.comparesWith}
          changedBy={props.changedBy}
          mayChooseStrategy={payCase.changes === null}
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
          onOtherMethod={props.onOtherMethod}
          onLater={props.onLater}
        />
      );
  }
}

/** What leads on and back, and why it does not. */
function footOf(
  props: PayDialogProps,
  possible: PossiblePreview | null,
  over: ReadonlySet<string>,
  form: string,
  words: ReturnType<typeof useWords>,
) {
  const { step, payCase, draft, previewed, seen, trouble, isPlacing, onStep, onClose } = props;
  const isFresh = possible !== null && !previewed.isBehind;
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
      sentence:
        obstacle ?? (draft.isScheduled ? 'Nothing is placed yet' : 'Nothing is charged yet'),
      isBad: over.size > 0,
      isReady: isFresh,
      onNext: () => onStep('summary', null),
      act: next(draft.isScheduled ? 'Review schedule' : 'Review payment', isFresh),
    };
  }
  if (step === 'summary') {
    const sum = words.amount(totalOf(draft, payCase), payCase.currency);
    return {
      back: quiet('Back', () => onStep('details', null)),
      sentence: props.comparesWith ? 'Nothing was charged' : 'Nothing is charged yet',
      isBad: false,
      isReady: isFresh,
      onNext: () => onStep('confirm', possible),
      act: next(props.comparesWith ? `Go on with ${sum}` : 'Continue to confirm', isFresh),
    };
  }
  if (step === 'confirm') {
    const label =
      seen === null ? '' : trouble?.isUnknown ? 'Send it again' : buttonWords(seen, words);
    return {
      back: isPlacing ? undefined : quiet('Back', () => onStep('summary', null)),
      sentence: isPlacing ? 'Being placed' : null,
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

function OutcomeActs({ placed, onClose, onOtherMethod }: PayDialogProps) {
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

function titleOf({ changes }: PayCase, { isScheduled }: PayDraft): string {
  if (changes !== null) return `Change ${changes.number}`;
  return isScheduled ? 'Schedule payment' : 'Pay now';
}

function outcomeOf(placed: PaymentDetails, words: ReturnType<typeof useWords>) {
  const { state, timing, progress } = placed;
  const isStruck = isNotCharged(placed);
  return {
    label: isStruck ? 'Not charged' : state === 'settled' ? 'Charged' : 'Placed',
    when: timing ? words.dateWithWeekday(timing.runOn) : words.fullDateAndTime(progress.placedAt),
    isStruck,
  };
}

/** The first field, then each step's headline: the button that was pressed is another one now. */
function useStepFocus(step: PayStep, form: string) {
  const body = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // After the dialog has taken the focus for itself.
    const timer = setTimeout(() => {
      const wanted = step === 'details' ? 'input[inputmode="decimal"]' : 'h2';
      const target = document.getElementById(form)?.querySelector<HTMLElement>(wanted);
      if (target instanceof HTMLHeadingElement) target.tabIndex = -1;
      target?.focus({ preventScroll: true });
    }, FOCUS_AFTER_MS);
    return () => clearTimeout(timer);
  }, [step, form]);
  return body;
}

/** The dialog's own motion lasts 140 ms. */
const FOCUS_AFTER_MS = 160;
