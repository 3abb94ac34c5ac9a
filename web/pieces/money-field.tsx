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

/**
 * An amount as clerks type it: `1500`, `1,500.00`, `half`, `max`. What is typed stays as it is until
 * the field is left, then it is written out. Nothing is guessed: what can be meant in two ways is
 * refused with what it might have meant.
 */
export function MoneyField(props: MoneyFieldProps) {
  const { invoiceNumber, currency, valueMinor, maxMinor, onRead, isRefused, describedBy, isOff } =
    props;
  const words = useWords();
  /** Null while nobody types: then the value is shown. */
  const [typed, setTyped] = useState<string | null>(null);
  const written = valueMinor === null ? '' : words.amount(valueMinor, currency);
  const read = (text: string) =>
    readMoney(text, { currency, maxMinor, locale: words.locale, format: words.amount });

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
      value={typed ?? written}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        onRead(read(event.currentTarget.value));
      }}
      onBlur={() => {
        // What cannot be read stays to be mended.
        if (typed !== null && read(typed).kind !== 'refused') setTyped(null);
      }}
    />
  );
}
