/**
 * A draft whose schedule is split: what is paid, and the first date, decide the parts until a person
 * sets one of them otherwise.
 */
import type { InvoiceRow } from '../../../../contracts/invoice-row';
import { addMonths, type CivilDate } from '../../../../domain/calendar';
import { splitSchedule } from '../../../../domain/split-schedule';
import { type DraftPart, linesOf, limitOf, type PayCase, type PayDraft } from '../draft';

/** The parts in force: none while the payment is made now, or is one. */
export function partsOf({ isScheduled, parts }: PayDraft): readonly DraftPart[] | null {
  return isScheduled ? parts : null;
}

/** `count` parts from 2 to 12, counted from the draft's date. Those that were there keep their ids. */
export function splitInto(draft: PayDraft, payCase: PayCase, count: number): readonly DraftPart[] {
  const { runOn, parts } = draft;
  // Without a date the amounts are split all the same.
  const split = splitSchedule(linesOf(draft, payCase), runOn ?? ANY_DATE, count);
  return split.map((part, index) => ({
    id: parts?.[index]?.id ?? crypto.randomUUID(),
    runOn: runOn === null ? null : part.runOn,
    amounts: Object.fromEntries(
      part.lines.map(({ invoiceId, amountMinor }) => [invoiceId, amountMinor]),
    ),
    unread: {},
  }));
}

const ANY_DATE: CivilDate = '2000-01-01';

/** The draft after a change: other amounts are split again, and another first date counts anew. */
export function changedDraft(now: PayDraft, change: Partial<PayDraft>, payCase: PayCase): PayDraft {
  const next = { ...now, ...change };
  if (next.parts === null || 'parts' in change) return next;
  const split = splitInto(next, payCase, next.parts.length);
  const hasOtherDate = 'runOn' in change && change.runOn !== now.runOn;
  const parts = next.parts.map((part, index) => ({
    ...part,
    ...('amounts' in change && { amounts: split[index]?.amounts ?? {}, unread: {} }),
    ...(hasOtherDate && { runOn: countedFrom(next.runOn, index) }),
  }));
  return { ...next, parts };
}

function countedFrom(first: CivilDate | null, index: number): CivilDate | null {
  return first === null ? null : addMonths(first, index);
}

/** What the parts take of each invoice together. */
export function amountsOf(parts: readonly DraftPart[]): PayDraft['amounts'] {
  const sums: Record<string, number> = {};
  for (const { amounts } of parts) {
    for (const [id, minor] of Object.entries(amounts)) {
      if (minor !== null) sums[id] = (sums[id] ?? 0) + minor;
    }
  }
  return sums;
}

/** The most that `part` may take of an invoice beside the other parts that are not placed. */
export function partLimitOf(
  row: InvoiceRow,
  part: DraftPart,
  waiting: readonly DraftPart[],
): number {
  const others = amountsOf(waiting.filter(({ id }) => id !== part.id));
  return Math.max(0, limitOf(row, true, null) - (others[row.id] ?? 0));
}

/** What of the draft's amounts is in no part, by invoice; negative where the parts take more. */
export function restOf(draft: PayDraft, parts: readonly DraftPart[]): PayDraft['amounts'] {
  const sums = amountsOf(parts);
  return Object.fromEntries(
    Object.entries(draft.amounts).map(([id, minor]) => [id, (minor ?? 0) - (sums[id] ?? 0)]),
  );
}

/** The last part takes what is in no part. */
export function withRestInLast(
  parts: readonly DraftPart[],
  rest: PayDraft['amounts'],
): readonly DraftPart[] {
  return parts.map((part, index) => {
    if (index < parts.length - 1) return part;
    const amounts = { ...part.amounts };
    for (const [id, minor] of Object.entries(rest)) {
      const sum = (amounts[id] ?? 0) + (minor ?? 0);
      amounts[id] = sum > 0 ? sum : null;
    }
    return { ...part, amounts, unread: {} };
  });
}
