import { IconFileSpreadsheet } from '@tabler/icons-react';
import type { Import } from '../../../contracts/imports';
import { type Fact, HeaderFacts } from '../../pieces/header-facts';
import { useWords, type Words } from '../../words/business';
import { plural } from '../../words/plural';
import styles from './import.module.css';
import { filesWords, isRunning, originWords } from './import-words';

/** How far an import is, and what became of what was read so far. */
export function RunProgress({ given }: Readonly<{ given: Import }>) {
  const words = useWords();
  const done = given.rows - given.counts.left;
  return (
    <div className={styles['run']}>
      <IconFileSpreadsheet size={19} stroke={1.75} aria-hidden />
      <div>
        <div className={styles['runHead']}>
          <span className={styles['runName']}>{filesWords(given)}</span>
          <span className="hr-dim">{originWords(given, words)}</span>
          <span className={styles['runFigure']} role="status">
            <Figure given={given} done={done} />
          </span>
        </div>
        <div
          className={styles['bar']}
          role="progressbar"
          aria-label="Rows read"
          aria-valuemin={0}
          aria-valuemax={given.rows}
          aria-valuenow={done}
        >
          <div
            className={styles['barDone']}
            style={{ width: given.rows === 0 ? 0 : `${(done / given.rows) * 100}%` }}
          />
        </div>
        {given.state !== 'question' && (
          <HeaderFacts label="What became of the rows" facts={factsOf(given.counts, words)} />
        )}
      </div>
    </div>
  );
}

function Figure({ given, done }: Readonly<{ given: Import; done: number }>) {
  const words = useWords();
  switch (given.state) {
    case 'question':
      return 'Waits for your answer';
    case 'refused':
      return 'Not read';
    default:
      break;
  }
  if (isRunning(given) && given.rows === 0) return 'Files are being read';
  return (
    <>
      <b>{words.count(done)}</b> of {plural(given.rows, 'row')}
      {given.state === 'done' && given.finishedAt !== null
        ? `, done ${words.dateAndTime(given.finishedAt)}`
        : ''}
    </>
  );
}

function factsOf(counts: Import['counts'], words: Words): readonly Fact[] {
  const fact = (key: string, label: string, count: number, isTrouble = false): Fact => ({
    key,
    label,
    value: words.count(count),
    ...(isTrouble && count > 0 && { tone: 'bad' as const }),
  });
  return [
    fact('created', 'New', counts.created),
    fact('updated', 'Changed', counts.updated - counts.paidInFull),
    fact('unchanged', 'Unchanged', counts.unchanged),
    fact('paidInFull', 'Paid in full', counts.paidInFull),
    fact('waiting', 'Wait for you', counts.waiting),
    fact('conflicting', 'Conflict', counts.conflicting, true),
    fact('refused', 'Not read', counts.refused, true),
  ];
}
