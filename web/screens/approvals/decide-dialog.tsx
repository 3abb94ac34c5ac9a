import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Approval, DecidedApprovals, DecideApprovalsBody } from '../../../contracts/approvals';
import { changingTrouble } from '../../api/changing-trouble';
import { Dialog } from '../../pieces/dialog';
import { Note } from '../../pieces/note';
import { showToast } from '../../pieces/toast';
import { useWords } from '../../words/business';
import { plural } from '../../words/plural';
import { notWaitingWords, takesWords } from './approval-words';
import styles from './approvals.module.css';
import { RunImpact } from './run-impact';
import { useDecideApprovals } from './use-decide-approvals';

export type Decision = DecideApprovalsBody['decision'];

type DecideDialogProps = Readonly<{
  decision: Decision;
  /** At least one, as they stand now. */
  approvals: readonly Approval[];
  onClose: () => void;
  /** Everything was answered. */
  onDone: () => void;
}>;

const DONE = { approve: 'approved', decline: 'declined' } as const;
const VERB = { approve: 'Approve', decline: 'Decline' } as const;

/** A yes or no to one run with what it would do, or to many at once, each with its result. */
export function DecideDialog({ decision, approvals, onClose, onDone }: DecideDialogProps) {
  const words = useWords();
  // What leaves the queue while this is open is still what was asked about.
  const [asked] = useState(approvals);
  const [result, setResult] = useState<DecidedApprovals | null>(null);
  const { decide, isPending, error, answered } = useDecideApprovals((decided) => {
    if (decided.notWaiting.length > 0) {
      setResult(decided);
      return;
    }
    showToast({ tone: 'done', words: doneWords(decided.decidedIds.length, decision) });
    onDone();
  });
  const shown = asked.map((one) => approvals.find(({ id }) => id === one.id) ?? one);
  const [first] = shown;
  if (first === undefined) return null;
  const isOne = shown.length === 1;
  const subject = isOne ? `autopay of ${first.invoice.number}` : plural(shown.length, 'run');
  const close = result === null ? onClose : onDone;
  return (
    <Dialog
      isOpen
      isBusy={isPending}
      onClose={close}
      title={`${VERB[decision]} ${subject}`}
      {...(isOne && { subtitle: first.organization.name })}
      width={740}
      foot={
        result === null
          ? {
              back: (
                <Button variant="quiet" disabled={isPending} onClick={onClose}>
                  Back
                </Button>
              ),
              sentence: decision === 'approve' ? 'Nothing is charged yet' : 'No money moves',
              acts: (
                <Button
                  variant="filled"
                  data-autofocus
                  loading={isPending}
                  onClick={() => decide({ ids: asked.map(({ id }) => id), decision })}
                >
                  {buttonWords(decision, shown, words)}
                </Button>
              ),
            }
          : {
              acts: (
                <Button variant="filled" onClick={close}>
                  Close
                </Button>
              ),
            }
      }
    >
      {error && (
        <div className={styles['trouble']}>
          <Note
            tone="bad"
            isAlert
            headline={
              answered.decidedIds.length === 0
                ? 'There was no answer to all of it.'
                : `${doneWords(answered.decidedIds.length, decision)}, then there was no answer.`
            }
          >
            {changingTrouble(error)} Trying again is safe: nothing is decided twice.
          </Note>
        </div>
      )}
      {result !== null ? (
        <Results result={result} decision={decision} approvals={asked} />
      ) : decision === 'approve' && isOne ? (
        <RunImpact approval={first} />
      ) : (
        <Question decision={decision} approvals={shown} />
      )}
    </Dialog>
  );
}

const doneWords = (count: number, decision: Decision) =>
  `${plural(count, 'run')} ${DONE[decision]}`;

function buttonWords(
  decision: Decision,
  approvals: readonly Approval[],
  words: ReturnType<typeof useWords>,
): string {
  const [first] = approvals;
  if (decision === 'decline')
    return approvals.length === 1 ? 'Decline' : `Decline ${approvals.length}`;
  if (approvals.length > 1 || first === undefined) {
    return `Approve ${approvals.length}, ${takesWords(approvals, words)}`;
  }
  return `Approve up to ${words.money(first.maximum.amountMinor, first.maximum.currency)}`;
}

type QuestionProps = Readonly<{ decision: Decision; approvals: readonly Approval[] }>;

/** Each run that is decided together, with what it takes and what stays unpaid after it. */
function Question({ decision, approvals }: QuestionProps) {
  const words = useWords();
  return (
    <>
      <p className={styles['lead']}>
        {decision === 'approve'
          ? 'Autopay takes only what no plan of a person covers: no scheduled payment is lowered. Each yes covers at most this amount, from this method, on this day; for more you are asked again.'
          : 'Nothing is charged for these on their day. They stay open: a person may pay them, or open them to autopay again.'}
      </p>
      <ul className={styles['runs']} aria-label="Runs to decide">
        {approvals.map((approval) => (
          <Run key={approval.id} approval={approval} words={words} />
        ))}
        <li className={styles['sum']}>
          <span>{plural(approvals.length, 'run')}</span>
          <span className="hr-number">{takesWords(approvals, words)}</span>
        </li>
      </ul>
    </>
  );
}

function Run({
  approval,
  words,
}: Readonly<{ approval: Approval; words: ReturnType<typeof useWords> }>) {
  const { organization, invoice, method, now, maximum, balance, runOn } = approval;
  const { currency } = maximum;
  const takes = now?.amountMinor ?? 0;
  const isLess = takes < maximum.amountMinor;
  return (
    <li className={styles['run']}>
      <span className={styles['runName']}>
        {organization.name} · <span className="hr-id">{invoice.number}</span>
      </span>
      <b className="hr-number">{now === null ? 'Nothing now' : words.money(takes, currency)}</b>
      <span className={styles['runNote']}>
        {words.shortDateWithWeekday(runOn)}, {method.brand} ··{method.lastFour}
        {isLess && `, at most ${words.amount(maximum.amountMinor, currency)}`}
      </span>
      <span className={`${styles['runNote']} hr-number`}>
        unpaid {words.amount(balance.amountMinor, currency)} →{' '}
        {words.amount(balance.amountMinor - takes, currency)}
      </span>
    </li>
  );
}

type ResultsProps = Readonly<{
  result: DecidedApprovals;
  decision: Decision;
  approvals: readonly Approval[];
}>;

/** What was done, and for each of the others why nothing was. */
function Results({ result, decision, approvals }: ResultsProps) {
  const { decidedIds, notWaiting } = result;
  const nameOf = new Map(
    approvals.map(({ id, organization, invoice }) => [
      id,
      `${organization.name} · ${invoice.number}`,
    ]),
  );
  return (
    <>
      <Note
        tone={decidedIds.length === 0 ? 'bad' : 'warn'}
        isAlert
        headline={
          decidedIds.length === 0
            ? `Nothing was ${DONE[decision]}.`
            : `${doneWords(decidedIds.length, decision)}. ${plural(notWaiting.length, 'other')} waited no more.`
        }
      >
        Nothing was done to these:
      </Note>
      <ul className={styles['runs']} aria-label="Not decided here">
        {notWaiting.map((one) => (
          <li className={styles['run']} key={one.id}>
            <span className={styles['runName']}>{nameOf.get(one.id)}</span>
            <span className={styles['runNote']}>{notWaitingWords(one)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
