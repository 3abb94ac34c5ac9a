import { decideApprovals, listApprovals } from '../../contracts/approvals';
import { reopenAutopay } from '../../contracts/autopay-reopening';
import { readCalendar } from '../../contracts/calendar';
import { answer, type Mounting, mount } from '../mount';
import { Problem } from '../problem';
import type { RouteDependencies } from './dependencies';

/** Single runs of autopay: what waits for a yes, what is to come, and opening an invoice again. */
export function autopayRunRoutes(
  mounting: Mounting,
  { stores, soon }: Pick<RouteDependencies, 'stores' | 'soon'>,
): void {
  const { autopayRuns } = stores;
  const tell = (ruleIds: readonly string[]) => {
    for (const ruleId of ruleIds) soon.tellRule(ruleId, 'changed');
  };

  mount(mounting, listApprovals, async ({ query }) =>
    answer(200, await autopayRuns.listApprovals(query.organizationId ?? null)),
  );

  mount(mounting, decideApprovals, async ({ body, actor }) => {
    const { touchedRuleIds, ...decided } = await autopayRuns.decideApprovals(body, actor);
    tell(touchedRuleIds);
    return answer(200, decided);
  });

  mount(mounting, reopenAutopay, async ({ params, body, actor }) => {
    const reopened = await autopayRuns.reopen(params.id, body, actor);
    if (!reopened.ok) throw new Problem(reopened.refusal.code);
    const { touchedRuleIds, ...value } = reopened.value;
    tell(touchedRuleIds);
    return answer(200, value);
  });

  mount(mounting, readCalendar, async ({ query }) =>
    answer(200, await autopayRuns.calendar(query)),
  );
}
