import { Table } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { PaymentDetails } from '../../../contracts/payment-details';
import { useWords } from '../../words/business';
import styles from './payment.module.css';

const PAID = new Set<PaymentDetails['state']>(['pending', 'settled', 'disputed', 'returned']);

/** What it pays on each invoice, and what is left of the invoice now. */
export function PaymentLines({ payment }: Readonly<{ payment: PaymentDetails }>) {
  const words = useWords();
  const { lines, amount, state } = payment;
  const { currency } = amount;
  const balance = lines.reduce((sum, { balanceNow }) => sum + balanceNow.amountMinor, 0);
  return (
    <section>
      <h2 className="hr-section">Lines</h2>
      <Table className={styles['table'] ?? ''}>
        <thead>
          <tr>
            <th scope="col">Invoice</th>
            <th scope="col" data-number>
              {PAID.has(state) ? 'Paid' : 'To pay'}, {currency}
            </th>
            <th scope="col" data-number>
              Balance now
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ invoice, amount: paid, setAmount, balanceNow, isInside, enteredAt }) => (
            <tr key={invoice.id}>
              <td>
                <Link className="hr-link hr-id" to="/invoices/$id" params={{ id: invoice.id }}>
                  {invoice.number}
                </Link>
                {(isInside || enteredAt !== null) && (
                  <span className={styles['headNote']}>
                    {' '}
                    {isInside ? 'in the books' : 'entered'}
                  </span>
                )}
              </td>
              <td data-number>
                {setAmount.amountMinor !== paid.amountMinor && (
                  <span className={styles['headNote']}>
                    of {words.amount(setAmount.amountMinor, currency)} set{' '}
                  </span>
                )}
                <b>{words.amount(paid.amountMinor, currency)}</b>
              </td>
              <td data-number className={styles['dim']}>
                {words.amount(balanceNow.amountMinor, currency)}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td>Total</td>
            <td data-number>{words.amount(amount.amountMinor, currency)}</td>
            <td data-number>{words.amount(balance, currency)}</td>
          </tr>
        </tfoot>
      </Table>
    </section>
  );
}
