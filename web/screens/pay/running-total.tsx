import { IconInfoCircle } from '@tabler/icons-react';
import type { MethodSummary } from '../../../contracts/fields';
import type { PossiblePreview } from '../../../contracts/payment-preview';
import { useWords } from '../../words/business';
import { methodWords } from '../../words/methods';
import { plural } from '../../words/plural';
import { staysWaiting } from './act-words';
import { linesOf, limitOf, type PayCase, type PayDraft, totalOf } from './draft';
import styles from './pay.module.css';

type RunningTotalProps = Readonly<{
  payCase: PayCase;
  draft: PayDraft;
  method: Pick<MethodSummary, 'brand' | 'lastFour' | 'friendlyName'> | null;
  preview: PossiblePreview | null;
  /** Invoices whose amount is over its limit. */
  over: ReadonlySet<string>;
  /** Of the payments of a split, instead of one date. */
  dates?: string;
  /** Of a split that is begun, instead of what can be scheduled. */
  soFar?: string;
  /** Instead of *Running total* and the dates, when all parts of a split are placed. */
  decided?: Readonly<{ label: string; when: string }>;
}>;

/** What the payment comes to, line by line: the aside until there is an outcome. */
export function RunningTotal(props: RunningTotalProps) {
  const { payCase, draft, method, preview, over, decided, dates, soFar } = props;
  const words = useWords();
  const { currency, invoices, changes } = payCase;
  const lines = linesOf(draft, payCase);
  const room = invoices.reduce((sum, row) => sum + limitOf(row, draft.isScheduled, changes), 0);
  const amount = words.amount(totalOf(draft, payCase), currency);
  const unapplied = (preview?.unapplied ?? []).filter(({ amountMinor }) => amountMinor > 0);
  const when = draft.isScheduled
    ? draft.runOn === null
      ? 'No date yet'
      : words.dateWithWeekday(preview?.timing?.runOn ?? draft.runOn)
    : staysWaiting(payCase)
      ? 'Once it goes on'
      : 'Now';
  return (
    <div>
      <div className="hr-small hr-dim">{decided?.label ?? 'Running total'}</div>
      <div className={styles['great']}>
        <b>{amount}</b> {currency}
      </div>
      <div className="hr-small hr-dim">
        {soFar !== undefined && `${soFar}, `}
        {decided === undefined &&
          soFar === undefined &&
          `of ${words.amount(room, currency)} ${draft.isScheduled ? 'that can be scheduled' : 'headroom'}, `}
        {plural(lines.length, 'invoice')}
      </div>
      <dl className={styles['asideLines']}>
        {lines.map(({ invoiceId, amountMinor }) => (
          <div key={invoiceId} data-over={over.has(invoiceId) || undefined}>
            <dt>{invoices.find(({ id }) => id === invoiceId)?.number}</dt>
            <dd className="hr-number">{words.amount(amountMinor, currency)}</dd>
          </div>
        ))}
      </dl>
      <dl className={styles['asideFacts']}>
        <dt>When</dt>
        <dd>{decided?.when ?? dates ?? when}</dd>
        <dt>From</dt>
        <dd>
          {method === null ? 'No method yet' : methodWords(method)}
          {method?.friendlyName && <div className="hr-small hr-dim">{method.friendlyName}</div>}
        </dd>
        {draft.reference.trim() !== '' && (
          <>
            <dt>Reference</dt>
            <dd>{draft.reference.trim()}</dd>
          </>
        )}
        {unapplied.length > 0 && (
          <>
            <dt>Unapplied</dt>
            <dd>
              {unapplied
                .map((credit) => words.money(credit.amountMinor, credit.currency))
                .join(', ')}{' '}
              not used
            </dd>
          </>
        )}
      </dl>
      {draft.isScheduled && decided === undefined && (
        <p className={styles['asideNote']}>
          <IconInfoCircle size={16} stroke={1.75} aria-hidden />A schedule is a promise, not a
          charge. Until it runs you can change, move or cancel it.
        </p>
      )}
    </div>
  );
}
