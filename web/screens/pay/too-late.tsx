import { Button } from '@mantine/core';
import type { PaymentDetails } from '../../../contracts/payment-details';
import type { PaymentMethod } from '../../../contracts/payment-methods';
import { Dialog } from '../../pieces/dialog';
import { useWords, type Words } from '../../words/business';
import { methodWords } from '../../words/methods';
import { paymentStateWords } from '../../words/payment-states';
import { isUnchanged, type PayCase, type PayDraft } from './draft';
import styles from './pay.module.css';

type TooLateProps = Readonly<{
  payCase: PayCase;
  /** The payment as it is now. */
  payment: PaymentDetails;
  methods: readonly PaymentMethod[];
  /** What was typed; null when nothing was. */
  typed: PayDraft | null;
  /** What was sent and not answered; null when there is no such thing. */
  lost: PayDraft | null;
  onClose: () => void;
}>;

/**
 * The payment went on while its change was being typed, or took it and the answer was lost. Says which,
 * as far as that is known, and keeps what was typed in sight beside what the payment is.
 */
export function TooLate({ payCase, payment, methods, typed, lost, onClose }: TooLateProps) {
  const words = useWords();
  const { number, organization } = payment;
  const shown = lost ?? typed;
  const rows = shown === null ? [] : rowsOf(shown, payCase, payment, methods, words);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Change ${number}`}
      subtitle={organization.name}
      width={rows.length === 0 ? 480 : 740}
      foot={{
        back: (
          <Button variant="quiet" data-autofocus onClick={onClose}>
            Close
          </Button>
        ),
        acts: null,
      }}
    >
      <div className={styles['body']} role="status">
        <p className={styles['plain']}>
          {number} can no longer be changed. {paymentStateWords(payment).sentence}{' '}
          {truthOf(lost, { ...payCase, changes: payment })}
        </p>
        {rows.length > 0 && (
          <table className={styles['amounts']}>
            <caption className="hr-unseen">Your change beside the payment as it is now</caption>
            <thead>
              <tr>
                <th scope="col">Part of it</th>
                <th scope="col" data-number>
                  {lost === null ? 'You typed' : 'You sent'}
                </th>
                <th scope="col" data-number>
                  It is now
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ name, mine, now }) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td data-number>{mine}</td>
                  <td data-number>{now}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </Dialog>
  );
}

/** What became of the change of this person. */
function truthOf(lost: PayDraft | null, payCase: PayCase): string {
  if (lost === null) return 'Nothing was changed.';
  return isUnchanged(lost, payCase)
    ? 'Your change was taken: it is as you sent it.'
    : 'Your change was not answered, and may or may not have been taken. Compare what you sent with what it is now.';
}

type Row = Readonly<{ name: string; mine: string; now: string }>;

function rowsOf(
  draft: PayDraft,
  { invoices, currency }: PayCase,
  payment: PaymentDetails,
  methods: readonly PaymentMethod[],
  words: Words,
): readonly Row[] {
  const sum = (minor: number) => words.amount(minor, currency);
  const day = (runOn: string | null) => (runOn === null ? 'No day' : words.dateWithWeekday(runOn));
  const amounts = invoices.flatMap(({ id, number }): Row[] => {
    const mine = draft.amounts[id] ?? 0;
    const line = payment.lines.find(({ invoice }) => invoice.id === id);
    const now = line?.amount.amountMinor ?? 0;
    return mine === 0 && now === 0 ? [] : [{ name: number, mine: sum(mine), now: sum(now) }];
  });
  const method = methods.find(({ id }) => id === draft.methodId);
  const others: Row[] = [
    {
      name: 'From',
      mine: method ? methodWords(method) : 'No method',
      now: methodWords(payment.method),
    },
    { name: 'Day', mine: day(draft.runOn), now: day(payment.runOn) },
    {
      name: 'More addresses',
      mine: draft.extraRecipients.join(', ') || 'None',
      now: payment.extraRecipients.join(', ') || 'None',
    },
  ];
  return [...amounts, ...others.filter(({ mine, now }) => mine !== now)];
}
