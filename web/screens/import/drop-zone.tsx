import { IconUpload } from '@tabler/icons-react';
import { type DragEvent, useRef, useState } from 'react';
import styles from './import.module.css';

/** What the import reads; anything else is refused by name when it is sent. */
const ACCEPTED = '.pdf,.xml,.csv,.txt';

type DropZoneProps = Readonly<{ onFiles: (files: readonly File[]) => void; isOff?: boolean }>;

/** Where files are dropped or chosen. Nothing is sent by it. */
export function DropZone({ onFiles, isOff = false }: DropZoneProps) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    if (!isOff) onFiles([...event.dataTransfer.files]);
  };
  return (
    <div
      className={styles['zone']}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={onDrop}
    >
      <IconUpload size={18} stroke={1.75} aria-hidden />
      <span>
        Drop files here or{' '}
        <button
          className={styles['choose']}
          type="button"
          disabled={isOff}
          onClick={() => input.current?.click()}
        >
          choose files
        </button>
      </span>
      <span className="hr-dim">Nothing is charged by importing.</span>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept={ACCEPTED}
        aria-label="Files to import"
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])]);
          // The same file may be chosen again after it was taken out.
          currentTarget.value = '';
        }}
      />
    </div>
  );
}
