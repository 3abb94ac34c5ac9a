import type { AnsweredApproval } from '../../../contracts/approvals';
import { StatusChip } from '../../pieces/status-chip';
import { useWords } from '../../words/business';
import { InvoiceLink } from '../invoice/invoice-link';
import styles from './approvals.module.css';

/** What people said yes or no to on the business's today, the newest first. Nothing when there is none. */
export function AnsweredToday({ answered }: Readonly<{ answered: readonly AnsweredApproval[] }>) {
  const words = useWords();
  if (answered.length === 0) return null;
  return (
    <section className={styles['answered']}>
      <h2 className="hr-section">Decided today</h2>
      <ul className={styles['runs']} aria-label="Decided today">
        {answered.map(
          ({ id, organization, invoice, rule, maximum, runOn, state, by, answeredAt }) => (
            <li className={styles['run']} key={id}>
              <span className={styles['runName']}>
                {organization.name} · <InvoiceLink id={invoice.id}>{invoice.number}</InvoiceLink>
                <span className={styles['chip']}>
                  <StatusChip kind={state === 'approved' ? 'done' : 'plain'} size="compact">
                    {state === 'approved' ? 'Approved' : 'Declined'}
                  </StatusChip>
                </span>
              </span>
              <b className="hr-number">{words.money(maximum.amountMinor, maximum.currency)}</b>
              <span className={styles['runNote']}>
                {rule.name}, {state === 'approved' ? 'runs' : 'would have run'}{' '}
                {words.shortDateWithWeekday(runOn)}
              </span>
              <span className={`${styles['runNote']} hr-number`}>
                {by ?? 'Somebody'}, {words.time(answeredAt)}
              </span>
            </li>
          ),
        )}
      </ul>
    </section>
  );
}
