import type { ReactNode } from 'react';
import { Logo } from '../pieces/logo';
import styles from './sign-in.module.css';

type SignInCardProps = Readonly<{
  title: string;
  children: ReactNode;
  help: ReactNode;
}>;

/** The card of the pages before the frame, with the logo over it and help under it. */
export function SignInCard({ title, children, help }: SignInCardProps) {
  return (
    <main className={styles['ground']}>
      <title>{`${title} · Headroom`}</title>
      <div className={styles['column']}>
        <div className={styles['business']}>
          <Logo size={34} />
          <div className={styles['product']}>Headroom</div>
        </div>
        <div className={styles['card']}>
          <h1 className="hr-title">{title}</h1>
          {children}
        </div>
        <p className={styles['help']}>{help}</p>
      </div>
    </main>
  );
}
