import { useSearch } from '@tanstack/react-router';
import { type ComponentProps, useCallback, useState } from 'react';
import { useCanBill } from '../../api/session';
import { useShowOver } from '../../frame/use-show-over';
import { FrameView } from '../../view-state';
import { ApproveScreen } from './approve-screen';
import { CancelScreen } from './cancel-screen';
import { ChangeScreen } from './change-screen';
import { PayScreen } from './pay-screen';
import { PlacedScreen } from './placed-screen';
import { RescheduleScreen } from './reschedule-screen';

const NOTHING = {
  pay: undefined,
  mode: undefined,
  placed: undefined,
  change: undefined,
  reschedule: undefined,
  cancel: undefined,
  approve: undefined,
  retry: undefined,
  restore: undefined,
};

/** The dialog around payments that the address names, over any page. Only for those who may bill. */
export function PaymentDialogs() {
  const { pay, mode, placed, change, reschedule, cancel, approve, retry, restore } =
    FrameView.parse(useSearch({ strict: false }));
  const canBill = useCanBill();
  const showOver = useShowOver();
  // In its place, so that Back does not open again what is done or was left.
  const close = useCallback(() => showOver(NOTHING, { replaces: true }), [showOver]);
  if (!canBill) return null;
  if (pay !== undefined) {
    return (
      <Paying
        key={`${pay} ${retry} ${restore}`}
        invoiceIds={pay.split(',')}
        mode={mode ?? 'now'}
        retryOf={retry ?? null}
        restoredFrom={restore ?? null}
        placedIds={placed?.split(',') ?? []}
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

type PayingProps = ComponentProps<typeof PayScreen> & Readonly<{ placedIds: readonly string[] }>;

/** What is opened as placed is told and not offered again; where it was just placed, the dialog stays. */
function Paying({ placedIds, ...screen }: PayingProps) {
  const [wasPlaced] = useState(placedIds.length > 0);
  return wasPlaced ? (
    <PlacedScreen paymentIds={placedIds} onClose={screen.onClose} />
  ) : (
    <PayScreen {...screen} />
  );
}
