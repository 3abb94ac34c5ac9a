import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import styles from './invoice-link.module.css';

type InvoiceLinkProps = Readonly<{ id: string; children: ReactNode; isPlain?: boolean }>;

/** Opens an invoice's summary over the list that names it. `isPlain` in rows: ink until pointed at. */
export function InvoiceLink({ id, children, isPlain = false }: InvoiceLinkProps) {
  return (
    <Link
      className={isPlain ? `${styles['plain']} hr-id` : 'hr-link hr-id'}
      to="."
      search={(now) => ({ ...now, invoice: id })}
      resetScroll={false}
      preload={false}
    >
      {children}
    </Link>
  );
}
