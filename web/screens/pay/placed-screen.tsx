import type { PaymentDetails } from '../../../contracts/payment-details';
import { useShowOver } from '../../frame/use-show-over';
import { Dialog } from '../../pieces/dialog';
import { Stepper } from '../../pieces/stepper';
import { useWords } from '../../words/business';
import { canBe } from '../payment/can-be';
import { OfPayment } from './of-payment';
import { Outcome } from './outcome';
import styles from './pay.module.css';
import { goesOnWords, OutcomeActs } from './pay-foot';
import { PlacedTotal } from './placed-total';
import { PlacedParts } from './split/placed-parts';

type PlacedScreenProps = Readonly<{ paymentIds: readonly string[]; onClose: () => void }>;

/**
 * What came of placing, by its address: after a reload, or Back to it. What was typed is gone by then,
 * but what was placed is not offered again as if it were new.
 */
export function PlacedScreen({ paymentIds, onClose }: PlacedScreenProps) {
  const [first, ...more] = paymentIds;
  if (first === undefined || more.length > 0) {
    return <PlacedParts paymentIds={paymentIds} onClose={onClose} />;
  }
  return (
    <OfPayment
      paymentId={first}
      onClose={onClose}
      ask={(payment) => <Placed payment={payment} onClose={onClose} />}
    />
  );
}

type PlacedProps = Readonly<{ payment: PaymentDetails; onClose: () => void }>;

function Placed({ payment, onClose }: PlacedProps) {
  const words = useWords();
  const showOver = useShowOver();
  const { id, lines, amount, runOn, organization } = payment;
  /** Another try begins with the amounts of this one; one that did not fail is restored instead. */
  const again = (mode: 'now' | 'schedule') => () => {
    const origin = canBe(payment, 'retry')
      ? { retry: id, restore: undefined }
      : { retry: undefined, restore: id };
    const pay = lines.map(({ invoice }) => invoice.id).join(',');
    showOver({ pay, mode, ...origin, placed: undefined }, { replaces: true });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={runOn === null ? 'Pay now' : 'Schedule payment'}
      subtitle={organization.name}
      steps={<Stepper steps={['Details', 'Summary', 'Confirm']} current={3} />}
      aside={<PlacedTotal payment={payment} />}
      foot={{
        sentence: goesOnWords(payment),
        acts: (
          <OutcomeActs
            placed={payment}
            split={null}
            onClose={onClose}
            onOtherMethod={again('now')}
          />
        ),
        total: { label: 'Total', value: words.money(amount.amountMinor, amount.currency) },
      }}
    >
      <div className={styles['body']}>
        <Outcome
          payment={payment}
          isEarlier={false}
          onOtherMethod={again('now')}
          onLater={again('schedule')}
        />
      </div>
    </Dialog>
  );
}
