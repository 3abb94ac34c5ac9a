import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import styles from './money-field.module.css';

type LimitSentenceProps = Readonly<{
  /** Named by the field's `describedBy`. */
  id: string;
  /** `At most 1,250.00: 750.00 is scheduled for Dec 4, 2026 by Marcus Oyelaran` */
  sentence: string;
  /** *Use 1,250.00* */
  offer?: Readonly<{ label: string; onClick: () => void }>;
}>;

/** Why an amount is refused, under its field, and the amount that would do. */
export function LimitSentence({ id, sentence, offer }: LimitSentenceProps) {
  return (
    <div className={styles['limit']}>
      <span className={styles['sentence']} id={id} role="status">
        <IconAlertTriangle size={14} stroke={1.9} aria-hidden />
        {sentence}
      </span>
      {offer && (
        <Button variant="tint" size="xs" onClick={offer.onClick}>
          {offer.label}
        </Button>
      )}
    </div>
  );
}
