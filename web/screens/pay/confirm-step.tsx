import { IconCalendarEvent, IconFileText, IconMail, type TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { PossiblePreview } from '../../../contracts/payment-preview';
import { Note } from '../../pieces/note';
import { useWords, type Words } from '../../words/business';
import { methodWords } from '../../words/methods';
import { listWords, plural } from '../../words/plural';
import { staysWaiting } from './act-words';
import type { PayCase, PayDraft } from './draft';
import styles from './pay.module.css';
import type { PlacingTrouble } from './placing-trouble';
import { StepHeadline } from './step-headline';

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
  const { method, invoices, audience } = seen;
  const { currency } = payCase;
  const plan = planFact(seen, payCase, words);
  const facts = [payCase.organization.name, method.friendlyName, referenceOf(draft)];
  const names = audience.recipients.map(({ name, address }) => name ?? address);
  return (
    <>
      {trouble !== null && (
        <Note tone={trouble.isUnknown ? 'warn' : 'bad'} headline={trouble.headline} isAlert>
          {trouble.sentence}
        </Note>
      )}
      <StepHeadline>{headlineOf(seen, payCase, words)}</StepHeadline>
      <p className={styles['lead']}>{facts.filter((fact) => fact !== null).join(', ')}.</p>
      <ul className={styles['facts']}>
        <Fact icon={IconFileText} title={paidWords(seen, payCase)}>
          {invoices
            .map(
              ({ invoice, amount }) =>
                `${invoice.number} ${words.amount(amount.amountMinor, currency)}`,
            )
            .join(' · ')}
        </Fact>
        <Fact icon={IconCalendarEvent} title={plan.title}>
          {plan.sentence}
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

/** `3 invoices are paid, 2 in part` */
function paidWords({ invoices }: PossiblePreview, payCase: PayCase): string {
  const all = invoices.length;
  const inPart = invoices.filter(
    ({ amount, balance }) => amount.amountMinor < balance.amountMinor,
  ).length;
  const verb = `${all === 1 ? 'is' : 'are'} ${staysWaiting(payCase) ? 'to be paid' : 'paid'}`;
  const how = inPart === 0 ? ' in full' : inPart === all ? ' in part' : `, ${inPart} in part`;
  return `${plural(all, 'invoice')} ${verb}${how}`;
}

/** What becomes of what is planned. */
function planFact(
  { adjustments, autopay, emptied }: PossiblePreview,
  payCase: PayCase,
  words: Words,
) {
  if (staysWaiting(payCase)) {
    return {
      title: 'Nothing is charged by this',
      sentence: 'It goes on waiting until somebody lets it go on',
    };
  }
  const amount = (minor: number) => words.amount(minor, payCase.currency);
  const lessTaken = autopay.filter((each) => each.after.amountMinor < each.before.amountMinor);
  const moreTaken = autopay.filter((each) => each.after.amountMinor > each.before.amountMinor);
  const changed = [...adjustments, ...lessTaken];
  const before = changed.reduce((sum, each) => sum + each.before.amountMinor, 0);
  const after = changed.reduce((sum, each) => sum + each.after.amountMinor, 0);
  const lowered = new Set(adjustments.map(({ payment }) => payment.id)).size + lessTaken.length;
  const idle = lessTaken.filter((each) => each.after.amountMinor === 0);
  const sentences = [
    emptied.length > 0 && `${listWords(emptied.map(({ number }) => number))} will not run`,
    idle.length > 0 &&
      `Autopay takes nothing of ${listWords(idle.map(({ invoice }) => invoice.number))} any more`,
    moreTaken.length > 0 &&
      `Autopay then takes ${listWords(
        moreTaken.map((each) => `${amount(each.after.amountMinor)} of ${each.invoice.number}`),
      )}`,
  ].filter((sentence) => sentence !== false);
  return {
    title:
      lowered === 0
        ? 'No planned payment is lowered'
        : `${plural(lowered, 'planned payment')} ${lowered === 1 ? 'is' : 'are'} lowered, ${amount(before)} → ${amount(after)}`,
    sentence: sentences.length === 0 ? null : sentences.join(' · '),
  };
}

/** `Charge 2,930.00 USD to Visa ··4242 now`, `Change P-10404 to 500.00 USD from Visa ··4242` */
function headlineOf(
  { total, method, timing }: PossiblePreview,
  { changes }: PayCase,
  words: Words,
) {
  const sum = words.money(total.amountMinor, total.currency);
  const name = methodWords(method);
  const day = timing === null ? '' : ` for ${words.dateWithWeekday(timing.runOn)}`;
  if (changes !== null) return `Change ${changes.number} to ${sum} from ${name}${day}`;
  return timing === null ? `Charge ${sum} to ${name} now` : `Schedule ${sum} from ${name}${day}`;
}

/** What the one button says: the act, with the sum. */
export function buttonWords(
  { total, method, timing }: PossiblePreview,
  { changes }: PayCase,
  words: Words,
): string {
  const sum = words.amount(total.amountMinor, total.currency);
  const day = timing === null ? '' : ` for ${words.shortDateWithWeekday(timing.runOn)}`;
  if (changes !== null) return `Change it to ${sum}${day}`;
  return timing === null ? `Charge ${methodWords(method)} ${sum} now` : `Schedule ${sum}${day}`;
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
