import { type ReactNode, useEffect } from 'react';
import styles from './frame.module.css';

type PageTitleProps = Readonly<{
  title: string;
  /** Of the browser's tab, when the heading alone says too little. */
  tabTitle?: string;
  /** Chips right after the title. */
  chips?: ReactNode;
  /** One dim sentence beside it. */
  sentence?: ReactNode;
  /** One dim line under it. */
  under?: ReactNode;
  /** Quiet buttons, right. */
  actions?: ReactNode;
}>;

/** The title row of a page, which also names the browser's tab. */
export function PageTitle({ title, tabTitle, chips, sentence, under, actions }: PageTitleProps) {
  useEffect(() => {
    document.title = `${tabTitle ?? title} · Headroom`;
  }, [title, tabTitle]);
  return (
    <div className={styles['titleRow']}>
      <div className={styles['titleWords']}>
        <h1 className="hr-title">{title}</h1>
        {chips}
        {sentence !== undefined && <span className={styles['sentence']}>{sentence}</span>}
        {under !== undefined && <div className={styles['under']}>{under}</div>}
      </div>
      {actions !== undefined && <div className={styles['titleActions']}>{actions}</div>}
    </div>
  );
}
