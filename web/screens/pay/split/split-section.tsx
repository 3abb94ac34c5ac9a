import { Select } from '@mantine/core';
import { sumMinor } from '../../../../domain/money';
import { PARTS_MAX } from '../../../../domain/split-schedule';
import { useWords } from '../../../words/business';
import { plural } from '../../../words/plural';
import type { DraftPart, PayCase, PayDraft } from '../draft';
import payStyles from '../pay.module.css';
import { PartFields } from './part-fields';
import styles from './split.module.css';
import { restOf, splitInto, withRestInLast } from './split-draft';
import type { Split } from './use-split';

type SplitSectionProps = Readonly<{
  payCase: PayCase;
  draft: PayDraft;
  onDraft: (change: Partial<PayDraft>) => void;
  split: Split;
}>;

const COUNTS = Array.from({ length: PARTS_MAX - 1 }, (_, index) => ({
  value: String(index + 2),
  label: plural(index + 2, 'payment'),
}));

/** How many payments, and each with its date and amounts. Those that are placed stay as they are. */
export function SplitSection({ payCase, draft, onDraft, split }: SplitSectionProps) {
  const { all, waiting } = split;
  const isBegun = all.some(({ placed }) => placed !== null);
  const parts = all.map(({ part }) => part);
  const change = (next: DraftPart) => {
    // The first date is the draft's too: there is one first date, wherever it is set.
    const first = next.id === parts[0]?.id ? { runOn: next.runOn } : {};
    onDraft({ ...first, parts: parts.map((part) => (part.id === next.id ? next : part)) });
  };
  return (
    <section className={payStyles['section']}>
      <div className={payStyles['head']}>
        <h2 className="hr-section">Split into</h2>
        {!isBegun && (
          <div className={payStyles['shortcuts']}>
            <Select
              aria-label="Split into"
              className={styles['count'] ?? ''}
              data={COUNTS}
              allowDeselect={false}
              value={String(all.length)}
              onChange={(count) =>
                count !== null && onDraft({ parts: splitInto(draft, payCase, Number(count)) })
              }
            />
            <button
              type="button"
              className={payStyles['link']}
              onClick={() => onDraft({ parts: null })}
            >
              Do not split
            </button>
          </div>
        )}
      </div>
      <ol className={styles['parts']} aria-label="Payments of the split">
        {all.map((each) => (
          <PartFields
            key={each.part.id}
            each={each}
            count={all.length}
            payCase={payCase}
            waiting={waiting}
            onChange={change}
          />
        ))}
      </ol>
      {isBegun ? (
        <p className={payStyles['hint']}>What is placed is changed on its own page.</p>
      ) : (
        <Rest
          draft={draft}
          parts={parts}
          payCase={payCase}
          onParts={(next) => onDraft({ parts: next })}
        />
      )}
    </section>
  );
}

type RestProps = Readonly<{
  draft: PayDraft;
  parts: readonly DraftPart[];
  payCase: PayCase;
  onParts: (parts: readonly DraftPart[]) => void;
}>;

/** Says when the parts do not come to the amounts above. */
function Rest({ draft, parts, payCase, onParts }: RestProps) {
  const words = useWords();
  const rest = restOf(draft, parts);
  const minor = sumMinor(Object.values(rest).map((each) => each ?? 0));
  const sum = words.money(Math.abs(minor), payCase.currency);
  return (
    <p className={payStyles['hint']} role="status">
      {minor === 0 && 'A payment without an amount is left out.'}
      {minor < 0 && `These payments take ${sum} more than the amounts above.`}
      {minor > 0 && (
        <>
          {sum} of the amounts above is in none of these payments.{' '}
          <button
            type="button"
            className={payStyles['link']}
            onClick={() => onParts(withRestInLast(parts, rest))}
          >
            Add it to the last one
          </button>
        </>
      )}
    </p>
  );
}
