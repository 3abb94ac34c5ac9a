/** What a person may say about a task here, each with what follows from it. */
import type { ResolveTaskBody, Task } from '../../../contracts/tasks';

export type TaskChoice = Readonly<{
  resolution: ResolveTaskBody['resolution'];
  label: string;
  consequence: string;
}>;

const DONE: TaskChoice = {
  resolution: 'done',
  label: 'It is taken care of',
  consequence: 'The task is closed. No payment and no invoice changes by it.',
};

/** Each of them holds invoices from autopay until somebody has decided. */
const HELD: ReadonlySet<string> = new Set(['paymentReturned', 'paymentDisputed', 'invoiceDrifted']);

/** The usual one first. */
export function choicesOf({ kind }: Task): readonly TaskChoice[] {
  if (HELD.has(kind)) {
    return [
      {
        resolution: 'liftHold',
        label: 'Lift the hold',
        consequence:
          'Autopay may take these invoices again. What the payment had lowered stays as it is.',
      },
      {
        resolution: 'done',
        label: 'Keep the hold',
        consequence:
          'The task is closed. Its invoices stay held from autopay; people may pay them as usual.',
      },
    ];
  }
  return [DONE];
}

/** A payment in review is decided on the payment itself, a rule mended in its editor: the task closes with it. */
export function isDecidedElsewhere({ kind }: Task): boolean {
  return kind === 'paymentInReview' || kind === 'importMissing' || kind === 'autopayMethod';
}
