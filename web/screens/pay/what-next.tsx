import {
  IconBan,
  IconCalendarEvent,
  IconCreditCard,
  IconPencil,
  IconPlayerPlay,
} from '@tabler/icons-react';
import type { PaymentDetails } from '../../../contracts/payment-details';
import { useShowOver } from '../../frame/use-show-over';
import { type NextStep, NextSteps } from '../../pieces/next-steps';
import { canBe } from '../payment/can-be';
import styles from './pay.module.css';

/** What was open before gives its place to the question about the payment. */
const PAYING = {
  pay: undefined,
  mode: undefined,
  placed: undefined,
  retry: undefined,
  restore: undefined,
} as const;

type Decision = 'change' | 'approve' | 'cancel';

/** Leads to the question about a placed payment, in the place of what is open. */
export function useDecide({ id }: Pick<PaymentDetails, 'id'>): (decision: Decision) => void {
  const showOver = useShowOver();
  return (decision) => showOver({ ...PAYING, [decision]: id }, { replaces: true });
}

type AfterDeclineProps = Readonly<{ onOtherMethod: () => void; onLater: () => void }>;

/** After a payment that ended without a charge. */
export function AfterDecline({ onOtherMethod, onLater }: AfterDeclineProps) {
  return (
    <WhatNext
      steps={[
        {
          key: 'method',
          icon: IconCreditCard,
          title: 'Choose another method',
          sentence: 'Your amounts are kept.',
          onClick: onOtherMethod,
        },
        {
          key: 'later',
          icon: IconCalendarEvent,
          title: 'Try it later',
          sentence: 'Schedule the same payment for another day. It is not tried again by itself.',
          onClick: onLater,
        },
      ]}
    />
  );
}

/** After one that waits for a person: as far as that is possible now. */
export function AfterReview({ payment }: Readonly<{ payment: PaymentDetails }>) {
  const decide = useDecide(payment);
  const steps = [
    {
      key: 'change',
      icon: IconPencil,
      title: 'Change',
      sentence: 'Other amounts, another method or another day. It goes on waiting.',
    },
    {
      key: 'approve',
      icon: IconPlayerPlay,
      title: 'Let it go on',
      sentence: 'First you see what it would do now.',
    },
    {
      key: 'cancel',
      icon: IconBan,
      title: 'Cancel payment',
      sentence: 'It is closed, and nothing is charged.',
    },
  ] as const;
  const possible = steps.filter(({ key }) => canBe(payment, key));
  if (possible.length === 0) return null;
  return (
    <WhatNext steps={possible.map((step) => ({ ...step, onClick: () => decide(step.key) }))} />
  );
}

function WhatNext({ steps }: Readonly<{ steps: readonly NextStep[] }>) {
  return (
    <section className={styles['section']}>
      <h2 className="hr-section">What you can do next</h2>
      <NextSteps steps={steps} />
    </section>
  );
}
