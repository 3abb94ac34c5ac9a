/** What runs rules of autopay, and what people decide about single runs. */
import type { AutopayRuleStart } from '../../workflows/messages';

export interface AutopayRunStore {
  /** What the workflow of a rule is started with; null when there never was such a rule. */
  readStart(ruleId: string): Promise<AutopayRuleStart | null>;
}
