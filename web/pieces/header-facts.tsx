import type { ReactNode } from 'react';
import styles from './header-facts.module.css';

export type Fact = Readonly<{
  key: string;
  label: string;
  value: ReactNode;
  /** Second line, dim. */
  note?: ReactNode;
  /** Red, for what is past due and above zero. */
  tone?: 'bad';
  /** 14 / 500: names and references, which are no figures. */
  isQuiet?: boolean;
}>;

/** The few figures a page is about, side by side between hairlines. */
export function HeaderFacts({ facts, label }: Readonly<{ facts: readonly Fact[]; label: string }>) {
  return (
    <dl className={styles['facts']} aria-label={label}>
      {facts.map(({ key, label: name, value, note, tone, isQuiet }) => (
        <div className={styles['fact']} key={key}>
          <dt className={styles['label']}>{name}</dt>
          <dd className={styles['value']} data-tone={tone} data-quiet={isQuiet || undefined}>
            {value}
          </dd>
          {note !== undefined && <dd className={styles['note']}>{note}</dd>}
        </div>
      ))}
    </dl>
  );
}
