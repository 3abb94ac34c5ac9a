import { TextInput } from '@mantine/core';
import styles from './money-field.module.css';
import { useTypedAmount } from './typed-amount';

type AmountFieldProps = Readonly<{
  /** Its accessible name; the currency is added. */
  label: string;
  currency: string;
  /** Minor units; null when it is empty or what was typed cannot be read. */
  valueMinor: number | null;
  /** `isRefused`: something is typed that is no clear amount. */
  onChange: (valueMinor: number | null, isRefused: boolean) => void;
}>;

/** An amount that is no payment: a limit, a criterion. What is not one clear amount says why under it. */
export function AmountField(props: AmountFieldProps) {
  const { label, currency, valueMinor, onChange } = props;
  const { text, reading, take, leave } = useTypedAmount({
    currency,
    valueMinor,
    maxMinor: 0,
    onRead: (read) =>
      onChange(read.kind === 'amount' ? read.amountMinor : null, read.kind === 'refused'),
  });
  return (
    <TextInput
      className={styles['amount'] ?? ''}
      aria-label={`${label}, ${currency}`}
      inputMode="decimal"
      autoComplete="off"
      spellCheck={false}
      error={reading.kind === 'refused' && reading.sentence}
      value={text}
      onChange={(event) => take(event.currentTarget.value)}
      onBlur={leave}
    />
  );
}
