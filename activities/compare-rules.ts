import { log } from '@temporalio/activity';
import type { SystemActivities } from './system-activities';

type Rule = Readonly<{ ruleId: string; organizationId: string }>;

type Dependencies = {
  /** Rules that are enabled: each should have a workflow. */
  liveRules(): Promise<readonly Rule[]>;
  /** Rules whose workflow runs, as Temporal's list says, a few seconds old. */
  runningRuleIds(): Promise<readonly string[]>;
  start(rule: Rule): Promise<void>;
  /** A workflow of a rule that lives no more reads that, and ends. */
  wake(ruleId: string): Promise<void>;
};

/**
 * A rule without a workflow is started, a workflow without a rule is woken to end. Harmless when the
 * list is a little old: a start uses the running one, and a woken one only reads.
 */
export function createCompareRules({
  liveRules,
  runningRuleIds,
  start,
  wake,
}: Dependencies): SystemActivities['compareRunningRules'] {
  return async function compareRunningRules() {
    const running = new Set(await runningRuleIds());
    const live = await liveRules();
    const liveIds = new Set(live.map(({ ruleId }) => ruleId));
    const missing = live.filter(({ ruleId }) => !running.has(ruleId));
    const orphans = [...running].filter((ruleId) => !liveIds.has(ruleId));
    let failed = 0;
    const attempt = (act: Promise<void>) =>
      act.catch((error: unknown) => {
        failed += 1;
        log.warn('the comparison could not heal a rule', { error });
      });
    for (const rule of missing) await attempt(start(rule));
    for (const ruleId of orphans) await attempt(wake(ruleId));
    return { started: missing.length, woken: orphans.length, failed };
  };
}
