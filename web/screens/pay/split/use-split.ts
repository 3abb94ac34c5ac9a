import { useState } from 'react';
import type { PaymentPreview, PossiblePreview } from '../../../../contracts/payment-preview';
import type { PreviewSplitBody } from '../../../../contracts/payment-request';
import type { PlacedPayment } from '../../../../contracts/payments';
import { sumMinor } from '../../../../domain/money';
import { type DraftPart, linesOf, type PayCase, type PayDraft, putBodyOf } from '../draft';
import { partsOf } from './split-draft';
import { usePlacingParts } from './use-placing-parts';
import { useSplitPreview } from './use-split-preview';

export type SplitPart = Readonly<{
  part: DraftPart;
  /** From 1, as the person counts them. */
  position: number;
  totalMinor: number;
  /** What it would do now; null while that is not known, or when it is placed. */
  preview: PaymentPreview | null;
  /** The same when Confirm was opened. */
  seen: PossiblePreview | null;
  placed: PlacedPayment | null;
}>;

export type Split = Readonly<{
  /** As on the screen; one without an amount is left out of everything else. */
  all: readonly SplitPart[];
  /** With an amount, in the order of their placing. */
  parts: readonly SplitPart[];
  /** Those that are not placed. */
  waiting: readonly SplitPart[];
  /** When the previews came, on the business's clock. */
  readAt: string;
  /** Everything waiting is possible, and that is of now. */
  isReady: boolean;
  /** The answer to what is asked now is under way. */
  isBehind: boolean;
  previewError: Error | null;
  refetch: () => void;
  isPlacing: boolean;
  /** Why placing stopped, and where. */
  stopped: Readonly<{ error: Error; at: SplitPart }> | null;
  underWayId: string | null;
  /** Keeps what is shown as what was seen. */
  look: () => void;
  place: () => void;
  forget: () => void;
}>;

type SplitInput = Readonly<{
  payCase: PayCase;
  draft: PayDraft;
  isAsked: boolean;
  /** With the ids of all of them. */
  onPlaced: (ids: readonly string[]) => void;
  onPlanChanged: () => void;
}>;

/** The parts of a split with what they would do and what became of them; null for one payment. */
export function useSplit({ payCase, draft, isAsked, onPlaced, onPlanChanged }: SplitInput) {
  const [seen, setSeen] = useState<ReadonlyMap<string, PossiblePreview>>(new Map());
  const drafts = partsOf(draft);
  const placing = usePlacingParts({
    onPlaced: () =>
      onPlaced((drafts ?? []).flatMap((part) => (isEmpty(part, payCase) ? [] : [part.id]))),
    onPlanChanged: () => {
      onPlanChanged();
      previewed.refetch();
    },
  });
  const isWaiting = (part: DraftPart) => !isEmpty(part, payCase) && !placing.placed.has(part.id);
  const body = drafts === null ? null : bodyOf(drafts.filter(isWaiting), draft, payCase);
  const previewed = useSplitPreview(isAsked ? body : null);
  if (drafts === null) return null;

  const all = drafts.map((part, index): SplitPart => {
    const lines = linesOf(part, payCase);
    return {
      part,
      position: index + 1,
      totalMinor: sumMinor(lines.map(({ amountMinor }) => amountMinor)),
      preview: previewed.previews.get(part.id) ?? null,
      seen: seen.get(part.id) ?? null,
      placed: placing.placed.get(part.id) ?? null,
    };
  });
  const parts = all.filter(({ part }) => !isEmpty(part, payCase));
  const waiting = parts.filter(({ placed }) => placed === null);
  const at = waiting.find(({ part }) => part.id === placing.underWayId);
  const split: Split = {
    all,
    parts,
    waiting,
    readAt: previewed.readAt,
    isReady:
      waiting.length > 0 &&
      !previewed.isBehind &&
      waiting.every(({ preview }) => preview?.kind === 'possible'),
    isBehind: previewed.isBehind,
    previewError: previewed.error,
    refetch: previewed.refetch,
    isPlacing: placing.isPending,
    stopped: placing.error !== null && at !== undefined ? { error: placing.error, at } : null,
    underWayId: placing.underWayId,
    look: () =>
      setSeen(
        new Map(
          waiting.flatMap(({ part, preview }) =>
            preview?.kind === 'possible' ? [[part.id, preview] as const] : [],
          ),
        ),
      ),
    place: () =>
      placing.place(
        waiting.flatMap((each) => {
          const put = toPlace(each, draft, payCase);
          return put === null ? [] : [put];
        }),
      ),
    forget: placing.reset,
  };
  return split;
}

/** Neither an amount nor a text that was meant as one. */
function isEmpty(part: DraftPart, payCase: PayCase): boolean {
  return linesOf(part, payCase).length === 0 && Object.keys(part.unread).length === 0;
}

/** What is asked of the parts; null while one of them is no request yet. */
function bodyOf(
  parts: readonly DraftPart[],
  { methodId, strategy, extraRecipients }: PayDraft,
  payCase: PayCase,
): PreviewSplitBody | null {
  const isUnread = parts.some(({ unread }) => Object.keys(unread).length > 0);
  if (parts.length === 0 || methodId === null || isUnread) return null;
  const asked = parts.flatMap((part) =>
    part.runOn === null
      ? []
      : [{ paymentId: part.id, runOn: part.runOn, lines: linesOf(part, payCase) }],
  );
  if (asked.length < parts.length) return null;
  return {
    organizationId: payCase.organization.id,
    methodId,
    currency: payCase.currency,
    strategy,
    extraRecipients: [...extraRecipients],
    parts: asked,
  };
}

/** Only the first part tries the failed payment again, or restores one: a payment has one of each. */
function toPlace({ part, position, seen }: SplitPart, draft: PayDraft, payCase: PayCase) {
  if (seen === null || draft.methodId === null) return null;
  const request = {
    organizationId: payCase.organization.id,
    methodId: draft.methodId,
    currency: payCase.currency,
    lines: linesOf(part, payCase),
    runOn: part.runOn,
    strategy: draft.strategy,
    extraRecipients: [...draft.extraRecipients],
  };
  const origin = position === 1 ? {} : { retryOf: null, restoredFrom: null };
  const body = putBodyOf(request, draft, { ...payCase, ...origin }, seen.fingerprint);
  return { id: part.id, body };
}
