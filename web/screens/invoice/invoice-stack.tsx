import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { InvoiceDetails } from '../../../contracts/invoice-details';
import type { CurrencyTotals } from '../../../contracts/organizations';
import { readingTrouble } from '../../api/trouble';
import { useCanBill } from '../../api/session';
import { useShowOver } from '../../frame/use-show-over';
import { RecordPanel } from '../../pieces/record-panel';
import { ErrorState } from '../../pieces/state-panel';
import { StatusChips } from '../../pieces/status-chip';
import { useWords } from '../../words/business';
import { plural } from '../../words/plural';
import { invoiceChips } from '../open-invoices/invoice-chips';
import { sumsOfChosen } from '../open-invoices/payable';
import { AgainstTable } from './against-table';
import { InvoiceSums } from './invoice-summary';
import styles from './invoice-stack.module.css';
import { PanelSkeleton } from './panel-skeleton';
import { useSeveralInvoices } from './use-invoice-details';

type InvoiceStackProps = Readonly<{ ids: readonly string[]; onClose?: () => void }>;

/** Several invoices, one block each over their totals, with one button to pay them all. */
export function InvoiceStack({ ids, ...frame }: InvoiceStackProps) {
  const { data, error, refetch } = useSeveralInvoices(ids);
  if (!data) {
    return error ? (
      <ErrorState
        title="The invoices could not be read"
        onRetry={() => void refetch()}
        {...readingTrouble(error)}
      />
    ) : (
      <PanelSkeleton />
    );
  }
  return (
    <RecordPanel
      {...frame}
      title={plural(data.items.length, 'invoice')}
      actions={<StackActions invoices={data.items} />}
    >
      {data.items.map((invoice) => (
        <Block key={invoice.id} invoice={invoice} />
      ))}
      <Totals totals={data.totals} />
    </RecordPanel>
  );
}

function StackActions({ invoices }: Readonly<{ invoices: readonly InvoiceDetails[] }>) {
  const showOver = useShowOver();
  const canBill = useCanBill();
  const { payable, clients, currencies } = sumsOfChosen(invoices);
  const isOne = canBill && clients.length === 1 && currencies.length === 1;
  const ids = payable.map(({ id }) => id).join(',');
  return (
    <>
      <Button
        variant="filled"
        disabled={!isOne}
        onClick={() => showOver({ pay: ids, mode: 'now' })}
      >
        {payable.length === invoices.length ? 'Pay all' : `Pay ${payable.length} of these`}
      </Button>
      <Button disabled={!isOne} onClick={() => showOver({ pay: ids, mode: 'schedule' })}>
        Schedule
      </Button>
      {!isOne && canBill && (
        <span className={styles['reason']}>
          {payable.length === 0
            ? 'None of these can be paid.'
            : 'Paying is one client and one currency at a time.'}
        </span>
      )}
    </>
  );
}

function Block({ invoice }: Readonly<{ invoice: InvoiceDetails }>) {
  const words = useWords();
  return (
    <article className={styles['block']} aria-label={invoice.number}>
      <header className={styles['head']}>
        <h3>
          <Link className="hr-link" to="/invoices/$id" params={{ id: invoice.id }}>
            {invoice.number}
          </Link>
        </h3>
        <span>{invoice.organization.name}</span>
        <StatusChips chips={invoiceChips(invoice, words)} shown={3} />
      </header>
      <InvoiceSums invoice={invoice} />
      <AgainstTable invoice={invoice} />
    </article>
  );
}

function Totals({ totals }: Readonly<{ totals: readonly CurrencyTotals[] }>) {
  const words = useWords();
  return (
    <div className={styles['totals']}>
      {totals.map(({ currency, total, balance, headroom, uncovered }) => (
        <dl key={currency} aria-label={`Totals, ${currency}`}>
          {(
            [
              ['Total', total],
              ['Balance', balance],
              ['Headroom', headroom],
              ['Uncovered', uncovered],
            ] as const
          ).map(([label, { amountMinor }]) => (
            <div key={label}>
              <dt>
                {label}, {currency}
              </dt>
              <dd className="hr-number">{words.amount(amountMinor, currency)}</dd>
            </div>
          ))}
        </dl>
      ))}
    </div>
  );
}
