import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import type { PaymentDetails } from '../../../contracts/payment-details';
import { useShowOver } from '../../frame/use-show-over';
import { Dialog } from '../../pieces/dialog';
import { Note } from '../../pieces/note';
import { useWords } from '../../words/business';
import { paymentStateWords } from '../../words/payment-states';
import { canBe } from '../payment/can-be';
import { ChangesTable } from './changes-table';
import { NotWorkedOut } from './not-worked-out';
import styles from './pay.module.css';
import { type Act, placingTrouble } from './placing-trouble';
import { refusalWords } from './refusal-words';
import { PaymentMeanwhile, usePaymentLookedAt } from './payment-meanwhile';
import { useChangedBy } from './use-changed-by';
import { type DayAnswer, useDayDecision } from './use-day-decision';
import { usePreview } from './use-preview';
import { WhenSection } from './when-section';

type DayQuestionProps = Readonly<{
  payment: PaymentDetails;
  act: Extract<Act, 'approve' | 'change'>;
  title: string;
  /** Why it is asked. */
  lead?: ReactNode;
  /** Null for a payment without a date: then none is asked for. */
  firstRunOn: string | null;
  /** What the one button says. */
  labelOf: (runOn: string | null) => string;
  /** Why this day is no answer; null when it is one. */
  obstacleOf?: (runOn: string | null) => string | null;
  send: (answer: DayAnswer) => Promise<unknown>;
  /** What is said once it is done. */
  done: string;
  onClose: () => void;
}>;

const TOO_LATE = {
  approve: 'does not wait for a person any more',
  change: 'can no longer be changed',
} as const;

/** What a day and one click decide about a placed payment, over what it would do to others. */
export function DayQuestion(props: DayQuestionProps) {
  const { payment, act } = props;
  const decision = useDayDecision(props);
  const meanwhile = usePaymentLookedAt(payment, decision.isPending || decision.isDone);
  const isPossible = canBe(payment, act);
  if (!isPossible && !decision.isPending && !decision.isDone) {
    return (
      <Statement {...props}>
        <p className={styles['plain']}>
          {payment.number} {TOO_LATE[act]}. {paymentStateWords(payment).sentence}
        </p>
      </Statement>
    );
  }
  if (askedLinesOf(payment).length === 0) {
    return (
      <Statement {...props}>
        <NothingLeft payment={payment} />
      </Statement>
    );
  }
  return <OpenQuestion {...props} decision={decision} meanwhile={meanwhile} />;
}

type Decision = ReturnType<typeof useDayDecision>;

type OpenQuestionProps = DayQuestionProps &
  Readonly<{
    decision: Decision;
    meanwhile: ReturnType<typeof usePaymentLookedAt<PaymentDetails>>;
  }>;

function OpenQuestion(props: OpenQuestionProps) {
  const { payment, act, title, lead, firstRunOn, labelOf, decision, meanwhile, onClose } = props;
  const [runOn, setRunOn] = useState(firstRunOn);
  const isUndated = firstRunOn !== null && runOn === null;
  const previewed = useDayPreview(payment, isUndated ? undefined : runOn);
  const preview = previewed.preview?.kind === 'possible' ? previewed.preview : null;
  const { isUnknown, forget } = decision;
  const isRefusedNow = previewed.preview?.kind === 'refused';
  // The new picture says why itself: once it is possible again, the refusal of before is an old one.
  useEffect(() => {
    if (isRefusedNow && !isUnknown) forget();
  }, [isRefusedNow, isUnknown, forget]);
  const obstacle = meanwhile.hasChanged
    ? 'Look first at what was changed meanwhile'
    : isUndated
      ? 'No date is chosen'
      : (props.obstacleOf?.(runOn) ?? null);
  const nothing = act === 'approve' ? 'Nothing is charged yet' : 'Nothing is changed yet';
  return (
    <Dialog
      isOpen
      isBusy={decision.isPending}
      onClose={onClose}
      title={title}
      subtitle={payment.organization.name}
      width={740}
      foot={{
        back: <Back label="Cancel" isOff={decision.isPending} onClose={onClose} />,
        sentence: obstacle ?? nothing,
        acts: (
          <Button
            variant="filled"
            disabled={preview === null || previewed.isBehind || obstacle !== null}
            loading={decision.isPending}
            onClick={() => {
              const { version } = meanwhile.looked;
              const { readAt } = previewed;
              if (preview) decision.decide({ version, runOn, looked: { preview, readAt } });
            }}
          >
            {isUnknown ? 'Send it again' : labelOf(runOn)}
          </Button>
        ),
      }}
    >
      <div className={styles['body']}>
        {lead}
        <PaymentMeanwhile
          meanwhile={meanwhile}
          onLook={() => {
            meanwhile.lookAgain();
            forget();
          }}
        />
        <Notes payment={payment} act={act} decision={decision} previewed={previewed} />
        {firstRunOn !== null && (
          <WhenSection
            isScheduled
            isFixed
            runOn={runOn}
            preview={preview}
            onChange={(when) => {
              setRunOn(when.runOn);
              forget();
            }}
          />
        )}
        {preview !== null && (
          <ChangesTable
            preview={preview}
            currency={payment.amount.currency}
            clientId={payment.organization.id}
            seen={decision.seen?.preview ?? null}
          />
        )}
      </div>
    </Dialog>
  );
}

