import type { InvoiceDetails } from '../../../contracts/invoice-details';
import { type CoveragePart, CoverageBar } from '../../pieces/coverage-bar';
import { Note } from '../../pieces/note';
import { Timeline } from '../../pieces/timeline';
import { useWords, type Words } from '../../words/business';
import { eventItem } from '../payment/event-items';
import { cannotPayWords } from '../open-invoices/invoice-chips';
import { AgainstTable } from './against-table';
import { AutopaySection } from './autopay-section';
import styles from './invoice-summary.module.css';

/** What an invoice is made of, everything against it, and what happened. */
export function InvoiceSummary({ invoice }: Readonly<{ invoice: InvoiceDetails }>) {
  const words = useWords();
  const { timeline, total } = invoice;
  return (
    <div className={styles['summary']}>
      <InvoiceSums invoice={invoice} />
      <CoverageBar
        parts={coverageOf(invoice)}
        format={(amountMinor) => words.amount(amountMinor, total.currency)}
      />
      <Reason invoice={invoice} />
      <AgainstTable invoice={invoice} />
      {!invoice.isVoid && <AutopaySection invoice={invoice} />}
      <Particulars invoice={invoice} />
      {timeline.length > 0 && (
        <section>
          <h3 className="hr-section">Timeline</h3>
          <div className={styles['timeline']}>
            <Timeline
              label="Timeline"
              items={timeline.map((entry) => eventItem(entry, words, 'invoice'))}
            />
          </div>
        </section>
      )}
    </div>
  );
}

/** The one great sum, and the figures beside it. */
export function InvoiceSums({ invoice }: Readonly<{ invoice: InvoiceDetails }>) {
  const words = useWords();
  const { balance, total, headroom, dueOn } = invoice;
  const amount = (of: typeof balance) => words.amount(of.amountMinor, of.currency);
  return (
    <div>
      <div className={styles['sums']}>
        <div>
          <div className={styles['label']}>Balance remaining</div>
          <div className={styles['great']}>
            {amount(balance)} <span className={styles['currency']}>{balance.currency}</span>
          </div>
        </div>
        <dl className={styles['beside']}>
          <div>
            <dt>Total</dt>
            <dd className="hr-number">{amount(total)}</dd>
          </div>
          <div>
            <dt>Headroom</dt>
            <dd className="hr-number">{amount(headroom)}</dd>
          </div>
          <div>
            <dt>Due</dt>
            <dd className="hr-number">{dueOn === null ? 'No due date' : words.date(dueOn)}</dd>
          </div>
        </dl>
      </div>
      <div className={styles['source']}>{sourceWords(invoice, words)}</div>
    </div>
  );
}

function sourceWords({ source: { name, readAt } }: InvoiceDetails, words: Words): string {
  if (readAt === null) return `Balance from the document alone: ${name} has not been read for it`;
  return `Balance as of ${words.fullDateAndTime(readAt)} (${words.age(readAt)}), read from ${name}`;
}

/** Parts that this business has none of by their nature are left out while they are zero. */
function coverageOf({ coverage }: InvoiceDetails): Partial<Record<CoveragePart, number>> {
  const { posted, inFlight, planned, disputed, autopayForecast, uncovered } = coverage;
  return {
    posted: posted.amountMinor,
    inFlight: inFlight.amountMinor,
    scheduled: planned.amountMinor,
    ...(disputed.amountMinor > 0 && { disputed: disputed.amountMinor }),
    ...(autopayForecast.amountMinor > 0 && { autopayForecast: autopayForecast.amountMinor }),
    uncovered: uncovered.amountMinor,
  };
}

function Reason({ invoice }: Readonly<{ invoice: InvoiceDetails }>) {
  const words = useWords();
  const reason = cannotPayWords(invoice, words);
  if (reason === null || invoice.cannotPay?.code === 'NOTHING_OPEN') return null;
  return (
    <Note tone="warn" headline="It cannot be paid now">
      {reason}.
    </Note>
  );
}

/** What else the document and the books say of it; absent facts are left out. */
function Particulars({ invoice }: Readonly<{ invoice: InvoiceDetails }>) {
  const words = useWords();
  const facts = [
    ['Issued', words.date(invoice.issuedOn)],
    ['Terms', invoice.terms],
    ['Order', invoice.purchaseOrder],
    ['Agreement', invoice.agreement],
    ['Location', invoice.location],
    ['Type', invoice.invoiceType],
    [
      'Unapplied money',
      invoice.unapplied.map((of) => words.money(of.amountMinor, of.currency)).join(', ') || null,
    ],
  ] as const;
  return (
    <section>
      <h3 className="hr-section">Particulars</h3>
      <dl className={styles['particulars']}>
        {facts.map(
          ([label, value]) =>
            value !== null && (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
    </section>
  );
}
