import type { PossiblePreview } from '../../../contracts/payment-preview';
import { Note } from '../../pieces/note';
import { useWords } from '../../words/business';
import { methodWords } from '../../words/methods';
import { listWords } from '../../words/plural';
import { ChangesTable } from './changes-table';
import type { PayDraft } from './draft';
import styles from './pay.module.css';
import { ReceiptsSection } from './receipts-section';
import { RunSentence } from './when-section';

type SummaryStepProps = Readonly<{
  preview: PossiblePreview;
  draft: PayDraft;
  onDraft: (change: Partial<PayDraft>) => void;
  /** What was looked at before somebody changed the plan. */
  seen: PossiblePreview | null;
  /** Who changed it, as a sentence; null when that is not known. */
  changedBy: string | null;
  /** A change of a placed payment takes no strategy, so there is none to choose. */
  mayChooseStrategy: boolean;
  onAddContact: () => void;
}>;

/** What will be charged, what that changes, and who hears of it. */
export function SummaryStep(props: SummaryStepProps) {
  const { preview, draft, onDraft, seen, changedBy, mayChooseStrategy, onAddContact } = props;
  const words = useWords();
  const { total, method, timing, invoices } = preview;
  const open = invoices.reduce((sum, { headroomAfter }) => sum + headroomAfter.amountMinor, 0);
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
      <section>
        <h2 className={styles['headline']}>
          {methodWords(method)} will be charged{' '}
          <b>{words.money(total.amountMinor, total.currency)}</b>{' '}
          {timing === null ? 'now' : `on ${words.dateWithWeekday(timing.runOn)}`}.
        </h2>
        <p className={styles['hint']}>
          For {listWords(invoices.map(({ invoice }) => invoice.number))}.{' '}
          {timing === null ? (
            `${words.amount(open, total.currency)} of their headroom stays open.`
          ) : (
            <RunSentence preview={preview} />
          )}
        </p>
      </section>
      <div className={styles['section']}>
        <ChangesTable
          preview={preview}
          currency={total.currency}
          seen={seen}
          {...(mayChooseStrategy && {
            strategy: {
              chosen: draft.strategy,
              onChoose: (strategy) => onDraft({ strategy }),
            },
          })}
        />
      </div>
      <ReceiptsSection
        audience={preview.audience}
        typing={{
          typed: draft.extraRecipients,
          onTyped: (extraRecipients) => onDraft({ extraRecipients }),
          onAddContact,
        }}
      />
    </>
  );
}