type StatementProps = Pick<DayQuestionProps, 'payment' | 'title' | 'onClose'> &
  Readonly<{ children: ReactNode }>;

/** In the place of the question, when there is nothing to ask. */
function Statement({ payment, title, onClose, children }: StatementProps) {
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      subtitle={payment.organization.name}
      width={480}
      foot={{ back: <Back label="Close" onClose={onClose} />, acts: null }}
    >
      <div className={styles['body']}>{children}</div>
    </Dialog>
  );
}

type BackProps = Readonly<{ label: string; isOff?: boolean; onClose: () => void }>;

function Back({ label, isOff = false, onClose }: BackProps) {
  return (
    <Button variant="quiet" data-autofocus disabled={isOff} onClick={onClose}>
      {label}
    </Button>
  );
}

/** Other payments have taken all of it: there is nothing to decide but what becomes of it. */
function NothingLeft({ payment: { id, number } }: Readonly<{ payment: PaymentDetails }>) {
  const showOver = useShowOver();
  const lead = (to: 'change' | 'cancel') => () =>
    showOver({ approve: undefined, reschedule: undefined, [to]: id }, { replaces: true });
  return (
    <>
      <Note tone="warn" headline={`Nothing is left of ${number}.`}>
        Other payments have taken all that it was to pay, so there is nothing to charge. Give it
        other amounts, or cancel it.
      </Note>
      <div className={styles['ways']}>
        <Button onClick={lead('change')}>Change amount or method</Button>
        <Button onClick={lead('cancel')}>Cancel payment</Button>
      </div>
    </>
  );
}

type NotesProps = Pick<DayQuestionProps, 'payment' | 'act'> &
  Readonly<{
    decision: Decision;
    previewed: ReturnType<typeof usePreview>;
  }>;

/** What came of the last click, and why the next one is not possible. */
function Notes({ payment, act, decision, previewed }: NotesProps) {
  const words = useWords();
  const { seen, error } = decision;
  const changedBy = useChangedBy(seen, previewed.preview, [payment.id]);
  const refusals = previewed.preview?.kind === 'refused' ? previewed.preview.refusals : [];
  const trouble = error === null ? null : placingTrouble(error, words, act);
  return (
    <>
      {seen !== null && (
        <Note
          tone="warn"
          isAlert
          headline={changedBy ?? 'Somebody changed the plan a moment ago. Here is the new picture.'}
        >
          Nothing was {act === 'approve' ? 'charged' : 'changed'}. What differs from what you saw is
          marked.
        </Note>
      )}
      {trouble !== null && seen === null && refusals.length === 0 && (
        <Note tone={trouble.isUnknown ? 'warn' : 'bad'} headline={trouble.headline} isAlert>
          {trouble.sentence}
        </Note>
      )}
      <NotWorkedOut {...previewed} />
      {refusals.length > 0 && (
        <Note tone="bad" headline="It is not possible like this." isAlert>
          {refusals
            .map((refusal) =>
              [refusal.invoice?.number, `${refusalWords(refusal, words)}.`]
                .filter((part) => part !== undefined)
                .join(': '),
            )
            .join(' ')}{' '}
          Change its amounts, or cancel it.
        </Note>
      )}
    </>
  );
}

/** A line that was lowered to nothing is not charged, and not asked for. */
function askedLinesOf({ lines }: PaymentDetails) {
  return lines
    .filter((line) => line.amount.amountMinor > 0)
    .map((line) => ({ invoiceId: line.invoice.id, amountMinor: line.amount.amountMinor }));
}

/** What the payment as it is would do on that day; null is at once, and undefined no question yet. */
function useDayPreview(payment: PaymentDetails, runOn: string | null | undefined) {
  const { organization, method, amount, strategy, id } = payment;
  return usePreview(
    runOn === undefined
      ? null
      : {
          organizationId: organization.id,
          methodId: method.id,
          currency: amount.currency,
          lines: askedLinesOf(payment),
          runOn,
          strategy,
          extraRecipients: [],
          changes: id,
        },
  );
}
