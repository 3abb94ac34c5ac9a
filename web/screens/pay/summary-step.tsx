import type { PossiblePreview } from '../../../contracts/payment-preview';
import { Note } from '../../pieces/note';
import { useWords } from '../../words/business';
import { methodWords } from '../../words/methods';
import { listWords } from '../../words/plural';
import { ChangesTable } from './changes-table';
import { staysWaiting } from './act-words';
import type { PayCase, PayDraft } from './draft';
import styles from './pay.module.css';
import { ReceiptsSection } from './receipts-section';
import { StepHeadline } from './step-headline';
import { RunSentence } from './when-section';

type SummaryStepProps = Readonly<{
  payCase: PayCase;
  preview: PossiblePreview;
  draft: PayDraft;
  onDraft: (change: Partial<PayDraft>) => void;
  /** What was looked at before somebody changed the plan. */
  seen: PossiblePreview | null;
  /** Who changed it, as a sentence; null when that is not known. */
  changedBy: string | null;
  onAddContact: () => void;
}>;

/** What will be charged, what that changes, and who hears of it. */
export function SummaryStep(props: SummaryStepProps) {
  const { payCase, preview, draft, onDraft, seen, changedBy, onAddContact } = props;
  const { total } = preview;
  return (
    <>
      {seen !== null && (
        <Note
          tone="warn"
          isAlert
          headline={changedBy ?? 'Somebody changed the plan a moment ago. Here is the new picture.'}
        >
          Your amounts still fit. What differs from what you saw is marked.
        </Note>
      )}
      <Asked payCase={payCase} preview={preview} />
      <div className={styles['section']}>
        <ChangesTable
          preview={preview}
          currency={total.currency}
          clientId={payCase.organization.id}
          seen={seen}
          {...(staysWaiting(payCase) && { title: 'What it would change, once it goes on' })}
          // A change of a placed payment takes no strategy, so there is none to choose.
          {...(payCase.changes === null && {
            strategy: {
              chosen: draft.strategy,
              onChoose: (strategy) => onDraft({ strategy }),
            },
          })}
        />
      </div>
      <ReceiptsSection audience={preview.audience} typing={{ draft, onDraft, onAddContact }} />
    </>
  );
}

type AskedProps = Readonly<{ payCase: PayCase; preview: PossiblePreview }>;

/** The act in a sentence, and for which invoices. */
function Asked({ payCase, preview }: AskedProps) {
  const words = useWords();
  const { total, method, timing, invoices } = preview;
  const { changes } = payCase;
  const sum = <b>{words.money(total.amountMinor, total.currency)}</b>;
  const day = timing === null ? '' : ` on ${words.dateWithWeekday(timing.runOn)}`;
  const open = invoices.reduce((left, { headroomAfter }) => left + headroomAfter.amountMinor, 0);
  return (
    <section>
      <StepHeadline className={styles['headline']}>
        {changes !== null && staysWaiting(payCase) ? (
          <>
            {changes.number} becomes {sum} from {methodWords(method)}
            {day}, and goes on waiting.
          </>
        ) : (
          <>
            {methodWords(method)} will be charged {sum}
            {timing === null ? ' now' : day}.
          </>
        )}
      </StepHeadline>
      <p className={styles['hint']}>
        For {listWords(invoices.map(({ invoice }) => invoice.number))}.{' '}
        {staysWaiting(payCase) ? (
          'Nothing is charged until somebody lets it go on.'
        ) : timing === null ? (
          `${words.amount(open, total.currency)} of their headroom stays open.`
        ) : (
          <RunSentence preview={preview} />
        )}
      </p>
    </section>
  );
}
