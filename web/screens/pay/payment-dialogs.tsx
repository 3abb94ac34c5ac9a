import { useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useCanBill } from '../../api/session';
import { useShowOver } from '../../frame/use-show-over';
import { FrameView } from '../../view-state';
import { ApproveScreen } from './approve-screen';
import { CancelScreen } from './cancel-screen';
import { ChangeScreen } from './change-screen';
import { PayScreen } from './pay-screen';
import { RescheduleScreen } from './reschedule-screen';

const NOTHING = {
  pay: undefined,
  mode: undefined,
  change: undefined,
  reschedule: undefined,
  cancel: undefined,
  approve: undefined,
  retry: undefined,
  restore: undefined,
};

/** The dialog around payments that the address names, over any page. Only for those who may bill. */
export function PaymentDialogs() {
  const { pay, mode, change, reschedule, cancel, approve, retry, restore } = FrameView.parse(
    useSearch({ strict: false }),
  );
  const canBill = useCanBill();
  const showOver = useShowOver();
  const close = useCallback(() => showOver(NOTHING), [showOver]);
  if (!canBill) return null;
  if (pay !== undefined) {
    return (
      <PayScreen
        key={`${pay} ${retry} ${restore}`}
        invoiceIds={pay.split(',')}
        mode={mode ?? 'now'}
        retryOf={retry ?? null}
        restoredFrom={restore ?? null}
        onClose={close}
      />
    );
  }
  if (change !== undefined) return <ChangeScreen key={change} paymentId={change} onClose={close} />;
  if (reschedule !== undefined) {
    return <RescheduleScreen key={reschedule} paymentId={reschedule} onClose={close} />;
  }
  if (cancel !== undefined) return <CancelScreen key={cancel} paymentId={cancel} onClose={close} />;
  if (approve !== undefined) {
    return <ApproveScreen key={approve} paymentId={approve} onClose={close} />;
  }
  return null;
}
