import { ActionIcon, Tabs, Tooltip } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconX } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useIsMedium, useIsNarrow } from './narrow';
import styles from './record-panel.module.css';

type Walk = Readonly<{
  /** `13 of 1,284` */
  place: string;
  /** Absent at the ends of the list. */
  onPrevious?: (() => void) | undefined;
  onNext?: (() => void) | undefined;
}>;

type RecordPanelProps = Readonly<{
  title: string;
  /** Usually a link to the client. */
  subtitle?: ReactNode;
  /** `StatusChip`s. */
  chips?: ReactNode;
  walk?: Walk;
  /** Link to the page of its own; absent on that page. */
  fullPage?: ReactNode;
  /** Absent on a page of its own. */
  onClose?: () => void;
  /** Buttons, the primary first. */
  actions: ReactNode;
  /** A `PdfViewer`; on smaller windows a second tab. */
  document?: ReactNode;
  documentTab?: string;
  children: ReactNode;
}>;

/** One thing in full: head, actions, then its summary beside its document. Fills a drawer or a page. */
export function RecordPanel(props: RecordPanelProps) {
  const { title, subtitle, chips, walk, fullPage, onClose, actions, document, children } = props;
  const isMedium = useIsMedium();
  const isNarrow = useIsNarrow();
  const actionRow = <div className={styles['actions']}>{actions}</div>;
  return (
    // Inside an article its head is no second banner of the page.
    <article className={styles['panel']} aria-label={title}>
      <header className={styles['head']}>
        <div className={styles['line']}>
          <h2 className={styles['title']}>{title}</h2>
          {subtitle !== undefined && <span className={styles['subtitle']}>{subtitle}</span>}
          {chips !== undefined && <div className={styles['chips']}>{chips}</div>}
          <div className={styles['tools']}>
            {walk && <WalkButtons {...walk} />}
            {fullPage !== undefined && <span className={styles['fullPage']}>{fullPage}</span>}
            {onClose && (
              <Tooltip label="Close">
                <ActionIcon aria-label="Close" onClick={onClose}>
                  <IconX size={18} stroke={1.75} aria-hidden />
                </ActionIcon>
              </Tooltip>
            )}
          </div>
        </div>
        {!isNarrow && actionRow}
      </header>
      {isMedium && document !== undefined ? (
        <TabbedColumns document={document} label={props.documentTab ?? 'Document'}>
          {children}
        </TabbedColumns>
      ) : (
        <div className={styles['columns']}>
          <div
            className={document === undefined ? styles['single'] : styles['main']}
            data-part="main"
          >
            {children}
          </div>
          {document !== undefined && <div className={styles['document']}>{document}</div>}
        </div>
      )}
      {isNarrow && actionRow}
    </article>
  );
}

function TabbedColumns(
  props: Readonly<{ document: ReactNode; label: string; children: ReactNode }>,
) {
  const [tab, setTab] = useState('summary');
  return (
    <>
      <Tabs className={styles['tabs'] ?? ''} value={tab} onChange={(next) => setTab(next ?? tab)}>
        <Tabs.List>
          <Tabs.Tab value="summary">Summary</Tabs.Tab>
          <Tabs.Tab value="document">{props.label}</Tabs.Tab>
        </Tabs.List>
      </Tabs>
      <div className={styles['single']} data-part={tab === 'summary' ? 'main' : 'document'}>
        {tab === 'summary' ? props.children : props.document}
      </div>
    </>
  );
}

function WalkButtons({ place, onPrevious, onNext }: Walk) {
  return (
    <>
      <span className={styles['place']}>{place}</span>
      <Tooltip label="Previous (k)">
        <ActionIcon aria-label="Previous" disabled={!onPrevious} onClick={onPrevious}>
          <IconChevronUp size={18} stroke={1.75} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Next (j)">
        <ActionIcon aria-label="Next" disabled={!onNext} onClick={onNext}>
          <IconChevronDown size={18} stroke={1.75} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </>
  );
}
