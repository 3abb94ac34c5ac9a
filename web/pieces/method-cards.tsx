import { useId } from 'react';
import { BrandMark } from './brand-mark';
import styles from './method-cards.module.css';

export type MethodChoice = Readonly<{
  id: string;
  kind: 'card' | 'bankDebit';
  brand: string;
  lastFour: string;
  friendlyName: string | null;
  isDefault: boolean;
  /** `Expires Dec 2026`, when that is soon. */
  warning?: string;
  /** Why it cannot be chosen; its radio is off. */
  reason?: string;
}>;

type MethodCardsProps = Readonly<{
  label: string;
  methods: readonly MethodChoice[];
  chosen: string | null;
  onChoose: (id: string) => void;
}>;

/** Saved methods as radios in cards of equal height, three in a row. */
export function MethodCards({ label, methods, chosen, onChoose }: MethodCardsProps) {
  const group = useId();
  return (
    <fieldset className={styles['cards']}>
      <legend className="hr-unseen">{label}</legend>
      {methods.map((method) => (
        <label
          className={styles['card']}
          key={method.id}
          data-off={method.reason !== undefined || undefined}
        >
          <BrandMark brand={method.brand} kind={method.kind} />
          <span className={styles['words']}>
            <span className={styles['name']}>{methodName(method)}</span>
            {method.isDefault && <span className={styles['default']}>Default</span>}
            {method.friendlyName !== null && (
              <span className={styles['friendly']}>{method.friendlyName}</span>
            )}
            {method.warning !== undefined && (
              <span className={styles['expires']}>{method.warning}</span>
            )}
            {method.reason !== undefined && (
              <span className={styles['reason']}>{method.reason}</span>
            )}
          </span>
          <input
            className={styles['radio']}
            type="radio"
            name={group}
            checked={method.id === chosen}
            disabled={method.reason !== undefined}
            onChange={() => onChoose(method.id)}
          />
        </label>
      ))}
    </fieldset>
  );
}

/** `Visa ··4242`: how a method is named everywhere. */
export function methodName({
  brand,
  lastFour,
}: Readonly<{ brand: string; lastFour: string }>): string {
  return `${brand} ··${lastFour}`;
}
