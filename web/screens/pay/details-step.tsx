import { Button, Textarea, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { PaymentMethod } from '../../../contracts/payment-methods';
import type { PossiblePreview, Refusal } from '../../../contracts/payment-preview';
import { MethodCards } from '../../pieces/method-cards';
import type { MoneyReading } from '../../pieces/money-reading';
import { Note } from '../../pieces/note';
import { useWords, type Words } from '../../words/business';
import { expiryWords, methodChips } from '../organization/methods/method-words';
import { AmountsTable } from './amounts-table';
import type { PayCase, PayDraft } from './draft';
import { FillBar } from './fill-bar';
import styles from './pay.module.css';
import { refusalWords } from './refusal-words';
import { splitInto } from './split/split-draft';
import { SplitSection } from './split/split-section';
import type { Split } from './split/use-split';
import { WhenSection } from './when-section';

type DetailsStepProps = Readonly<{
  payCase: PayCase;
  draft: PayDraft;
  onDraft: (change: Partial<PayDraft>) => void;
  methods: readonly PaymentMethod[];
  preview: PossiblePreview | null;
  refusals: readonly Refusal[];
  onAddMethod: () => void;
  /** The parts of a schedule that is split; null for one payment. */
  split: Split | null;
  /** Why the method is not the payment’s own; null when it is. */
  methodInstead: string | null;
}>;

/** As few as a split has; a person says how many. */
const PARTS_AT_FIRST = 2;

/** What is paid, with what, and when. */
export function DetailsStep(props: DetailsStepProps) {
  const { payCase, draft, onDraft, methods, preview, refusals, onAddMethod, split } = props;
  const { methodInstead } = props;
  const words = useWords();
  const { changes } = payCase;
  const [fills, setFills] = useState(0);
  const read = (id: string, reading: MoneyReading) => {
    const { [id]: _, ...unread } = draft.unread;
    onDraft({
      amounts: {
        ...draft.amounts,
        [id]: reading.kind === 'amount' ? reading.amountMinor : null,
      },
      unread: reading.kind === 'refused' ? { ...unread, [id]: reading.sentence } : unread,
    });
  };
  // The first part is placed: what is to be split, and how, is decided.
  const isBegun = split?.all.some(({ placed }) => placed !== null) === true;
  const whole = refusals.filter(({ invoice }) => invoice === null);
  return (
    <>
      {whole.length > 0 && (
        <Note
          tone="bad"
          headline={`It cannot be ${changes === null ? 'placed' : 'changed'} like this.`}
          isAlert
        >
          {whole.map((refusal) => `${refusalWords(refusal, words)}.`).join(' ')}
        </Note>
      )}
      {!isBegun && (
        <section>
          <div className={styles['head']}>
            <h2 className="hr-section">Amounts</h2>
            <FillBar
              payCase={payCase}
              draft={draft}
              onFill={(amounts) => {
                onDraft({ amounts, unread: {} });
                setFills(fills + 1);
              }}
            />
          </div>
          {/* A fill takes the place of what was typed, readable or not. */}
          <AmountsTable
            key={fills}
            payCase={payCase}
            draft={draft}
            refusals={refusals}
            onRead={read}
          />
          <p className={styles['hint']}>
            Type 1500, {words.amount(150_000, payCase.currency)}, <b>half</b> or <b>max</b>. An
            empty line is not paid.
          </p>
        </section>
      )}
      <section className={styles['section']}>
        <div className={styles['head']}>
          <h2 className="hr-section">Method</h2>
          <Button
            size="sm"
            variant="subtle"
            leftSection={<IconPlus size={15} stroke={1.75} aria-hidden />}
            onClick={onAddMethod}
          >
            Add a method
          </Button>
        </div>
        {methodInstead !== null && (
          <div className={styles['why']}>
            <Note tone="warn" headline={methodInstead} />
          </div>
        )}
        {methods.length === 0 ? (
          <p className={styles['hint']}>No method is saved. Add a card or a bank account.</p>
        ) : (
          <MethodCards
            label="Method"
            methods={methods.map((method) => methodChoice(method, words))}
            chosen={draft.methodId}
            onChoose={(methodId) => onDraft({ methodId })}
          />
        )}
      </section>
      {!isBegun && (
        <WhenSection
          isScheduled={draft.isScheduled}
          runOn={draft.runOn}
          preview={preview}
          onChange={onDraft}
          isFixed={changes !== null || payCase.restoredFrom !== null}
          {...(changes === null &&
            split === null && {
              onSplit: () => onDraft({ parts: splitInto(draft, payCase, PARTS_AT_FIRST) }),
            })}
        />
      )}
      {split !== null && (
        <SplitSection payCase={payCase} draft={draft} onDraft={onDraft} split={split} />
      )}
      {changes === null && (
        <section className={`${styles['section']} ${styles['texts']}`}>
          <TextInput
            label="Reference, printed on the receipt"
            placeholder="PO 7731"
            maxLength={60}
            value={draft.reference}
            onChange={(event) => onDraft({ reference: event.currentTarget.value })}
          />
          <Textarea
            label="Internal note"
            placeholder="Only staff see this"
            autosize
            minRows={1}
            maxRows={4}
            maxLength={1000}
            value={draft.note}
            onChange={(event) => onDraft({ note: event.currentTarget.value })}
          />
        </section>
      )}
    </>
  );
}

function methodChoice(method: PaymentMethod, words: Words) {
  const [trouble] = methodChips(method, words).filter(({ key }) => key === 'state');
  const isSoon = methodChips(method, words).some(({ key }) => key === 'soon');
  const expiry = isSoon ? expiryWords(method, words) : null;
  const { id, kind, brand, lastFour, friendlyName, isDefault } = method;
  return {
    id,
    kind,
    brand,
    lastFour,
    friendlyName,
    isDefault,
    ...(expiry !== null && { warning: expiry }),
    ...(trouble && { reason: trouble.words }),
  };
}
