import type { PossiblePreview } from '../../../../contracts/payment-preview';
import { Note } from '../../../pieces/note';
import { useWords, zoneName } from '../../../words/business';
import { methodWords } from '../../../words/methods';
import { listWords } from '../../../words/plural';
import { ChangesTable } from '../changes-table';
import type { PayCase, PayDraft } from '../draft';
import payStyles from '../pay.module.css';
import { ReceiptsSection } from '../receipts-section';
import { StepHeadline } from '../step-headline';
import { PartsTable } from './parts-table';
import { amountsOf } from './split-draft';
import { audienceOfAll, partWords, placedWords } from './split-words';
import type { Split, SplitPart } from './use-split';

type SplitSummaryProps = Readonly<{
  payCase: PayCase;
  split: Split;
  draft: PayDraft;
  onDraft: (change: Partial<PayDraft>) => void;
  /** Somebody changed the plan since it was looked at. */
  hasPlanChanged: boolean;
  changedBy: string | null;
  onAddContact: () => void;
}>;

/** What will be charged and when, what that leaves, and who hears of it. */
export function SplitSummary(props: SplitSummaryProps) {
  const { payCase, split, draft, onDraft, hasPlanChanged, changedBy, onAddContact } = props;
  const words = useWords();
  const { currency } = payCase;
  const { waiting } = split;
  const previews = waiting.flatMap(({ preview }) =>
    preview?.kind === 'possible' ? [preview] : [],
  );
  const [first] = previews;
  if (first === undefined || previews.length < waiting.length) {
    return (
      <p className={payStyles['lead']}>
        {placedWords(split)} {partWords(waiting)} no longer {waiting.length === 1 ? 'fits' : 'fit'}{' '}
        as {waiting.length === 1 ? 'it is' : 'they are'}. Go back to the details: what is over its
        limit is said there.
      </p>
    );
  }
  const total = previews.reduce((sum, preview) => sum + preview.total.amountMinor, 0);
  const taken = amountsOf(waiting.map(({ part }) => part));
  const numbers = payCase.invoices.filter(({ id }) => (taken[id] ?? 0) > 0);
  const { timing, method } = first;
  return (
    <>
      {hasPlanChanged && (
        <Note
          tone="warn"
          isAlert
          headline={changedBy ?? 'Somebody changed the plan a moment ago. Here is the new picture.'}
        >
          {placedWords(split)} Your amounts still fit. What differs from what you saw is marked.
        </Note>
      )}
      <section>
        <StepHeadline className={payStyles['headline']}>
          {methodWords(method)} will be charged {times(previews.length)},{' '}
          <b>{words.money(total, currency)}</b> in all.
        </StepHeadline>
        <p className={payStyles['hint']}>
          For {listWords(numbers.map(({ number }) => number))}.
          {timing !== null && ` Each runs at ${timing.runTime} ${zoneName(timing.zone)} time.`}
        </p>
        <PartsTable
          parts={waiting}
          currency={currency}
          last={{
            title: 'Left to schedule',
            cell: (each) => <Left each={each} currency={currency} />,
          }}
          isMarked={(each) => hasPlanChanged && isOther(each)}
        />
      </section>
      <div className={payStyles['section']}>
        <ChangesTable
          preview={{
            adjustments: [],
            autopay: autopayOfAll(previews),
            emptied: [],
            untouched: untouchedByAll(previews),
            timing,
          }}
          currency={currency}
          clientId={payCase.organization.id}
          seen={null}
        />
      </div>
      <ReceiptsSection
        audience={audienceOfAll(previews.map(({ audience }) => audience))}
        typing={{ draft, onDraft, onAddContact }}
      />
      <SomeOnly waiting={waiting} />
    </>
  );
}

const times = (count: number) => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`);

/** What nobody has planned of its invoices once it is placed, and what that was when it was seen. */
function Left({ each, currency }: Readonly<{ each: SplitPart; currency: string }>) {
  const words = useWords();
  const now = each.preview?.kind === 'possible' ? leftBy(each.preview) : null;
  if (now === null) return null;
  return (
    <>
      {isOther(each) && each.seen !== null && (
        <>
          <s className="hr-dim">{words.amount(leftBy(each.seen), currency)}</s>{' '}
        </>
      )}
      {words.amount(now, currency)}
    </>
  );
}

const leftBy = ({ invoices }: PossiblePreview) =>
  invoices.reduce((sum, { residualAfter }) => sum + residualAfter.amountMinor, 0);

function isOther({ preview, seen }: SplitPart): boolean {
  return seen !== null && preview?.kind === 'possible' && leftBy(preview) !== leftBy(seen);
}

/** From what it takes before the first of them to what is left after the last. */
function autopayOfAll(previews: readonly PossiblePreview[]): PossiblePreview['autopay'] {
  const all = new Map<string, PossiblePreview['autopay'][number]>();
  for (const each of previews.flatMap(({ autopay }) => autopay)) {
    all.set(each.invoice.id, { ...each, before: all.get(each.invoice.id)?.before ?? each.before });
  }
  return [...all.values()];
}

/** Planned by others on the invoices of any part. */
function untouchedByAll(previews: readonly PossiblePreview[]): PossiblePreview['untouched'] {
  const all = previews.flatMap(({ untouched }) => untouched);
  return [...new Map(all.map((each) => [`${each.payment.id} ${each.invoice.id}`, each])).values()];
}

/** Receipts depend on the amount: who gets those of some payments only is named. */
function SomeOnly({ waiting }: Readonly<{ waiting: readonly SplitPart[] }>) {
  const partsBy = new Map<string, SplitPart[]>();
  for (const each of waiting) {
    if (each.preview?.kind !== 'possible') continue;
    for (const { name, address } of each.preview.audience.recipients) {
      partsBy.set(name ?? address, [...(partsBy.get(name ?? address) ?? []), each]);
    }
  }
  const some = [...partsBy].filter(([, parts]) => parts.length < waiting.length);
  if (some.length === 0) return null;
  return (
    <p className={payStyles['hint']}>
      {some
        .map(
          ([name, parts]) => `${name} gets the receipt of ${partWords(parts).toLowerCase()} only.`,
        )
        .join(' ')}
    </p>
  );
}
