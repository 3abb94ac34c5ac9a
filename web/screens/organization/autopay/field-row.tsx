import { type ReactNode, useId } from 'react';
import styles from './editor.module.css';

type FieldRowProps = Readonly<{
  label: string;
  /** The one field it names; without it the row is a group of that name. */
  htmlFor?: string;
  children: ReactNode;
}>;

/** A row of the editor: its label, then the field or fields that belong to it. */
export function FieldRow({ label, htmlFor, children }: FieldRowProps) {
  const labelId = useId();
  if (htmlFor !== undefined) {
    return (
      <div className={styles['row']}>
        <label className={styles['label']} htmlFor={htmlFor}>
          {label}
        </label>
        <div className={styles['field']}>{children}</div>
      </div>
    );
  }
  return (
    <div className={styles['row']} role="group" aria-labelledby={labelId}>
      <span className={styles['label']} id={labelId}>
        {label}
      </span>
      <div className={styles['field']}>{children}</div>
    </div>
  );
}
