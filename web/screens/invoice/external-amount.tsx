import { useId } from 'react';
import { MoneyField } from '../../pieces/money-field';
import type { MoneyReading } from '../../pieces/money-reading';
import styles from './external-payment.module.css';

type ExternalAmountProps = Readonly<{
  invoice: Readonly<{ number: string; currency: string }>;
  /** What stands in it, in minor units; null when that is no amount. */
  valueMinor: number | null;
  maxMinor: number;
  /** Null before anything was typed. */
  typed: MoneyReading | null;
  onRead: (reading: MoneyReading) => void;
}>;

/** How much of the money from outside is taken for the invoice; what cannot be read is said under it. */
export function ExternalAmount(props: ExternalAmountProps) {
  const { invoice, valueMinor, maxMinor, typed, onRead } = props;
  const refusal = useId();
  const isRefused = typed?.kind === 'refused';
  return (
    <div>
      <div className={styles['label']} aria-hidden>
        Amount, {invoice.currency}
      </div>
      <MoneyField
        invoiceNumber={invoice.number}
        currency={invoice.currency}
        valueMinor={valueMinor}
        maxMinor={maxMinor}
        onRead={onRead}
        isRefused={isRefused}
        describedBy={refusal}
      />
      <div className="hr-small hr-dim" id={refusal}>
        {isRefused ? typed.sentence : ''}
      </div>
    </div>
  );
}
