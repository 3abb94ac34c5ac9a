import styles from './skeleton.module.css';

/** A bar where a text or a chip will stand. `width` in CSS px, like the real content. */
export function SkeletonBar({
  width,
  shape = 'text',
}: Readonly<{ width: number; shape?: 'text' | 'chip' | 'box' }>) {
  return <span className={styles['bar']} data-shape={shape} style={{ width }} aria-hidden />;
}

/** A line of 2 px over a head, running while old rows are read again. Always takes its height. */
export function RefetchLine({ isActive }: Readonly<{ isActive: boolean }>) {
  return <div className={styles['line']} data-active={isActive || undefined} aria-hidden />;
}
