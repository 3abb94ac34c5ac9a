import { IconRefresh } from '@tabler/icons-react';
import styles from './new-rows-button.module.css';

/** New rows wait for a word from the reader: they never push the list under the pointer. */
export function NewRowsButton({
  words,
  onClick,
}: Readonly<{ words: string; onClick: () => void }>) {
  return (
    <button className={styles['button']} type="button" onClick={onClick}>
      <IconRefresh size={14} stroke={1.9} aria-hidden />
      <span role="status">{words}</span>
    </button>
  );
}
