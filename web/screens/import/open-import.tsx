import { Button } from '@mantine/core';
import { IconFileText } from '@tabler/icons-react';
import { useState } from 'react';
import type { Import } from '../../../contracts/imports';
import { useCanBill } from '../../api/session';
import { useWords } from '../../words/business';
import { plural } from '../../words/plural';
import { ChosenFiles } from './chosen-files';
import { DropZone } from './drop-zone';
import styles from './import.module.css';
import { originWords } from './import-words';
import { SendingTrouble } from './new-import';
import { useUpload } from './use-upload';

/** An import that was opened and not started, as after a reload: its files are there, more may come. */
export function OpenImport({ given }: Readonly<{ given: Import }>) {
  const words = useWords();
  const canBill = useCanBill();
  const [files, setFiles] = useState<readonly File[]>([]);
  const names = given.files.map(({ name }) => name);
  const { sending, sent, send } = useUpload({ id: given.id, names });
  const count = new Set([...names, ...files.map(({ name }) => name)]).size;
  return (
    <>
      <p className="hr-dim">Not started yet. {originWords(given, words)}</p>
      {canBill && (
        <DropZone
          isOff={sending.kind === 'sending'}
          onFiles={(added) =>
            setFiles([...files, ...added.filter(({ name }) => !names.includes(name))])
          }
        />
      )}
      <div className={styles['form']}>
        {sending.kind === 'failed' && <SendingTrouble sending={sending} />}
        {names.length > 0 && (
          <ul className={styles['files']} aria-label="Files it has">
            {names.map((name) => (
              <li className={styles['file']} key={name}>
                <IconFileText size={16} stroke={1.75} aria-hidden />
                <span className={styles['fileName']}>{name}</span>
                <span className={styles['fileFigure']}>sent</span>
              </li>
            ))}
          </ul>
        )}
        <ChosenFiles
          files={files}
          sent={sent}
          sending={sending}
          onRemove={(name) => setFiles(files.filter((file) => file.name !== name))}
        />
        {canBill && (
          <div className={styles['acts']}>
            <Button
              variant="filled"
              disabled={count === 0}
              loading={sending.kind === 'sending'}
              onClick={() => send({ files, request: null })}
            >
              Import {plural(count, 'file')}
            </Button>
          </div>
        )}
      </div>
    </>
  );
}
