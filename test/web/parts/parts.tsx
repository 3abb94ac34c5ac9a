import { Changes, Facts, Floating, Lists, Methods } from './large-parts';
import { Buttons, Chips, Choices, Coverage, Money, SelectionBars, Toasts } from './small-parts';
import { Tables } from './tables';
import styles from './parts.module.css';

/** Every piece in every state, at its real size. For tests and for the eye; never shipped. */
export function Parts() {
  return (
    <main className={styles['page']}>
      <h1 className="hr-title">Parts</h1>
      <p className="hr-dim">Every state of the small pieces, at their real size.</p>
      <div className={styles['columns']}>
        <Chips />
        <Buttons />
        <Money />
        <Coverage />
        <Choices />
        <Toasts />
      </div>
      <Facts />
      <SelectionBars />
      <Methods />
      <Changes />
      <Lists />
      <Tables />
      <Floating />
    </main>
  );
}
