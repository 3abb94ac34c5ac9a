import type { PossibleExternalPreview } from '../../../contracts/external-payments';
import { SkeletonBar } from '../../pieces/skeleton';
import { Note } from '../../pieces/note';
import { useWords } from '../../words/business';
import { ChangesTable } from '../pay/changes-table';
import { NotWorkedOut } from '../pay/not-worked-out';
import { refusalWords } from '../pay/refusal-words';
import styles from './external-payment.module.css';
import type { ExternalPreviewed } from './use-external-payment';

/** What money from outside does: the balance before and after, and every planned payment it lowers. */
export function ExternalChanges({ previewed }: Readonly<{ previewed: ExternalPreviewed }>) {
  const words = useWords();
  const { preview, isAsked, error, seen } = previewed;
  if (preview === null) {
    if (!isAsked) return null;
    return error === null ? <SkeletonBar width={320} /> : <NotWorkedOut {...previewed} />;
  }
  if (preview.kind === 'refused') {
    return (
      <Note tone="bad" headline="It cannot be recorded like this" isAlert>
        {preview.refusals.map((refusal) => `${refusalWords(refusal, words)}.`).join(' ')}
      </Note>
    );
  }
  const { invoice, openBefore, openAfter, headroomBefore, headroomAfter } = preview;
  const currency = openBefore.currency;
  return (
    <>
      {seen !== null && (
        <Note tone="warn" headline={`${invoice.number} changed a moment ago.`} isAlert>
          Here is the new picture. Nothing was recorded yet.
        </Note>
      )}
      <Overage preview={preview} />
      <dl className={styles['effect']}>
        {(
          [
            ['Open in the books', openBefore, openAfter],
            ['Headroom', headroomBefore, headroomAfter],
          ] as const
        ).map(([label, before, after]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="hr-number">
              <span className="hr-dim">{words.amount(before.amountMinor, currency)} →</span>{' '}
              <b>{words.amount(after.amountMinor, currency)}</b> {currency}
            </dd>
          </div>
        ))}
      </dl>
      <ChangesTable preview={preview} currency={currency} seen={seen} />
    </>
  );
}

/** Money that comes twice is said before it is recorded. */
function Overage({ preview }: Readonly<{ preview: PossibleExternalPreview }>) {
  const words = useWords();
  const { overageAfter, invoice } = preview;
  if (overageAfter.amountMinor === 0) return null;
  return (
    <Note tone="warn" headline="More comes in than is open">
      {words.money(overageAfter.amountMinor, overageAfter.currency)} more than {invoice.number}{' '}
      wants is in flight already or charged. It cannot be taken back here.
    </Note>
  );
}
