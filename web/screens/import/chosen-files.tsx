import { ActionIcon, Loader, Tooltip } from '@mantine/core';
import { IconCheck, IconFileText, IconX } from '@tabler/icons-react';
import { useWords } from '../../words/business';
import styles from './import.module.css';
import type { Sending } from './use-upload';

type ChosenFilesProps = Readonly<{
  files: readonly File[];
  sent: ReadonlySet<string>;
  sending: Sending;
  onRemove: (name: string) => void;
}>;

/** The files of an import that is being prepared, each with how far it is. */
export function ChosenFiles({ files, sent, sending, onRemove }: ChosenFilesProps) {
  const words = useWords();
  return (
    <ul className={styles['files']} aria-label="Chosen files">
      {files.map(({ name, size }) => {
        const isNow = sending.kind === 'sending' && sending.name === name;
        const isSent = sent.has(name);
        return (
          <li className={styles['file']} key={name}>
            {isNow ? (
              <Loader size={16} />
            ) : isSent ? (
              <IconCheck size={16} stroke={1.75} aria-hidden />
            ) : (
              <IconFileText size={16} stroke={1.75} aria-hidden />
            )}
            <span className={styles['fileName']} title={name}>
              {name}
            </span>
            {sending.kind === 'failed' && sending.name === name && (
              <span className={styles['fileTrouble']}>Not sent</span>
            )}
            <span className={styles['fileFigure']}>
              {isSent ? 'sent' : isNow ? 'being sent' : sizeWords(size, words.locale)}
            </span>
            {!isSent && sending.kind !== 'sending' && (
              <Tooltip label="Take it out">
                <ActionIcon aria-label={`Take out ${name}`} onClick={() => onRemove(name)}>
                  <IconX size={16} stroke={1.75} aria-hidden />
                </ActionIcon>
              </Tooltip>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** `84 kB`, `1.4 MB`: as file managers say it. */
function sizeWords(bytes: number, locale: string): string {
  const [figure, unit] = bytes < 1_000_000 ? [bytes / 1000, 'kB'] : [bytes / 1_000_000, 'MB'];
  const digits = unit === 'kB' ? 0 : 1;
  const rounded = Math.max(figure, unit === 'kB' ? 1 : 0);
  return `${rounded.toLocaleString(locale, { maximumFractionDigits: digits })} ${unit}`;
}
