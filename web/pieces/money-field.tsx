import { TextInput } from '@mantine/core';
import styles from './money-field.module.css';
import type { MoneyReading } from './money-reading';
import { useTypedAmount } from './typed-amount';

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
  /** A dialog opens with the focus in it. */
  isBegunWith?: boolean;
  /** The invoice cannot be paid. */
  isOff?: boolean;
}>;

/**
 * An amount as clerks type it: `1500`, `1,500.00`, `half`, `max`. Nothing is guessed: what can be
 * meant in two ways is refused with what it might have meant.
 */
export function MoneyField(props: MoneyFieldProps) {
  const { invoiceNumber, currency, isRefused, describedBy, isBegunWith, isOff } = props;
  const typed = useTypedAmount(props);
  return (
    <TextInput
      className={styles['field'] ?? ''}
      aria-label={`Amount on ${invoiceNumber}, ${currency}`}
      aria-describedby={describedBy}
      inputMode="decimal"
      autoComplete="off"
      spellCheck={false}
      data-autofocus={isBegunWith || undefined}
      error={isRefused === true}
      disabled={isOff === true}
      value={typed.text}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => typed.take(event.currentTarget.value)}
      onBlur={typed.leave}
    />
  );
}
