import styles from './ribbon.module.css';

/** Over everything while no real money moves; absent where it does. */
export function Ribbon() {
  return (
    <div className={styles['ribbon']} data-ribbon role="note">
      Sandbox: no real money moves
    </div>
  );
}
