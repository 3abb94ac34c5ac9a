import { ActionIcon, Tooltip } from '@mantine/core';
import { IconDownload, IconExternalLink, IconFileOff, IconFileSearch } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './pdf-viewer.module.css';
import { EmptyState } from './state-panel';

type PdfViewerProps = Readonly<{
  name: string;
  /** `Page 1 of 1, as sent Nov 1` */
  note?: string;
  document:
    | Readonly<{ state: 'kept'; url: string; downloadUrl: string }>
    | Readonly<{ state: 'fetching' }>
    | Readonly<{ state: 'notAvailable'; reason: string; action?: ReactNode }>;
}>;

/** The exact document beside what is said about it, or in plain words why there is none. */
export function PdfViewer({ name, note, document }: PdfViewerProps) {
  return (
    <section className={styles['viewer']} aria-label={`Document ${name}`}>
      <div className={styles['bar']}>
        <span className={styles['name']} title={name}>
          {name}
        </span>
        {note !== undefined && <span className={styles['note']}>{note}</span>}
        {document.state === 'kept' && (
          <span className={styles['tools']}>
            <Tooltip label="Download">
              <ActionIcon component="a" href={document.downloadUrl} aria-label={`Download ${name}`}>
                <IconDownload size={16} stroke={1.75} aria-hidden />
              </ActionIcon>
            </Tooltip>
            <Tooltip label="Open in a new tab">
              <ActionIcon
                component="a"
                href={document.url}
                target="_blank"
                rel="noreferrer"
                aria-label={`Open ${name} in a new tab`}
              >
                <IconExternalLink size={16} stroke={1.75} aria-hidden />
              </ActionIcon>
            </Tooltip>
          </span>
        )}
      </div>
      {document.state === 'kept' && (
        <iframe
          // Another document in the same frame would be a step of the browser's history: Back would
          // go back in the frame and not close what is open.
          key={document.url}
          className={styles['frame']}
          src={`${document.url}#toolbar=0&navpanes=0&view=FitH`}
          title={`Document ${name}`}
        />
      )}
      {document.state === 'fetching' && (
        <EmptyState
          icon={IconFileSearch}
          title="The document is being fetched"
          sentence="It appears here by itself. You can pay without it."
        />
      )}
      {document.state === 'notAvailable' && (
        <EmptyState
          icon={IconFileOff}
          title="There is no document"
          sentence={document.reason}
          actions={document.action}
        />
      )}
    </section>
  );
}
