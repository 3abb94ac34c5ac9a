import type { ReactNode } from 'react';
import styles from './parts.module.css';

export function Section({ title, children }: Readonly<{ title: string; children: ReactNode }>) {
  return (
    <section className={styles['section']}>
      <h2 className="hr-section">{title}</h2>
      {children}
    </section>
  );
}
