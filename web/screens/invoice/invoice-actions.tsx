import { Button } from '@mantine/core';
import { IconCalendarEvent, IconHandStop, IconLink, IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import type { InvoiceDetails } from '../../../contracts/invoice-details';
import { useCanBill } from '../../api/session';
import { useShowOver } from '../../frame/use-show-over';
import { useIsNarrow } from '../../pieces/narrow';
import { showToast } from '../../pieces/toast';
import { HoldDialog } from './hold-dialog';
import styles from './invoice-actions.module.css';

const ICON = { size: 15, stroke: 1.75, 'aria-hidden': true } as const;

/** What can be done with one invoice; the primary is off while it cannot be paid. */
export function InvoiceActions({ invoice }: Readonly<{ invoice: InvoiceDetails }>) {
  const { id, cannotPay, hold } = invoice;
  const canBill = useCanBill();
  const isNarrow = useIsNarrow();
  const showOver = useShowOver();
  const [isHolding, setHolding] = useState(false);
  const isOff = cannotPay !== null || !canBill;
  return (
    <>
      <Button variant="filled" disabled={isOff} onClick={() => showOver({ pay: id, mode: 'now' })}>
        Pay
        {!isNarrow && (
          <span className={styles['key']} aria-hidden>
            P
          </span>
        )}
      </Button>
      <Button
        disabled={isOff}
        leftSection={<IconCalendarEvent {...ICON} />}
        onClick={() => showOver({ pay: id, mode: 'schedule' })}
      >
        Schedule
      </Button>
      {canBill && cannotPay?.code !== 'VOID' && (
        <Button
          leftSection={hold ? <IconPlayerPlay {...ICON} /> : <IconHandStop {...ICON} />}
          onClick={() => setHolding(true)}
        >
          {hold ? 'Take off hold' : 'Put on hold'}
        </Button>
      )}
      {!isNarrow && <CopyLink path={`/invoices/${id}`} />}
      {isHolding && <HoldDialog invoice={invoice} onClose={() => setHolding(false)} />}
    </>
  );
}

/** `path` begins with a slash. */
export function CopyLink({ path }: Readonly<{ path: string }>) {
  const copy = () => {
    navigator.clipboard
      .writeText(new URL(path, window.location.origin).href)
      .then(() => showToast({ tone: 'done', words: 'The link is copied.' }))
      .catch(() => showToast({ tone: 'bad', words: 'The browser did not allow copying.' }));
  };
  return (
    <Button
      className={styles['copy'] ?? ''}
      variant="quiet"
      leftSection={<IconLink {...ICON} />}
      onClick={copy}
    >
      Copy link
    </Button>
  );
}
