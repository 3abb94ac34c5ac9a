import { IconCalendarEvent, IconFileText, IconMail, type TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { PossiblePreview } from '../../../contracts/payment-preview';
import { Note } from '../../pieces/note';
import { useWords, type Words } from '../../words/business';
import { methodWords } from '../../words/methods';
import { listWords, plural } from '../../words/plural';
import type { PayCase, PayDraft } from './draft';
import styles from './pay.module.css';
import type { PlacingTrouble } from './placing-trouble';

type ConfirmStepProps = Readonly<{
  payCase: PayCase;
  draft: PayDraft;
  /** What the person has looked at. */
  seen: PossiblePreview;
  trouble: PlacingTrouble | null;
}>;

/** The whole act in five lines, before the button that does it. */
export function ConfirmStep({ payCase, draft, seen, trouble }: ConfirmStepProps) {
  const words = useWords();
  const { method, invoices, adjustments, audience } = seen;
  const { currency } = payCase;
  const before = adjustments.reduce((sum, each) => sum + each.before.amountMinor, 0);
  const after = adjustments.reduce((sum, each) => sum + each.after.amountMinor, 0);
  const lowered = new Set(adjustments.map(({ payment }) => payment.id)).size;
  const inPart = invoices.filter(({ amount, balance }) => amount.amountMinor < balance.amountMinor);
  const facts = [payCase.organization.name, method.friendlyName, referenceOf(draft)];
  const names = audience.recipients.map(({ name, address }) => name ?? address);
  return (
    <>
      {trouble !== null && (
        <Note tone={trouble.isUnknown ? 'warn' : 'bad'} headline={trouble.headline} isAlert>
          {trouble.sentence}
        </Note>
      )}
      <h2 className="hr-title" tabIndex={-1}>
        {actWords(seen, words, payCase.changes !== null)}
      </h2>
      <p className={styles['lead']}>{facts.filter((fact) => fact !== null).join(', ')}.</p>
      <ul className={styles['facts']}>
        <Fact
          icon={IconFileText}
          title={`${plural(invoices.length, 'invoice')} ${invoices.length === 1 ? 'is' : 'are'} paid ${inPart.length === 0 ? 'in full' : inPart.length === invoices.length ? 'in part' : `, ${inPart.length} in part`}`.replace(
            ' ,',
            ',',
          )}
        >
          {invoices
            .map(
              ({ invoice, amount }) =>
                `${invoice.number} ${words.amount(amount.amountMinor, currency)}`,
            )
            .join(' · ')}
        </Fact>
        <Fact
          icon={IconCalendarEvent}
          title={
            lowered === 0
              ? 'No planned payment is lowered'
              : `${plural(lowered, 'planned payment')} ${lowered === 1 ? 'is' : 'are'} lowered, ${words.amount(before, currency)} → ${words.amount(after, currency)}`
          }
        >
          {seen.emptied.length > 0 &&
            `${listWords(seen.emptied.map(({ number }) => number))} will not run`}
        </Fact>
        <Fact
          icon={IconMail}
          title={
            names.length === 0
              ? 'Nobody gets a receipt'
              : `A receipt goes to ${plural(names.length, 'address', 'addresses')}`
          }
        >
          {listWords(names, 5)}
        </Fact>
      </ul>
    </>
  );
}

/** `Charge 2,930.00 USD to Visa ··4242 now` */
function actWords({ total, method, timing }: PossiblePreview, words: Words, isChange: boolean) {
  const sum = words.money(total.amountMinor, total.currency);
  const name = methodWords(method);
  if (timing === null) return `Charge ${sum} to ${name} now`;
  const day = words.dateWithWeekday(timing.runOn);
  return `${isChange ? 'Change it to' : 'Schedule'} ${sum} from ${name} for ${day}`;
}

/** What the one button says: the act, with the sum. */
export function buttonWords({ total, method, timing }: PossiblePreview, words: Words): string {
  const sum = words.amount(total.amountMinor, total.currency);
  return timing === null
    ? `Charge ${methodWords(method)} ${sum} now`
    : `Schedule ${sum} for ${words.shortDateWithWeekday(timing.runOn)}`;
}

function referenceOf({ reference }: PayDraft): string | null {
  return reference.trim() === '' ? null : `reference ${reference.trim()}`;
}

type FactProps = Readonly<{ icon: TablerIcon; title: string; children?: ReactNode }>;

function Fact({ icon: Icon, title, children }: FactProps) {
  return (
    <li>
      <Icon size={18} stroke={1.75} aria-hidden />
      <div>
        <b>{title}</b>
        <div className="hr-dim">{children}</div>
      </div>
    </li>
  );
}
