import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { SentMessage } from '../../../contracts/payment-details';
import { useApi } from '../../api/api';
import { operationQuery } from '../../api/operation-query';
import { readingTrouble } from '../../api/trouble';
import { Dialog } from '../../pieces/dialog';
import { SkeletonBar } from '../../pieces/skeleton';
import { ErrorState } from '../../pieces/state-panel';
import { useWords } from '../../words/business';
import { messageName } from '../../words/messages';
import styles from './payment.module.css';

type SentDialogProps = Readonly<{ paymentId: string; messageId: string; onClose: () => void }>;

/** A mail exactly as it was sent. It can run nothing: the frame it stands in is sandboxed. */
export function SentDialog({ paymentId, messageId, onClose }: SentDialogProps) {
  const api = useApi();
  const { data, error, refetch } = useQuery(
    operationQuery(api, 'listReceipts', { params: { id: paymentId } }, [
      { topic: 'payment', id: paymentId },
    ]),
  );
  const message = data?.items.find(({ id }) => id === messageId);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={message ? `${messageName(message.kind)} as sent` : 'Mail as sent'}
      width={760}
      foot={{ acts: <Button onClick={onClose}>Close</Button> }}
    >
      {message ? (
        <Sent message={message} />
      ) : error ? (
        <ErrorState
          title="The mail could not be read"
          onRetry={() => void refetch()}
          {...readingTrouble(error)}
        />
      ) : (
        <SkeletonBar width={400} />
      )}
    </Dialog>
  );
}

function Sent({ message }: Readonly<{ message: SentMessage }>) {
  const words = useWords();
  const { address, name, subject, sentAt, html, text, attachments } = message;
  return (
    <>
      <dl className={styles['mailFacts']}>
        <dt>To</dt>
        <dd>{name === null ? address : `${name}, ${address}`}</dd>
        <dt>Subject</dt>
        <dd>{subject ?? 'not written yet'}</dd>
        <dt>Sent</dt>
        <dd>{sentAt === null ? 'not sent' : words.fullDateAndTime(sentAt)}</dd>
        {attachments.length > 0 && (
          <>
            <dt>Attached</dt>
            <dd>{attachments.join(', ')}</dd>
          </>
        )}
      </dl>
      {html !== null ? (
        <iframe className={styles['mail']} title="The mail" sandbox="" srcDoc={html} />
      ) : (
        <p className={styles['text']}>{text ?? 'It has not been written out yet.'}</p>
      )}
    </>
  );
}
