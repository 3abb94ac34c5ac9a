/**
 * What the workflow of an autopay rule may ask: the contract, as types. Each is one step that may
 * run twice: what was decided stays decided.
 */
import type { RuleRun, RuleStep } from '../domain/rule-step';

export type RuleInput = Readonly<{ ruleId: string }>;

export interface RuleActivities {
  /** Looks at the slots that the rule wins, and writes when there is something to do. */
  readRule(input: RuleInput): Promise<RuleStep>;
  /** Asks and tells the people it is time for, and decides the slots that are due. */
  runRule(input: RuleInput): Promise<RuleRun>;
}
