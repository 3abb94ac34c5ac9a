/**
 * What is to be done next with an autopay rule: what the database tells its workflow. Plain JSON, kept
 * in Temporal's history, so without names.
 */
export type RuleStep = Readonly<{
  /** False when it was removed or disabled: its workflow ends. */
  isLive: boolean;
  /** Open slots that it wins. */
  slots: number;
  /** How many of them are due, and of how many somebody is to be asked or told. */
  due: number;
  unprepared: number;
  /** Real milliseconds until there is something to do; 0 now, null when only news can bring it. */
  waitMs: number | null;
  /** UTC instant of the first run; null without an open slot. */
  nextRunAt: string | null;
}>;

/** What one run of a rule did. */
export type RuleRun = Readonly<{
  /** Slots that were decided, and those of them that became payments. */
  decided: number;
  payments: number;
  /** Slots of which somebody was asked or told. */
  prepared: number;
}>;
