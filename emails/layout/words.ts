/**
 * The finished words that every mail is made of. Nothing here is a number, a date or a count: who
 * fills them in has chosen digits, order and plural already.
 */

/** What surrounds the message. `subject` and `preview` are one line. */
export type FrameWords = Readonly<{
  subject: string;
  /** What a list of mails shows beside the subject. */
  preview: string;
  businessName: string;
  greeting: string;
  /** Whom to ask, and why this person got the mail. */
  closing: readonly string[];
}>;

/** An amount that stands alone: the figure, and its currency beside it. */
export type SumWords = Readonly<{ figure: string; currency: string }>;

/** One invoice of a payment: its amount, and what is unpaid after it. Figures only. */
export type LineWords = Readonly<{ invoice: string; amount: string; unpaid: string }>;

/** The lines of a payment. `currency` is said once, in the head of the table. */
export type LinesWords = Readonly<{
  currency: string;
  lines: readonly LineWords[];
  /** Sums under the columns; null where a single line says it already. */
  total: Readonly<{ amount: string; unpaid: string }> | null;
}>;

/** A stored method, such as `Visa ··4242` and the name that its owner gave it. */
export type MethodWords = Readonly<{ name: string; friendlyName: string | null }>;

/** One payment that the system changed: figures before and after, and what becomes of it. */
export type ChangeWords = Readonly<{
  /** Its number and when it runs. */
  title: string;
  currency: string;
  lines: readonly Readonly<{ invoice: string; before: string; after: string }>[];
  /** Sums under the columns; null where a single line says it already. */
  total: Readonly<{ before: string; after: string }> | null;
  /** What it will do now. */
  outcome: string;
}>;
