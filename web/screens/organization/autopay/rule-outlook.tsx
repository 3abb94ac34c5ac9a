import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import type { RulePreview, RunsOutlook } from '../../../../contracts/autopay-preview';
import { readingTrouble } from '../../../api/trouble';
import { RefetchLine, SkeletonBar } from '../../../pieces/skeleton';
import { ErrorState } from '../../../pieces/state-panel';
import { warningWords } from '../../../words/autopay-rules';
import { useWords, type Words } from '../../../words/business';
import { plural } from '../../../words/plural';
import { RunsTable } from './runs-table';
import type { PreviewedRule } from './use-rule-preview';
import styles from './editor.module.css';

type RuleOutlookProps = Readonly<{ previewed: PreviewedRule }>;

/** What the rule as it is typed matches, is warned of, will do and would have done. */
export function RuleOutlook({ previewed }: RuleOutlookProps) {
  const words = useWords();
  const { preview, isBehind, error, refetch } = previewed;
  if (preview === null) {
    if (!error) return <OutlookSkeleton />;
    return (
      <ErrorState
        title="What it would do could not be read"
        onRetry={refetch}
        {...readingTrouble(error)}
      />
    );
  }
  const { forecast, backTest, warnings } = preview;
  return (
    <>
      <section aria-label="Matches now">
        <RefetchLine isActive={isBehind && error === null} />
        <div className={styles['title']} aria-live="polite" aria-atomic>
          <h3 className="hr-section">Matches now</h3>
          <span className={styles['said']}>{matchWords(preview, words)}</span>
        </div>
        {error && (
          <p className={styles['warning']}>
            <IconAlertTriangle size={14} stroke={1.9} aria-hidden />
            This is of a moment ago: {readingTrouble(error).sentence}
          </p>
        )}
        {warnings.map((warning) => (
          <p className={styles['warning']} key={warning.code}>
            <IconAlertTriangle size={14} stroke={1.9} aria-hidden />
            {warningWords(warning, words)}
          </p>
        ))}
      </section>
      <section>
        <h3 className="hr-section">Next 60 days</h3>
        <p className={styles['truth']}>{outlookWords(forecast, false, words)}</p>
        {forecast.items.length > 0 && (
          <RunsTable
            label="Runs of the next 60 days"
            items={forecast.items}
            sum={{ label: 'Forecast', total: forecast.charges.total }}
          />
        )}
      </section>
      <BackTest outlook={backTest} />
    </>
  );
}

function matchWords({ matches, openInvoices }: RulePreview, words: Words): string {
  const { invoices, total, wonByOthers } = matches;
  const open = `${words.count(invoices)} of ${plural(openInvoices, 'open invoice')}`;
  const won =
    wonByOthers === 0 ? '' : ` · ${words.count(wonByOthers)} of them won by a rule before it`;
  return `${open}, ${words.money(total.amountMinor, total.currency)}${won}`;
}

/** Folded until it is asked for: it is long, and about what is over. */
function BackTest({ outlook }: Readonly<{ outlook: RunsOutlook }>) {
  const words = useWords();
  const [isShown, setIsShown] = useState(false);
  return (
    <section>
      <h3 className="hr-section">The last year, had it been there</h3>
      <p className={styles['truth']}>{outlookWords(outlook, true, words)}</p>
      {outlook.items.length > 0 && (
        <>
          <button
            className={styles['more']}
            type="button"
            aria-expanded={isShown}
            onClick={() => setIsShown(!isShown)}
          >
            {isShown ? 'Hide the invoices' : 'Show the invoices'}
          </button>
          {isShown && (
            <RunsTable
              label="Runs of the last year"
              isPast
              items={outlook.items}
              sum={{ label: 'All', total: outlook.charges.total }}
            />
          )}
        </>
      )}
    </section>
  );
}

/** `It takes 3,120.00 USD of 4 invoices. 1 is left to what is scheduled.` */
function outlookWords(outlook: RunsOutlook, isPast: boolean, words: Words): string {
  const { charges, conflicts, capMisses, invalidMethods, invoices } = outlook;
  const takes = isPast ? 'would have taken' : 'takes';
  const [is, are] = isPast ? ['was', 'were'] : ['is', 'are'];
  const told = (count: number, what: string) =>
    count === 0 ? [] : [`${words.count(count)} ${count === 1 ? is : are} ${what}.`];
  const total = words.money(charges.total.amountMinor, charges.total.currency);
  return [
    charges.invoices === 0
      ? `It ${takes} nothing${invoices === 0 ? '' : ` of ${plural(invoices, 'invoice')}`}.`
      : `It ${takes} ${total} of ${plural(charges.invoices, 'invoice')}.`,
    ...told(conflicts, 'left to what is scheduled'),
    ...told(capMisses, 'over the limit'),
    ...told(invalidMethods, 'due when the method cannot pay'),
  ].join(' ');
}

function OutlookSkeleton() {
  return (
    <div role="status" aria-label="What it matches is being read">
      <div className={styles['title']}>
        <h3 className="hr-section">Matches now</h3>
        <SkeletonBar width={200} />
      </div>
      {[0, 1, 2, 3].map((line) => (
        <div className={styles['skeletonLine']} key={line}>
          <SkeletonBar width={72} />
          <SkeletonBar width={84} />
          <SkeletonBar width={64} />
        </div>
      ))}
    </div>
  );
}
