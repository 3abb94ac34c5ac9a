import { useState } from 'react';
import type { InvoiceRow } from '../../../../contracts/invoice-row';
import type { Refusal } from '../../../../contracts/payment-preview';
import { LimitSentence } from '../../../pieces/limit-sentence';
import { MoneyField } from '../../../pieces/money-field';
import type { MoneyReading } from '../../../pieces/money-reading';
import { useWords } from '../../../words/business';
import { plural } from '../../../words/plural';
import { PaymentLink } from '../../payment/payment-link';
import type { DraftPart, PayCase } from '../draft';
import payStyles from '../pay.module.css';
import { refusalWords } from '../refusal-words';
import { RunDateField } from '../run-date-field';
import { RunSentence } from '../when-section';
import { partLimitOf } from './split-draft';
import styles from './split.module.css';
import type { SplitPart } from './use-split';

type PartFieldsProps = Readonly<{
  each: SplitPart;
  count: number;
  payCase: PayCase;
  waiting: readonly SplitPart[];
  onChange: (part: DraftPart) => void;
}>;

/** One payment of the split: its date and amounts, or, once it is placed, what it is. */
export function PartFields({ each, count, payCase, waiting, onChange }: PartFieldsProps) {
  const words = useWords();
  const [isOpen, setOpen] = useState(false);
  const { part, position, totalMinor, preview, placed } = each;
  const { invoices, currency } = payCase;
  const name = `Payment ${position} of ${count}`;
  if (placed !== null) {
    return (
      <li className={styles['part']}>
        <span className={styles['name']}>{name}</span>
        <span>
          <PaymentLink id={placed.id} number={placed.number} /> is placed
          {placed.runOn !== null && ` for ${words.dateWithWeekday(placed.runOn)}`}
        </span>
        <span className={styles['sum']}>{words.amount(totalMinor, currency)}</span>
      </li>
    );
  }
  const refusals = preview?.kind === 'refused' ? preview.refusals : [];
  const whole = refusals.filter(({ invoice }) => invoice === null);
  const isShown = isOpen || refusals.length > whole.length || Object.keys(part.unread).length > 0;
  const [only] = invoices;
  const amounts = (row: InvoiceRow, label: string) => (
    <PartAmount
      key={row.id}
      row={row}
      label={label}
      each={each}
      waiting={waiting}
      currency={currency}
      refusal={refusals.find(({ invoice }) => invoice?.id === row.id) ?? null}
      onChange={onChange}
    />
  );
  return (
    <li className={styles['part']}>
      <span className={styles['name']}>{name}</span>
      <div className={styles['date']}>
        <RunDateField
          label={`Date of payment ${position}`}
          value={part.runOn}
          onChange={(runOn) => onChange({ ...part, runOn })}
        />
        {preview?.kind === 'possible' && (
          <p className={payStyles['hint']}>
            <RunSentence preview={preview} />
          </p>
        )}
        {whole.map((refusal) => (
          <LimitSentence
            key={refusal.code}
            id={`${part.id}-${refusal.code}`}
            sentence={refusalWords(refusal, words)}
          />
        ))}
      </div>
      {invoices.length === 1 && only !== undefined ? (
        amounts(only, '')
      ) : (
        <>
          <div className={styles['sum']}>
            {words.amount(totalMinor, currency)}
            <button
              type="button"
              className={payStyles['link']}
              aria-expanded={isShown}
              aria-label={`Amounts of payment ${position}, ${plural(invoices.length, 'invoice')}`}
              onClick={() => setOpen(!isOpen)}
            >
              {plural(invoices.length, 'invoice')}
            </button>
          </div>
          {isShown && (
            <div className={styles['amounts']}>
              {invoices.map((row) => amounts(row, row.number))}
            </div>
          )}
        </>
      )}
    </li>
  );
}

type PartAmountProps = Readonly<{
  row: InvoiceRow;
  label: string;
  each: SplitPart;
  waiting: readonly SplitPart[];
  currency: string;
  refusal: Refusal | null;
  onChange: (part: DraftPart) => void;
}>;

function PartAmount(props: PartAmountProps) {
  const { row, label, each, waiting, currency, refusal, onChange } = props;
  const words = useWords();
  const { part, position } = each;
  const { id, number } = row;
  const take = (reading: MoneyReading) => {
    const { [id]: _, ...unread } = part.unread;
    const amountMinor = reading.kind === 'amount' ? reading.amountMinor : null;
    onChange({
      ...part,
      amounts: { ...part.amounts, [id]: amountMinor },
      unread: reading.kind === 'refused' ? { ...unread, [id]: reading.sentence } : unread,
    });
  };
  const unread = part.unread[id];
  const sentence = unread ?? (refusal === null ? null : limitWords(refusal, each, waiting, words));
  const limit = unread === undefined ? (refusal?.limit ?? null) : null;
  const sentenceId = `limit-${part.id}-${id}`;
  return (
    <div className={styles['amount']}>
      <span className="hr-id">{label}</span>
      <MoneyField
        invoiceNumber={`${number}, payment ${position}`}
        currency={currency}
        valueMinor={part.amounts[id] ?? null}
        maxMinor={partLimitOf(
          row,
          part,
          waiting.map((other) => other.part),
        )}
        onRead={take}
        isRefused={sentence !== null}
        {...(sentence !== null && { describedBy: sentenceId })}
      />
      {sentence !== null && (
        <LimitSentence
          id={sentenceId}
          sentence={sentence}
          {...(limit !== null &&
            limit.amountMinor > 0 && {
              offer: {
                label: `Use ${words.amount(limit.amountMinor, currency)}`,
                onClick: () => take({ kind: 'amount', amountMinor: limit.amountMinor }),
              },
            })}
        />
      )}
    </div>
  );
}

/** `At most 200.00: 750.00 is scheduled for …, and the payments before it take 300.00` */
function limitWords(
  refusal: Refusal,
  { position }: SplitPart,
  waiting: readonly SplitPart[],
  words: ReturnType<typeof useWords>,
): string {
  const said = refusalWords(refusal, words);
  if (refusal.code !== 'AMOUNT_EXCEEDS_UNPLANNED' || refusal.invoice === null) return said;
  const { id } = refusal.invoice;
  const before = waiting
    .filter((other) => other.position < position && other.preview?.kind === 'possible')
    .reduce((sum, { part }) => sum + (part.amounts[id] ?? 0), 0);
  if (before === 0 || refusal.limit === null) return said;
  const takes = `the payments before it take ${words.amount(before, refusal.limit.currency)}`;
  return refusal.plannedEntries.length === 0 ? `${said}: ${takes}` : `${said}, and ${takes}`;
}
