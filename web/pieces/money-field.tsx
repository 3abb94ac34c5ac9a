import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useWords } from '../words/business';
import styles from './money-field.module.css';
import { type MoneyReading, readMoney } from './money-reading';

type MoneyFieldProps = Readonly<{
  /** With the currency, its accessible name: `Amount on INV-1042, USD`. */
  invoiceNumber: string;
  currency: string;
  /** Minor units; null when it is empty or what was typed cannot be read. */
  valueMinor: number | null;
  /** What `max` stands for; `half` is half of it. */
  maxMinor: number;
  /** On every change, and with `half` and `max` as the amounts they stand for. */
  onRead: (reading: MoneyReading) => void;
  /** Over its limit, or unreadable: the sentence under it says why. */
  isRefused?: boolean;
  /** Id of that sentence. */
  describedBy?: string;
  /** The invoice cannot be paid. */
  isOff?: boolean;
}>;

/** What was typed, and the value it stands for; null when it stands for none. */
type Typed = Readonly<{ text: string; valueMinor: number | null }>;

/**
 * An amount as clerks type it: `1500`, `1,500.00`, `half`, `max`. What is typed stays as it is until
 * the field is left, then it is written out. Nothing is guessed: what can be meant in two ways is
 * refused with what it might have meant.
 */
export function MoneyField(props: MoneyFieldProps) {
  const { invoiceNumber, currency, valueMinor, maxMinor, onRead, isRefused, describedBy, isOff } =
    props;
  const words = useWords();
  const [typed, setTyped] = useState<Typed | null>(null);
  // A value that is not what was typed was set from outside, by a fill or an offer: it wins.
  const text = typed !== null && typed.valueMinor === valueMinor ? typed.text : null;
  const written = valueMinor === null ? '' : words.amount(valueMinor, currency);
  const read = (next: string) =>
    readMoney(next, { currency, maxMinor, locale: words.locale, format: words.amount });
  const take = (next: string) => {
    const reading = read(next);
    setTyped({ text: next, valueMinor: reading.kind === 'amount' ? reading.amountMinor : null });
    onRead(reading);
  };

  return (
    <TextInput
      className={styles['field'] ?? ''}
      aria-label={`Amount on ${invoiceNumber}, ${currency}`}
      aria-describedby={describedBy}
      inputMode="decimal"
      autoComplete="off"
      spellCheck={false}
      error={isRefused === true}
      disabled={isOff === true}
      value={text ?? written}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => take(event.currentTarget.value)}
      onBlur={() => {
        // What cannot be read stays to be mended.
        if (text !== null && read(text).kind !== 'refused') setTyped(null);
      }}
    />
  );
}
