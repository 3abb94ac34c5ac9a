import { useState } from 'react';
import { useWords } from '../words/business';
import { type MoneyReading, readMoney } from './money-reading';

/** What was typed, and the value it stands for; null when it stands for none. */
type Typed = Readonly<{ text: string; valueMinor: number | null }>;

type TypedAmountOptions = Readonly<{
  currency: string;
  /** Minor units; null when it is empty or what was typed cannot be read. */
  valueMinor: number | null;
  /** What `max` stands for; `half` is half of it. */
  maxMinor: number;
  onRead: (reading: MoneyReading) => void;
}>;

/**
 * The text of an amount field. What is typed stays as it is until the field is left, then it is
 * written out; what cannot be read stays to be mended.
 */
export function useTypedAmount({ currency, valueMinor, maxMinor, onRead }: TypedAmountOptions) {
  const words = useWords();
  const [typed, setTyped] = useState<Typed | null>(null);
  // A value that is not what was typed was set from outside, by a fill or an offer: it wins.
  const text = typed !== null && typed.valueMinor === valueMinor ? typed.text : null;
  const written = valueMinor === null ? '' : words.amount(valueMinor, currency);
  const read = (next: string) =>
    readMoney(next, { currency, maxMinor, locale: words.locale, format: words.amount });
  return {
    text: text ?? written,
    reading: read(text ?? written),
    take: (next: string) => {
      const reading = read(next);
      setTyped({ text: next, valueMinor: reading.kind === 'amount' ? reading.amountMinor : null });
      onRead(reading);
    },
    leave: () => {
      if (text !== null && read(text).kind !== 'refused') setTyped(null);
    },
  };
}
