import { Button } from '@mantine/core';
import {
  IconBan,
  IconCalendarEvent,
  IconMail,
  IconPencil,
  IconPlayerPlay,
  IconRefresh,
  IconRestore,
  type TablerIcon,
} from '@tabler/icons-react';
import { useState } from 'react';
import type { PaymentDetails } from '../../../contracts/payment-details';
import { useCanBill } from '../../api/session';
import { useShowOver } from '../../frame/use-show-over';
import { canBe } from './can-be';
import { SendReceiptDialog } from './send-receipt-dialog';

type Action = PaymentDetails['actions'][number]['action'];

/** A failed or returned payment is tried again instead. */
const RESTORABLE: ReadonlySet<PaymentDetails['state']> = new Set(['cancelled', 'superseded']);

/** Quiet buttons for what is possible now; each leads to its preview, none acts by itself. */
export function PaymentActions({ payment }: Readonly<{ payment: PaymentDetails }>) {
  const canBill = useCanBill();
  const showOver = useShowOver();
  const [isSending, setSending] = useState(false);
  const { id, state, lines } = payment;
  if (!canBill) return null;
  const can = (action: Action) => canBe(payment, action);
  const invoices = lines.map(({ invoice }) => invoice.id).join(',');
  return (
    <>
      {can('approve') && (
        <Act icon={IconPlayerPlay} label="Let it go on" onClick={() => showOver({ approve: id })} />
      )}
      {can('change') && state === 'scheduled' && (
        <Act
          icon={IconCalendarEvent}
          label="Reschedule"
          onClick={() => showOver({ reschedule: id })}
        />
      )}
      {can('change') && (
        <Act
          icon={IconPencil}
          label="Change amount or method"
          onClick={() => showOver({ change: id })}
        />
      )}
      {can('retry') && (
        <Act
          icon={IconRefresh}
          label="Try again"
          onClick={() => showOver({ pay: invoices, mode: 'now', retry: id })}
        />
      )}
      {can('restore') && RESTORABLE.has(state) && (
        <Act
          icon={IconRestore}
          label="Restore"
          onClick={() => showOver({ pay: invoices, mode: 'schedule', restore: id })}
        />
      )}
      {can('sendReceipt') && (
        <Act icon={IconMail} label="Send receipt to…" onClick={() => setSending(true)} />
      )}
      {can('cancel') && (
        <Act icon={IconBan} label="Cancel payment" onClick={() => showOver({ cancel: id })} />
      )}
      {isSending && <SendReceiptDialog payment={payment} onClose={() => setSending(false)} />}
    </>
  );
}

type ActProps = Readonly<{ icon: TablerIcon; label: string; onClick: () => void }>;

function Act({ icon: Icon, label, onClick }: ActProps) {
  return (
    <Button leftSection={<Icon size={15} stroke={1.75} aria-hidden />} onClick={onClick}>
      {label}
    </Button>
  );
}
