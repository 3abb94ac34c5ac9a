/** Rules as their workflow sees them, in memory: a step that is due until it was run. */
import type { RuleActivities } from '../../activities/rule-activities';
import type { RuleStep } from '../../domain/rule-step';

export const aRuleStep = (overrides: Partial<RuleStep> = {}): RuleStep => ({
  isLive: true,
  slots: 1,
  due: 0,
  unprepared: 0,
  waitMs: 3_600_000,
  nextRunAt: '2030-06-03T14:00:00.000Z',
  ...overrides,
});

export const due = (overrides: Partial<RuleStep> = {}): RuleStep =>
  aRuleStep({ due: 1, waitMs: 0, ...overrides });

export class FakeRules implements RuleActivities {
  readonly calls: string[] = [];
  private readonly steps = new Map<string, RuleStep>();
  /** Called before each activity, to act at the worst moment. */
  before: (call: string, ruleId: string) => Promise<void> | void = () => undefined;

  set(ruleId: string, step: RuleStep): void {
    this.steps.set(ruleId, step);
  }

  callsOf(name: string): number {
    return this.calls.filter((call) => call === name).length;
  }

  readRule = async ({ ruleId }: { ruleId: string }) => {
    this.calls.push('readRule');
    await this.before('readRule', ruleId);
    return this.steps.get(ruleId) ?? aRuleStep({ isLive: false });
  };

  runRule = async ({ ruleId }: { ruleId: string }) => {
    this.calls.push('runRule');
    await this.before('runRule', ruleId);
    const step = this.steps.get(ruleId);
    if (step?.waitMs !== 0) return { decided: 0, payments: 0, prepared: 0 };
    if (step.due + step.unprepared > 0) {
      this.steps.set(ruleId, aRuleStep({ slots: 0, nextRunAt: null, waitMs: null }));
    }
    return { decided: step.due, payments: step.due, prepared: step.unprepared };
  };
}
