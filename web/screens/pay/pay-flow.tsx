import { useEffect, useState } from 'react';
import type { PaymentDetails } from '../../../contracts/payment-details';
import type { PaymentMethod } from '../../../contracts/payment-methods';
import type { PossiblePreview } from '../../../contracts/payment-preview';
import { useLeaving } from '../../frame/use-leaving';
import { useShowOver } from '../../frame/use-show-over';
import { showToast } from '../../pieces/toast';
import { useWords } from '../../words/business';
import { canBe } from '../payment/can-be';
import { ContactDialog } from '../organization/contacts/contact-dialog';
import { AddMethodDialog } from '../organization/methods/add-method-dialog';
import { actWords, staysWaiting } from './act-words';
import {
  firstDraft,
  limitOf,
  type PayCase,
  type PayDraft,
  previewBodyOf,
  requestOf,
} from './draft';
import { firstMethod } from './first-method';
import { LeaveQuestion } from './leave-question';
import { PayDialog, type PayStep } from './pay-dialog';
import { carriedOver } from './changed-payment';
import { ChangeMeanwhile, usePaymentLookedAt } from './payment-meanwhile';
import { placingTrouble } from './placing-trouble';
import { changedDraft, partsOf } from './split/split-draft';
import { numbersOf, partsTrouble } from './split/split-words';
import { useSplit } from './split/use-split';
import { TooLate } from './too-late';
import { useChangedBy } from './use-changed-by';
import { usePayment } from './use-payment';
import { usePlacing } from './use-placing';
import { usePreview } from './use-preview';

type PayFlowProps = Readonly<{
  payCase: PayCase;
  methods: readonly PaymentMethod[];
  isScheduled: boolean;
  runOn: string | null;
  /** The payment that this one tries again or restores. */
  before: PaymentDetails | null;
  onClose: () => void;
}>;

