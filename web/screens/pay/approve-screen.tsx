import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { followingBankingDay } from '../../../domain/banking-days';
import { addDays, later } from '../../../domain/calendar';
import { ProblemError } from '../../../contracts/client';
import type { PaymentDetails } from '../../../contracts/payment-details';
import type { PossiblePreview } from '../../../contracts/payment-preview';
import { useApi } from '../../api/api';
import { readAgain } from '../../live/read-again';
import { Dialog } from '../../pieces/dialog';
import { Note } from '../../pieces/note';
import { showToast } from '../../pieces/toast';
import { useWords } from '../../words/business';
import { ChangesTable } from './changes-table';
import styles from './pay.module.css';
import { OfPayment } from './of-payment';
import { placingTrouble } from './placing-trouble';
import { refusalWords } from './refusal-words';
import { usePreview } from './use-preview';
import { WhenSection } from './when-section';

type ApproveScreenProps = Readonly<{ paymentId: string; onClose: () => void }>;

/** Lets a payment in review go on, after showing what it would do now. */
export function ApproveScreen({ paymentId, onClose }: ApproveScreenProps) {
  return (
    <OfPayment
      paymentId={paymentId}
      onClose={onClose}
      ask={(payment) => <Question payment={payment} onClose={onClose} />}
    />
  );
}

type QuestionProps = Readonly<{ payment: PaymentDetails; onClose: () => void }>;

function Question({ payment, onClose }: QuestionProps) {
  const words = useWords();
  const { number, isDraft, review, runOn: plannedOn, lines, amount } = payment;
  const tomorrow = followingBankingDay(addDays(words.today, 1));
  const [runOn, setRunOn] = useState<string | null>(
    isDraft ? null : later(review?.proposedRunOn ?? plannedOn ?? tomorrow, tomorrow),
  );
  const previewed = usePreview({
    organizationId: payment.organization.id,
    methodId: payment.method.id,
    currency: amount.currency,
    // A line that was lowered to nothing is not charged, and not asked for.
    lines: lines
      .filter((line) => line.amount.amountMinor > 0)
      .map((line) => ({ invoiceId: line.invoice.id, amountMinor: line.amount.amountMinor })),
    runOn,
    strategy: payment.strategy,
    extraRecipients: [],
    changes: payment.id,
  });
  const preview = previewed.preview?.kind === 'possible' ? previewed.preview : null;
  const refusals = previewed.preview?.kind === 'refused' ? previewed.preview.refusals : [];
  const approve = useApprove(payment, onClose);
  const trouble = approve.error ? placingTrouble(approve.error, words) : null;
  const hasChanged =
    approve.error instanceof ProblemError && approve.error.problem.code === 'PLAN_CHANGED';
  const sum = words.amount(amount.amountMinor, amount.currency);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Let ${number} go on`}
      subtitle={payment.organization.name}
      width={740}
      foot={{
        back: (
          <Button variant="quiet" onClick={onClose}>
            Cancel
          </Button>
        ),
        sentence: 'Nothing is charged yet',
        acts: (
          <Button
            variant="filled"
            disabled={preview === null || previewed.isBehind}
            loading={approve.isPending}
            onClick={() => preview && approve.mutate({ runOn, preview })}
          >
            {isDraft
              ? `Charge ${sum} now`
              : `Let ${sum} run${runOn === null ? '' : ` on ${words.shortDate(runOn)}`}`}
          </Button>
        ),
      }}
    >
      <div className={styles['body']}>
        {review !== null && (
          <Note tone="warn" headline="It waits for a person.">
            {review.words}
          </Note>
        )}
        {hasChanged ? (
          <Note tone="warn" headline="The plan changed a moment ago." isAlert>
            Nothing was placed. Below is the new picture.
          </Note>
        ) : (
          trouble !== null && (
            <Note tone="bad" headline={trouble.headline} isAlert>
              {trouble.sentence}
            </Note>
          )
        )}
        {refusals.length > 0 && (
          <Note tone="bad" headline="It cannot go on as it is." isAlert>
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
        {!isDraft && (
          <WhenSection
            isScheduled
            isFixed
            runOn={runOn}
            preview={preview}
            onChange={(when) => setRunOn(when.runOn)}
          />
        )}
        {preview !== null && (
          <ChangesTable preview={preview} currency={amount.currency} seen={null} />
        )}
      </div>
    </Dialog>
  );
}

type Approval = Readonly<{ runOn: string | null; preview: PossiblePreview }>;

function useApprove({ id, version, number }: PaymentDetails, onDone: () => void) {
  const api = useApi();
  const queries = useQueryClient();
  const tell = () =>
    readAgain(queries, [
      { topic: 'payment', id },
      { topic: 'invoice', id: null },
    ]);
  return useMutation({
    mutationFn: ({ runOn, preview }: Approval) =>
      api.approvePayment({
        params: { id },
        body: { version, runOn, fingerprint: preview.fingerprint },
      }),
    onSuccess: () => {
      void tell();
      showToast({ tone: 'done', words: `${number} goes on.` });
      onDone();
    },
    // What is shown may be old: read again what it would do.
    onError: () => void tell(),
  });
}
