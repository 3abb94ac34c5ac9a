import type { ReactNode } from 'react';
import styles from './narrow-row.module.css';

type NarrowRowLinesProps = Readonly<{
  name: ReactNode;
  figure?: ReactNode;
  second?: ReactNode;
  secondFigure?: ReactNode;
  chips?: ReactNode;
  reason?: ReactNode;
}>;

/** A row of a table on a phone: name and amount, what it is about, chips, the reason. */
export function NarrowRowLines(props: NarrowRowLinesProps) {
  const { name, figure, second, secondFigure, chips, reason } = props;
  return (
    <>
      <div className={styles['first']}>
        <span className={styles['name']}>{name}</span>
        <span className={`${styles['figure']} hr-number`}>{figure}</span>
      </div>
      {(second !== undefined || secondFigure !== undefined) && (
        <div className={styles['second']}>
          <span>{second}</span>
          <span className="hr-number">{secondFigure}</span>
        </div>
      )}
      {chips !== undefined && <div className={styles['chips']}>{chips}</div>}
      {reason !== undefined && <div className={styles['reason']}>{reason}</div>}
    </>
  );
}
