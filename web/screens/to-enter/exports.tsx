import { Button } from '@mantine/core';
import { urlOf } from '../../../contracts/client';
import { type EntryExport, listUnpostedLines } from '../../../contracts/unposted-lines';
import { useWords, type Words } from '../../words/business';
import { plural } from '../../words/plural';
import { sumsWords } from './line-columns';
import styles from './to-enter.module.css';

/** `14 payments, 5,310.00 USD, exported Dec 3, 10:02` */
export function exportWords({ lines, sums, exportedAt }: EntryExport, words: Words): string {
  return `${plural(lines, 'payment')}, ${sumsWords(sums, words)}, exported ${words.dateAndTime(exportedAt)}`;
}

/** Its file, also read again: every line of it that the books do not show yet. */
export const exportUrl = (exportId: string): string =>
  urlOf(listUnpostedLines, { query: { exportId, view: 'all', format: 'csv' } });

type ExportsProps = Readonly<{
  exports: readonly EntryExport[];
  onMark?: (given: EntryExport) => void;
}>;

/** Exports that nobody has said to be entered yet, newest first. */
export function Exports({ exports, onMark }: ExportsProps) {
  const words = useWords();
  if (exports.length === 0) return null;
  return (
    <section className={styles['exports']}>
      <h2 className="hr-section">Exported, not marked as entered</h2>
      <ul className={styles['list']}>
        {exports.map((given) => (
          <li className={styles['export']} key={given.id}>
            <span>
              {exportWords(given, words)}
              <span className="hr-dim"> by {given.exportedBy ?? 'Headroom'}</span>
            </span>
            <span className={styles['acts']}>
              <Button
                component="a"
                size="sm"
                variant="quiet"
                href={exportUrl(given.id)}
                aria-label={`File of the export of ${words.dateAndTime(given.exportedAt)}`}
              >
                File again
              </Button>
              {onMark && (
                <Button
                  size="sm"
                  aria-label={`Mark the export of ${words.dateAndTime(given.exportedAt)} as entered`}
                  onClick={() => onMark(given)}
                >
                  Mark as entered
                </Button>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
