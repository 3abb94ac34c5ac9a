import { ActionIcon, Button, Menu } from '@mantine/core';
import {
  IconCalendarEvent,
  IconDots,
  IconHandStop,
  IconLink,
  IconMail,
  IconReceipt2,
  IconReceiptRefund,
  IconPlayerPlay,
  IconRepeat,
  IconRepeatOff,
} from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import type { InvoiceDetails } from '../../../contracts/invoice-details';
import { useCanBill } from '../../api/session';
import { useShowOver } from '../../frame/use-show-over';
import { useIsNarrow } from '../../pieces/narrow';
import { showToast } from '../../pieces/toast';
import { ApplyCreditDialog } from './apply-credit-dialog';
import { ExternalPaymentDialog } from './external-payment-dialog';
import { HoldDialog } from './hold-dialog';
import { MailInvoiceDialog } from './mail-invoice-dialog';
import { useAutopayHold } from './use-autopay-hold';
import styles from './invoice-actions.module.css';

const ICON = { size: 15, stroke: 1.75, 'aria-hidden': true } as const;

/** What can be done with one invoice; the primary is off while it cannot be paid. */
export function InvoiceActions({ invoice }: Readonly<{ invoice: InvoiceDetails }>) {
  const { id, cannotPay, hold } = invoice;
  const canBill = useCanBill();
  const isNarrow = useIsNarrow();
  const showOver = useShowOver();
  const [opened, setOpened] = useState<'hold' | 'mail' | 'external' | 'credit' | null>(null);
  const isOff = cannotPay !== null || !canBill;
  const canHold = canBill && cannotPay?.code !== 'VOID';
  const holdWords = hold ? 'Take off hold' : 'Put on hold';
  const holdIcon = hold ? <IconPlayerPlay {...ICON} /> : <IconHandStop {...ICON} />;
  const path = `/invoices/${id}`;
  const canRecord = canHold && invoice.open.amountMinor > 0;
  const hasCredit = invoice.unapplied.some(
    (credit) => credit.currency === invoice.currency && credit.amountMinor > 0,
  );
  const autopay = useAutopayHold();
  const isHolding = autopay.isPending && autopay.sent?.id === id;
  const autopayWords = invoice.hasAutopayHold ? 'Let autopay go on' : 'Hold from autopay';
  const autopayIcon = invoice.hasAutopayHold ? (
    <IconRepeat {...ICON} />
  ) : (
    <IconRepeatOff {...ICON} />
  );
  const holdFromAutopay = () =>
    autopay.send({
      ...{ id, number: invoice.number },
      body: { version: invoice.version, autopayHold: !invoice.hasAutopayHold },
    });
  const rare = (
    <>
      {canHold && (
        <Menu.Item leftSection={holdIcon} onClick={() => setOpened('hold')}>
          {holdWords}
        </Menu.Item>
      )}
      {canRecord && hasCredit && (
        <Menu.Item
          leftSection={<IconReceiptRefund {...ICON} />}
          onClick={() => setOpened('credit')}
        >
          Apply unapplied money
        </Menu.Item>
      )}
    </>
  );
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
      {isNarrow ? (
        <MoreActions>
          {canHold && (
            <Menu.Item leftSection={autopayIcon} onClick={holdFromAutopay}>
              {autopayWords}
            </Menu.Item>
          )}
          {canBill && (
            <Menu.Item leftSection={<IconMail {...ICON} />} onClick={() => setOpened('mail')}>
              Email invoice
            </Menu.Item>
          )}
          {canRecord && (
            <Menu.Item
              leftSection={<IconReceipt2 {...ICON} />}
              onClick={() => setOpened('external')}
            >
              Record a payment received elsewhere
            </Menu.Item>
          )}
          {rare}
          <Menu.Item leftSection={<IconLink {...ICON} />} onClick={() => copyLink(path)}>
            Copy link
          </Menu.Item>
        </MoreActions>
      ) : (
        <>
          {canHold && (
            <Button leftSection={autopayIcon} loading={isHolding} onClick={holdFromAutopay}>
              {autopayWords}
            </Button>
          )}
          {canBill && (
            <Button leftSection={<IconMail {...ICON} />} onClick={() => setOpened('mail')}>
              Email invoice
            </Button>
          )}
          <span className={styles['rest']}>
            {canRecord && (
              <Button
                variant="quiet"
                leftSection={<IconReceipt2 {...ICON} />}
                onClick={() => setOpened('external')}
              >
                Record a payment received elsewhere
              </Button>
            )}
            <CopyLink path={path} isQuiet />
            {canHold && <MoreActions size={34}>{rare}</MoreActions>}
          </span>
        </>
      )}
      {opened === 'hold' && <HoldDialog invoice={invoice} onClose={() => setOpened(null)} />}
      {opened === 'mail' && <MailInvoiceDialog invoice={invoice} onClose={() => setOpened(null)} />}
      {opened === 'external' && (
        <ExternalPaymentDialog invoice={invoice} onClose={() => setOpened(null)} />
      )}
      {opened === 'credit' && (
        <ApplyCreditDialog invoice={invoice} onClose={() => setOpened(null)} />
      )}
    </>
  );
}

type CopyLinkProps = Readonly<{ path: string; isQuiet?: boolean }>;

/** `path` begins with a slash. */
export function CopyLink({ path, isQuiet = false }: CopyLinkProps) {
  return (
    <Button
      variant={isQuiet ? 'quiet' : 'default'}
      leftSection={<IconLink {...ICON} />}
      onClick={() => copyLink(path)}
    >
      Copy link
    </Button>
  );
}

function copyLink(path: string): void {
  navigator.clipboard
    .writeText(new URL(path, window.location.origin).href)
    .then(() => showToast({ tone: 'done', words: 'The link is copied.' }))
    .catch(() => showToast({ tone: 'bad', words: 'The browser did not allow copying.' }));
}

function MoreActions({ children, size = 40 }: Readonly<{ children: ReactNode; size?: number }>) {
  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target>
        <ActionIcon className={styles['more']} aria-label="More" size={size}>
          <IconDots size={18} stroke={1.75} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}
