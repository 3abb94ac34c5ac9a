import {
  condition,
  continueAsNew,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { RuleActivities } from '../activities/rule-activities';
import type { RuleStep } from '../domain/rule-step';
import {
  type AutopayRuleInput,
  type AutopayRuleResult,
  PAYMENTS_QUEUE,
  RULE_SIGNALS,
} from './messages';

// Short work of the database: as a local activity it costs one event, not three.
const { readRule } = proxyLocalActivities<RuleActivities>({
  startToCloseTimeout: '20 seconds',
  // Longer than a restart of the database takes; then the workflow task is tried again as a whole.
  localRetryThreshold: '30 seconds',
});
// Tried for ever: what is due stays due, and what was decided is not decided again.
const { runRule } = proxyActivities<RuleActivities>({
  taskQueue: PAYMENTS_QUEUE,
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '30 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
  summary: 'Ask, tell, decide',
});

/** Without an open slot the rule is looked at daily, in case every signal was lost. */
const NEXT_LOOK_MS = 24 * 60 * 60 * 1000;
/** Timers of more than ten years are refused; the rule is looked at again after this in any case. */
const LONGEST_TIMER_MS = 400 * NEXT_LOOK_MS;
/** A run that decided nothing is not tried again at once. */
const NO_PROGRESS_MS = 1000;
/** A cycle takes at most 20 events and a signal 7; a rule that is told all day begins anew here. */
const HISTORY_EVENTS_MAX = 200;

/**
 * One rule of autopay, for as long as it is enabled: sleeps until the next run instant of the
 * invoices it wins, runs, and continues as new.
 *
 * The rows decide and this only asks them. Every run begins with a look, so a signal that the run
 * before it took in and did not act on is seen all the same.
 */
export async function autopayRule({ ruleId }: AutopayRuleInput): Promise<AutopayRuleResult> {
  let wakeUps = 0;
  for (const signal of RULE_SIGNALS) {
    setHandler(signal, () => {
      wakeUps += 1;
    });
  }
  for (;;) {
    const seen = wakeUps;
    const isThereNews = (waitMs: number, summary: string) =>
      condition(() => wakeUps !== seen, waitMs, { summary });
    const step = await readRule({ ruleId });
    if (!step.isLive) {
      if (wakeUps !== seen) continue;
      setCurrentDetails(ENDED);
      return { explanation: ENDED };
    }
    setCurrentDetails(detailsOf(step));
    if (step.waitMs === 0) {
      const { decided, prepared } = await runRule({ ruleId });
      if (decided + prepared > 0) return continueAsNew<typeof autopayRule>({ ruleId });
      await isThereNews(NO_PROGRESS_MS, 'Nothing could be decided');
    } else {
      await isThereNews(Math.min(step.waitMs ?? NEXT_LOOK_MS, LONGEST_TIMER_MS), waitOf(step));
    }
    if (workflowInfo().historyLength > HISTORY_EVENTS_MAX) {
      return continueAsNew<typeof autopayRule>({ ruleId });
    }
  }
}

const ENDED = 'The rule is disabled or removed: it pays nothing.';

function waitOf({ nextRunAt }: RuleStep): string {
  return nextRunAt === null ? 'Waits for an invoice' : `Next run at ${nextRunAt}`;
}

/** A short Markdown table; Temporal shows it while a worker answers. */
function detailsOf({ slots, due, unprepared, nextRunAt }: RuleStep): string {
  return [
    '| | |',
    '| --- | --- |',
    `| Invoices that it will pay | ${slots} |`,
    `| Due now | ${due} |`,
    `| To be asked or told about now | ${unprepared} |`,
    `| Next run | ${nextRunAt ?? 'none'} |`,
  ].join('\n');
}