/** Details, summary, confirm, and what came of it: one draft through all of them. */
export function PayFlow(props: PayFlowProps) {
  const { payCase: given, methods, isScheduled, runOn, before, onClose } = props;
  const words = useWords();
  const showOver = useShowOver();
  const [retryOf, setRetryOf] = useState(given.retryOf);
  const payCase = { ...given, retryOf };
  const { changes, organization } = payCase;
  const [method] = useState(() => firstMethod(methods, changes ?? before));
  const [first] = useState(() =>
    firstDraft(payCase, { methodId: method.methodId, isScheduled, runOn }, before),
  );
  const [draft, setDraft] = useState(first);
  const [step, setStep] = useState<PayStep>('details');
  const [seen, setSeen] = useState<PossiblePreview | null>(null);
  /** When what was seen came, also of a split. */
  const [readAt, setReadAt] = useState('');
  const [hasPlanChanged, setPlanChanged] = useState(false);
  const [placedId, setPlacedId] = useState<string | null>(null);
  /** What the address names, so that a reload tells of it and does not offer it again. */
  const [placedIds, setPlacedIds] = useState<readonly string[]>([]);
  const [isEarlier, setEarlier] = useState(false);
  const [isUnanswered, setUnanswered] = useState(false);
  /** A change that was sent and not answered. */
  const [lost, setLost] = useState<PayDraft | null>(null);
  const [adding, setAdding] = useState<'method' | 'contact' | null>(null);
  const isOver = changes !== null && !canBe(changes, 'change');
  const request = isOver ? null : requestOf(draft, payCase);
  const isSplit = partsOf(draft) !== null;
  const previewed = usePreview(
    request !== null && !isSplit && step !== 'outcome' ? previewBodyOf(request, payCase) : null,
  );
  const placing = usePlacing({
    payCase,
    onPlaced: (id, isByEarlier) => {
      setPlacedId(id);
      if (changes === null) setPlacedIds([id]);
      setEarlier(isByEarlier);
      if (changes === null) {
        setStep('outcome');
        return;
      }
      const waits = staysWaiting(payCase) ? ' It still waits for a person.' : '';
      showToast({ tone: 'done', words: `${changes.number} is changed.${waits}` });
    },
    onPlanChanged: () => {
      setPlanChanged(true);
      setStep('summary');
      previewed.refetch();
    },
  });
  const split = useSplit({
    payCase,
    draft,
    isAsked: step !== 'outcome',
    onPlaced: (ids) => {
      setPlacedIds(ids);
      setStep('outcome');
    },
    onPlanChanged: () => {
      setPlanChanged(true);
      setStep('summary');
    },
  });
  const placed = usePayment(changes === null ? placedId : null).data ?? null;
  const next = split?.waiting[0];
  const seenBefore = next?.seen ?? seen;
  const changedBy = useChangedBy(
    hasPlanChanged && seenBefore !== null ? { preview: seenBefore, readAt } : null,
    next?.preview ?? previewed.preview,
    split?.parts.map(({ part }) => part.id) ?? (changes === null ? [] : [changes.id]),
  );
  const trouble = split
    ? partsTrouble(split, words)
    : placing.error
      ? placingTrouble(placing.error, words, changes === null ? 'place' : 'change')
      : null;
  if (changes !== null && trouble?.isUnknown && lost !== draft) setLost(draft);
  const isPlaced = placedId !== null || (split !== null && step === 'outcome');
  const isPlacing = placing.isPending || split?.isPlacing === true;
  const isUnknown = isPlacing || isUnanswered || trouble?.isUnknown === true;
  const meanwhile = usePaymentLookedAt(changes, isPlacing || placedId !== null);
  const isTooLate = isOver && !isPlacing && placedId === null;
  const leaving = useLeaving(
    !isPlaced && !isTooLate && (isUnknown || JSON.stringify(draft) !== JSON.stringify(first)),
    (from, to) => dialogOf(from.search) !== dialogOf(to.search),
  );
  useEffect(() => {
    if (changes !== null && placedId !== null) onClose();
  }, [changes, placedId, onClose]);

  useEffect(() => {
    if (placedIds.length > 0) showOver({ placed: placedIds.join(',') }, { replaces: true });
  }, [placedIds, showOver]);

  const change = (part: Partial<PayDraft>) => setDraft((now) => changedDraft(now, part, payCase));
  const begin = (next: Partial<PayDraft>) => {
    setRetryOf(placedId);
    setPlacedId(null);
    setPlacedIds([]);
    showOver({ placed: undefined }, { replaces: true });
    setEarlier(false);
    setUnanswered(false);
    setSeen(null);
    setPlanChanged(false);
    placing.beginAnew();
    change(next);
    setStep('details');
  };
  const confirm = () => {
    if (split !== null) split.place();
    else if (request !== null && seen !== null) {
      const version = meanwhile.looked?.version ?? null;
      placing.place({ request, draft, seen, version });
    }
  };
  /** With what was typed over the payment as it is now, or as that is. */
  const goOn = (isMineKept: boolean) => {
    const before = draftOfPlaced({ ...payCase, changes: meanwhile.looked });
    const present = draftOfPlaced(payCase);
    setDraft(isMineKept ? carriedOver(draft, before, present) : present);
    meanwhile.lookAgain();
    setUnanswered(false);
    setLost(null);
    setSeen(null);
    setPlanChanged(false);
    placing.reset();
    setStep('details');
  };
  if (isTooLate) {
    const typed = JSON.stringify(draft) === JSON.stringify(first) ? null : draft;
    return <TooLate {...{ payCase, payment: changes, methods, typed, lost, onClose }} />;
  }
  return (
    <>
      <PayDialog
        payCase={payCase}
        methods={methods}
        draft={draft}
        onDraft={change}
        step={step}
        previewed={previewed}
        seen={seen}
        comparesWith={hasPlanChanged ? seen : null}
        hasPlanChanged={hasPlanChanged}
        changedBy={changedBy}
        placed={placed}
        trouble={trouble}
        isEarlier={isEarlier}
        isPlacing={isPlacing}
        split={split}
        methodInstead={method.instead}
        meanwhile={
          meanwhile.hasChanged ? (
            <ChangeMeanwhile
              meanwhile={meanwhile}
              onKeep={() => goOn(true)}
              onLetGo={() => goOn(false)}
            />
          ) : null
        }
        onStep={(next, looked) => {
          if (next === 'confirm') {
            setSeen(looked);
            setReadAt((split ?? previewed).readAt);
            split?.look();
            setPlanChanged(false);
          }
          // What was refused was asked of another picture; what was not answered stays so.
          setUnanswered(isUnknown);
          placing.reset();
          split?.forget();
          setStep(next);
        }}
        onConfirm={confirm}
        onAdd={setAdding}
        onOtherMethod={() => begin({})}
        onLater={() => begin({ isScheduled: true, ...scheduled(payCase, draft) })}
        // Only the dialog on top answers Escape.
        onClose={() => {
          if (adding === null && !leaving.isAsked) onClose();
        }}
      />
      {adding === 'method' && (
        <AddMethodDialog
          organizationId={organization.id}
          organizationName={organization.name}
          isFirst={methods.length === 0}
          onClose={() => setAdding(null)}
          onAdded={({ id }) => change({ methodId: id })}
        />
      )}
      {adding === 'contact' && (
        <ContactDialog
          organizationId={organization.id}
          contact={null}
          onClose={() => setAdding(null)}
        />
      )}
      {leaving.isAsked && (
        <LeaveQuestion
          words={actWords(payCase, draft)}
          isUnknown={isUnknown}
          placed={numbersOf(split?.parts ?? [])}
          onLeave={leaving.leave}
          onStay={leaving.stay}
        />
      )}
    </>
  );
}

/** What a placed payment is, as a draft that changes nothing of it. */
function draftOfPlaced(payCase: PayCase): PayDraft {
  const { method = null, runOn = null } = payCase.changes ?? {};
  const start = { methodId: method?.id ?? null, isScheduled: runOn !== null, runOn };
  return firstDraft(payCase, start, null);
}

/** The same amounts on a day, as far as is not planned already. */
function scheduled({ invoices, changes }: PayCase, draft: PayDraft): Partial<PayDraft> {
  const amounts = invoices.map((row) => {
    const minor = Math.min(draft.amounts[row.id] ?? 0, limitOf(row, true, changes));
    return [row.id, minor === 0 ? null : minor] as const;
  });
  return { amounts: Object.fromEntries(amounts), unread: {} };
}

/** Which payment is open in an address. */
function dialogOf(search: unknown): string {
  const { pay, change } = search as Readonly<{ pay?: string; change?: string }>;
  return `${pay ?? ''} ${change ?? ''}`;
}
