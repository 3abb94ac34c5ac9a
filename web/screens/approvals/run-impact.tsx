import type { Approval } from '../../../contracts/approvals';
import { Note } from '../../pieces/note';
import { SkeletonBar } from '../../pieces/skeleton';
import { useWords } from '../../words/business';
import { methodWords } from '../../words/methods';
import { ChangesTable } from '../pay/changes-table';
import payStyles from '../pay/pay.module.css';
import { ReceiptsSection } from '../pay/receipts-section';
import { refusalWords } from '../pay/refusal-words';
import { NotWorkedOut } from '../pay/not-worked-out';
import { usePreview } from '../pay/use-preview';
import { beforeWords, bindingWords } from './approval-words';

/** What one run would do, as a manual payment says it before it is confirmed. */
export function RunImpact({ approval }: Readonly<{ approval: Approval }>) {
  const words = useWords();
  const { now, organization, method, invoice, rule, runOn, runAt, maximum, balance } = approval;
  const previewed = usePreview(previewOf(approval, words.today));
  const { preview } = previewed;
  const before = beforeWords(approval, words);
  return (
    <div className={payStyles['body']}>
      {before !== null && (
        <Note tone="warn" headline="It is asked again.">
          {before}
        </Note>
      )}
      <section>
        <h2 className={payStyles['headline']}>
          {now === null ? (
            <>Nothing would be charged now: {invoice.number} has nothing left for autopay.</>
          ) : (
            <>
              {methodWords(method)} will be charged{' '}
              <b>{words.money(now.amountMinor, now.currency)}</b> on {words.dateWithWeekday(runOn)}.
            </>
          )}
        </h2>
        <p className={payStyles['hint']}>
          For {invoice.number}, by the rule “{rule.name}”.{' '}
          {now !== null &&
            `${words.money(balance.amountMinor - now.amountMinor, now.currency)} of it stays unpaid. `}
          Without a yes by {words.shortDateWithWeekday(runOn)}, {words.time(runAt)} {words.zoneName}{' '}
          time it does not run.
        </p>
        <p className={payStyles['hint']}>{bindingWords(approval, words)}</p>
      </section>
      <NotWorkedOut {...previewed} />
      {preview === null && previewed.error === null && now !== null && (
        <div role="status" aria-label="What it changes is being worked out">
          <SkeletonBar width={320} />
        </div>
      )}
      {preview?.kind === 'refused' && (
        <Note tone="warn" headline="As things are now it would not run like this.">
          {preview.refusals.map((refusal) => `${refusalWords(refusal, words)}.`).join(' ')} The run
          looks again itself and takes no more than is left.
        </Note>
      )}
      {preview?.kind === 'possible' && (
        <>
          {/* What its own rule takes is what it is about. */}
          <ChangesTable
            preview={{ ...preview, autopay: [] }}
            currency={maximum.currency}
            clientId={organization.id}
            seen={null}
          />
          <ReceiptsSection audience={preview.audience} />
        </>
      )}
    </div>
  );
}

/** On its own day a schedule is no longer possible: what it would do now is the same. */
function previewOf({ now, organization, method, invoice, runOn }: Approval, today: string) {
  return now === null
    ? null
    : {
        organizationId: organization.id,
        methodId: method.id,
        currency: now.currency,
        lines: [{ invoiceId: invoice.id, amountMinor: now.amountMinor }],
        runOn: runOn > today ? runOn : null,
        strategy: 'nearest-first' as const,
        extraRecipients: [],
        changes: null,
      };
}
