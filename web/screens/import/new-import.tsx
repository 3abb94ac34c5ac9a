import { Autocomplete, Button, Switch } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { NewImport as NewImportRequest } from '../../../contracts/imports';
import { useSession } from '../../api/session';
import { ChoiceRadios } from '../../pieces/choice-radios';
import { Note } from '../../pieces/note';
import { plural } from '../../words/plural';
import { AsOfField, asOfInstant } from './as-of-field';
import { ChosenFiles } from './chosen-files';
import { DropZone } from './drop-zone';
import styles from './import.module.css';
import { type Sending, useUpload } from './use-upload';

type NewImportProps = Readonly<{
  sources: readonly string[];
  /** The source of the last import: usually it is the same again. */
  lastSource: string | undefined;
}>;

/** Choose files, say where they come from and what they speak for, start. */
export function NewImport({ sources, lastSource }: NewImportProps) {
  const { zone } = useSession().business;
  const [files, setFiles] = useState<readonly File[]>([]);
  const [source, setSource] = useState(lastSource ?? 'Accounting');
  const [asOf, setAsOf] = useState('');
  const [isComplete, setIsComplete] = useState(false);
  const [scope, setScope] = useState<NewImportRequest['scope']>('named');
  const { sending, sent, send, isOpened } = useUpload(null);
  const hasList = files.some(({ name }) => /\.(csv|txt)$/i.test(name));
  const isBusy = sending.kind === 'sending';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const request = {
      source,
      asOf: hasList ? asOfInstant(asOf, zone) : null,
      isComplete: hasList && isComplete,
      scope,
      reading: {},
    };
    send({ files, request });
  };
  return (
    <>
      <DropZone isOff={isBusy} onFiles={(added) => setFiles(withFiles(files, added, sent))} />
      {files.length > 0 && (
        <form className={styles['form']} onSubmit={submit}>
          {sending.kind === 'failed' && <SendingTrouble sending={sending} />}
          <ChosenFiles
            files={files}
            sent={sent}
            sending={sending}
            onRemove={(name) => setFiles(files.filter((file) => file.name !== name))}
          />
          <div className={styles['fields']}>
            <Autocomplete
              label="Source"
              description="Named once and remembered: lists are compared with lists of the same source."
              required
              withAsterisk={false}
              maxLength={100}
              disabled={isOpened}
              data={[...sources]}
              value={source}
              onChange={setSource}
            />
            {hasList && (
              <AsOfField
                value={asOf}
                onChange={setAsOf}
                isOff={isOpened}
                description="Empty: the time written in the file. A payment taken after it is not in the list yet."
              />
            )}
          </div>
          {hasList && (
            <Completeness
              isComplete={isComplete}
              onComplete={setIsComplete}
              scope={scope}
              onScope={setScope}
              isOff={isOpened}
            />
          )}
          <div className={styles['acts']}>
            <Button type="submit" variant="filled" loading={isBusy} disabled={source.trim() === ''}>
              {sending.kind === 'failed' ? 'Try again' : `Import ${plural(files.length, 'file')}`}
            </Button>
            {!isBusy && !isOpened && (
              <Button variant="quiet" onClick={() => setFiles([])}>
                Discard
              </Button>
            )}
            <span className="hr-small hr-dim" role="status">
              {isBusy && `${sent.size} of ${plural(files.length, 'file')} sent`}
            </span>
          </div>
        </form>
      )}
    </>
  );
}

/** A file that is chosen again replaces the one of its name, unless that was sent already. */
function withFiles(files: readonly File[], added: readonly File[], sent: ReadonlySet<string>) {
  const fresh = added.filter(({ name }) => !sent.has(name));
  const kept = files.filter(({ name }) => !fresh.some((file) => file.name === name));
  return [...kept, ...fresh];
}

export function SendingTrouble({ sending }: Readonly<{ sending: Sending & { kind: 'failed' } }>) {
  const headline =
    sending.name === null ? 'The import has not been started.' : `${sending.name} was not sent.`;
  return (
    <Note tone="bad" isAlert headline={headline}>
      {sending.sentence}
    </Note>
  );
}

type CompletenessProps = Readonly<{
  isComplete: boolean;
  onComplete: (isComplete: boolean) => void;
  scope: NewImportRequest['scope'];
  onScope: (scope: NewImportRequest['scope']) => void;
  isOff: boolean;
}>;

/** Whether what a list leaves out means something: only a person can say so. */
function Completeness({ isComplete, onComplete, scope, onScope, isOff }: CompletenessProps) {
  return (
    <>
      <Switch
        label="The list is complete"
        description="An open invoice it does not name then counts as missing: its scheduled payments stop until you decide."
        checked={isComplete}
        disabled={isOff}
        onChange={(event) => onComplete(event.currentTarget.checked)}
      />
      {isComplete && (
        <ChoiceRadios
          label="Complete for"
          chosen={scope}
          onChoose={onScope}
          choices={[
            {
              value: 'named',
              label: 'The clients it names',
              consequence: 'It says nothing about clients that are not in it.',
            },
            {
              value: 'all',
              label: 'All clients',
              consequence: 'Open invoices of clients that are not in it count as missing too.',
            },
          ]}
        />
      )}
    </>
  );
}
