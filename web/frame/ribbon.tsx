import styles from './ribbon.module.css';

/** Over everything while no real money moves; absent where it does. */
export function Ribbon() {
  return (
    <aside className={styles['ribbon']} data-ribbon aria-label="Environment">
      Sandbox: no real money moves
    </aside>
  );
}
