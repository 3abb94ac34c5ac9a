import {
  addAutopayRule,
  changeAutopayRule,
  listAutopayRules,
  orderAutopayRules,
  previewAutopayRule,
  readInvoiceAutopay,
  removeAutopayRule,
} from '../../contracts/autopay-rules';
import { listRuleVersions } from '../../contracts/autopay-versions';
import { answer, type Mounting, mount } from '../mount';
import type { Decided } from '../stores/autopay';
import type { RouteDependencies } from './dependencies';
import { accepted, found } from './refusals';

/** The rules of a client, and what they do with its invoices. */
export function autopayRuleRoutes(mounting: Mounting, { stores, soon }: RouteDependencies): void {
  const { autopay } = stores;

  /** Decided and kept; the workflows of the rules look again at once, and would by the sweep. */
  const told = <Value>({ value, touchedRuleIds }: Decided<Value>): Value => {
    for (const ruleId of touchedRuleIds) soon.tellRule(ruleId, 'changed');
    return value;
  };

  mount(mounting, listAutopayRules, async ({ params }) =>
    answer(200, found(await autopay.list(params.id))),
  );

  mount(mounting, addAutopayRule, async ({ params, body, actor }) =>
    answer(201, told(accepted(await autopay.add(params.id, body, actor)))),
  );

  mount(mounting, changeAutopayRule, async ({ params, body, actor }) =>
    answer(200, told(accepted(await autopay.change(params.id, body, actor)))),
  );

  mount(mounting, removeAutopayRule, async ({ params, query, actor }) =>
    answer(204, told(accepted(await autopay.remove(params.id, query.version, actor)))),
  );

  mount(mounting, orderAutopayRules, async ({ params, body, actor }) =>
    answer(200, told(accepted(await autopay.order(params.id, body.ruleIds, actor)))),
  );

  mount(mounting, previewAutopayRule, async ({ params, body }) =>
    answer(200, accepted(await autopay.preview(params.id, body))),
  );

  mount(mounting, listRuleVersions, async ({ params }) =>
    answer(200, found(await autopay.versions(params.id))),
  );

  mount(mounting, readInvoiceAutopay, async ({ params }) =>
    answer(200, found(await autopay.explain(params.id))),
  );
}
