import type { PossiblePreview } from '../../../contracts/payment-preview';
import { BeforeAfterTable, type PlannedChange } from '../../pieces/before-after-table';
import type { StrategyChoice } from '../../pieces/strategy-radios';
import { useWords, type Words } from '../../words/business';
import { listWords } from '../../words/plural';
import { RuleLink } from '../organization/autopay/rule-link';
import { PaymentLink } from '../payment/payment-link';

/** `timing` and `autopay` only of a payment: what money from outside lowers is never put back. */
type Changes = Pick<PossiblePreview, 'adjustments' | 'emptied' | 'untouched'> &
  Partial<Pick<PossiblePreview, 'timing' | 'autopay'>>;

type ChangesTableProps = Readonly<{
  title?: string;
  preview: Changes;
  currency: string;
  /** Whose invoices these are: where it is told what autopay takes of them. */
  clientId?: string;
  /** What the person looked at before the plan changed; null when it did not. */
  seen: Changes | null;
  /** As chosen, which the preview follows. Absent where the placed payment keeps its own. */
  strategy?: StrategyChoice;
}>;

/** What the payment does to what was planned, with what it leaves alone in words. */
export function ChangesTable(props: ChangesTableProps) {
  const { title, preview, currency, clientId, seen, strategy } = props;
  const words = useWords();
  const changes = [...changesOf(preview, seen), ...autopayChangesOf(preview, clientId, seen)].sort(
    (one, other) => one.runOn.localeCompare(other.runOn),
  );
  return (
    <BeforeAfterTable
      {...(title !== undefined && { title })}
      currency={currency}
      changes={changes}
      sumLabel={changes.length === 1 ? 'Planned on this one' : `Planned on these ${changes.length}`}
      notes={notesOf(preview, words)}
      // Which planned payments give way; what a rule takes is decided by the rule.
      {...(strategy && preview.adjustments.length > 0 && { strategy })}
      comparesWithSeen={seen !== null}
    />
  );
}

function changesOf(preview: Changes, seen: Changes | null): PlannedChange[] {
  const keyOf = ({ payment, invoice }: PossiblePreview['adjustments'][number]) =>
    `${payment.id} ${invoice.id}`;
  const known = new Map(
    seen?.adjustments.map((each) => [keyOf(each), each.after.amountMinor] as const),
  );
  for (const { payment, invoice, amount } of seen?.untouched ?? []) {
    known.set(`${payment.id} ${invoice.id}`, amount.amountMinor);
  }
  return preview.adjustments.map((adjustment) => ({
    key: keyOf(adjustment),
    runOn: adjustment.runOn,
    kind: adjustment.kind === 'autopay' ? 'autopay' : 'scheduled',
    link: <PaymentLink {...adjustment.payment} />,
    invoiceNumber: adjustment.invoice.number,
    beforeMinor: adjustment.before.amountMinor,
    afterMinor: adjustment.after.amountMinor,
    ...(seen !== null && { sawMinor: known.get(keyOf(adjustment)) ?? null }),
  }));
}

/** What rules are to take, as it will be decided then. */
function autopayChangesOf(
  { autopay = [] }: Changes,
  clientId: string | undefined,
  seen: Changes | null,
): PlannedChange[] {
  const known = new Map(
    seen?.autopay?.map(({ invoice, after }) => [invoice.id, after.amountMinor] as const),
  );
  return autopay.map(({ rule, runOn, invoice, before, after }) => ({
    key: `autopay ${invoice.id}`,
    runOn,
    kind: 'autopay',
    link: (
      <span title={rule.name}>
        {clientId === undefined ? rule.name : <RuleLink rule={rule} clientId={clientId} />}
      </span>
    ),
    invoiceNumber: invoice.number,
    beforeMinor: before.amountMinor,
    afterMinor: after.amountMinor,
    ...(seen !== null && { sawMinor: known.get(invoice.id) ?? null }),
  }));
}

/** What will not run, what stays as it is, and that nothing else changes. */
function notesOf({ adjustments, autopay = [], emptied, untouched, timing }: Changes, words: Words) {
  const numbers = emptied.map(({ number }) => number);
  const gone =
    numbers.length === 0
      ? ''
      : `${listWords(numbers)} ${numbers.length === 1 ? 'has' : 'have'} nothing left and will not run. `;
  const [first] = untouched;
  const stays =
    first === undefined
      ? ''
      : untouched.length === 1
        ? `${first.payment.number} (${words.shortDate(first.runOn)}, ${words.amount(first.amount.amountMinor, first.amount.currency)}) stays as it is. `
        : `${listWords([...new Set(untouched.map(({ payment }) => payment.number))])} stay as they are. `;
  const left = autopay.filter(({ after }) => after.amountMinor === 0);
  const idle =
    left.length === 0
      ? ''
      : `Autopay takes nothing of ${listWords(left.map(({ invoice }) => invoice.number))} any more. `;
  if (adjustments.length + autopay.length === 0) {
    return `No planned payment is lowered. ${stays}Nothing else changes.`;
  }
  const back = timing === null ? ' If the charge fails, all of this is put back.' : '';
  return `${gone}${idle}${stays}Nothing else changes.${back}`;
}
