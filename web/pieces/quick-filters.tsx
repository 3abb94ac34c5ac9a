import styles from './quick-filters.module.css';

export type QuickFilter<Key extends string> = Readonly<{
  key: Key;
  label: string;
  /** Already formatted; absent until it is known, so that no zero is shown that is none. */
  count?: string;
}>;

type QuickFiltersProps<Key extends string> = Readonly<{
  label: string;
  filters: readonly QuickFilter<Key>[];
  chosen: Key;
  onChoose: (key: Key) => void;
}>;

/** One of several views of a list. Pressed buttons, not tabs: the list stays the same thing. */
export function QuickFilters<Key extends string>(props: QuickFiltersProps<Key>) {
  const { label, filters, chosen, onChoose } = props;
  return (
    <div className={styles['filters']} role="group" aria-label={label}>
      {filters.map(({ key, label: name, count }) => (
        <button
          className={styles['filter']}
          type="button"
          key={key}
          aria-pressed={key === chosen}
          onClick={() => onChoose(key)}
        >
          {name}
          {count !== undefined && <span className={styles['count']}>{count}</span>}
        </button>
      ))}
    </div>
  );
}
