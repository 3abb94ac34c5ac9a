/** What is being done, in the words of each act: paying, scheduling, changing what is placed. */
import type { PayCase, PayDraft } from './draft';

export type ActWords = Readonly<{
  /** The button that leads to the summary. */
  review: string;
  /** Beside a button that does nothing yet. */
  notYet: string;
  /** After the plan changed. */
  notDone: string;
  underWay: string;
  /** Why it is asked before something typed is lost. */
  leaving: string;
  lost: string;
  /** When it was sent and not answered. */
  unknown: string;
}>;

const PLACED_UNSEEN =
  'The payment may be placed. If it is, it goes on without you: look for it under Payments before you pay these invoices again.';

export function actWords({ changes }: PayCase, { isScheduled }: PayDraft): ActWords {
  if (changes !== null) {
    const { number } = changes;
    return {
      review: 'Review change',
      notYet: 'Nothing is changed yet',
      notDone: 'Nothing was changed',
      underWay: 'Being changed',
      leaving: `Leave without changing ${number}?`,
      lost: `${number} stays as it is. What you typed and chose here is lost.`,
      unknown: `The change may be made. Look at ${number} before you change it again.`,
    };
  }
  const common = {
    underWay: 'Being placed',
    lost: 'Nothing was placed and no money moved. What you typed and chose is lost.',
    unknown: PLACED_UNSEEN,
  };
  return isScheduled
    ? {
        ...common,
        review: 'Review schedule',
        notYet: 'Nothing is placed yet',
        notDone: 'Nothing was placed',
        leaving: 'Leave without scheduling?',
      }
    : {
        ...common,
        review: 'Review payment',
        notYet: 'Nothing is charged yet',
        notDone: 'Nothing was charged',
        leaving: 'Leave without paying?',
      };
}

/** A change of what waits for a person charges nothing: it goes on waiting. */
export function staysWaiting({ changes }: PayCase): boolean {
  return changes?.state === 'inReview';
}
