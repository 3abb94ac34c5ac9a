import { IconX } from '@tabler/icons-react';
import styles from './filter-chips.module.css';

export type Filter = Readonly<{ key: string; field: string; operator: string; value: string }>;

type FilterChipsProps = Readonly<{
  filters: readonly Filter[];
  onRemove: (key: string) => void;
}>;

/** The filters that are on, each readable as a sentence: *Balance is at least 300.00*. */
export function FilterChips({ filters, onRemove }: FilterChipsProps) {
  return (
    <ul className={styles['chips']} aria-label="Filters">
      {filters.map(({ key, field, operator, value }) => (
        <li className={styles['chip']} key={key}>
          <span>{field}</span>
          <span className={styles['operator']}>{operator}</span>
          <span>{value}</span>
          <button
            className={styles['remove']}
            type="button"
            aria-label={`Remove filter ${field} ${operator} ${value}`}
            onClick={() => onRemove(key)}
          >
            <IconX size={14} stroke={1.9} aria-hidden />
          </button>
        </li>
      ))}
    </ul>
  );
}
